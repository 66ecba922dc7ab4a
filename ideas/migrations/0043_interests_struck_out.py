"""Lets an interest that was named by mistake be struck out by somebody else; it stays in the record."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0042_steps_passed_over"),
    ]

    operations = [
        migrations.AddField(
            model_name="interest",
            name="struck_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(model_name="interest", name="struck_at", field=models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            model_name="interest",
            name="struck_reason",
            field=models.CharField(blank=True, db_default="", max_length=500),
        ),
        migrations.AlterField(
            model_name="interest",
            name="state",
            field=models.CharField(
                choices=[
                    ("clear", "no interest"),
                    ("declared", "waits for the lead"),
                    ("recused", "stepped aside"),
                    ("mitigated", "may go on, with a safeguard"),
                    ("struck", "struck out, named by mistake"),
                ],
                max_length=10,
            ),
        ),
        *(
            migrations.RemoveConstraint(model_name="interest", name=name)
            for name in ("interest_once", "interest_state_known", "interest_actual_recused")
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.UniqueConstraint(
                fields=["person", "idea"], condition=~Q(state="struck"), name="interest_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.CheckConstraint(
                condition=Q(state__in=["clear", "declared", "recused", "mitigated", "struck"]),
                name="interest_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.CheckConstraint(
                condition=~Q(nature="actual") | Q(state__in=["recused", "struck"]), name="interest_actual_recused"
            ),
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.CheckConstraint(
                condition=(Q(state="struck", struck_by__isnull=False, struck_at__isnull=False) & ~Q(struck_reason=""))
                | (~Q(state="struck") & Q(struck_by__isnull=True, struck_at__isnull=True, struck_reason="")),
                name="interest_struck_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.CheckConstraint(
                condition=Q(struck_by__isnull=True) | ~Q(struck_by=F("person")), name="interest_struck_by_another"
            ),
        ),
    ]
