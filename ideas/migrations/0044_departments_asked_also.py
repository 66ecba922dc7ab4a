"""Lets a reviewer ask one more department; the change of routing says who asked whom beside what a triager changed."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0043_interests_struck_out"),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name="routingoverride",
                name=name,
                field=models.ForeignKey(
                    blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name=back, to=model
                ),
            )
            for name, back, model in (
                ("adds_to", "additions", "ideas.routingoverride"),
                ("asked_also", "+", "ideas.department"),
                ("review", "additions", "ideas.review"),
            )
        ),
        migrations.AddConstraint(
            model_name="routingoverride",
            constraint=models.UniqueConstraint(fields=["idea", "round", "asked_also"], name="routing_asked_also_once"),
        ),
        migrations.AddConstraint(
            model_name="routingoverride",
            constraint=models.CheckConstraint(
                condition=Q(asked_also__isnull=True, review__isnull=True, adds_to__isnull=True)
                | Q(asked_also__isnull=False, review__isnull=False),
                name="routing_asked_also_by_reviewer",
            ),
        ),
    ]
