"""Says of a department that a reviewer asked as well which change of a triager took it out."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0045_absences_of_half_a_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="routingoverride",
            name="taken_out_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="takes_out",
                to="ideas.routingoverride",
            ),
        ),
        migrations.AddConstraint(
            model_name="routingoverride",
            constraint=models.CheckConstraint(
                condition=Q(taken_out_by__isnull=True) | Q(asked_also__isnull=False), name="routing_taken_out_was_added"
            ),
        ),
    ]
