"""Lets a person ask to have a stake in a supplier struck out that they named by mistake."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0054_both_halves_of_a_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="supplierinterest",
            name="striking_asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="supplierinterest",
            name="striking_reason",
            field=models.CharField(blank=True, db_default="", max_length=500),
        ),
        migrations.AddField(
            model_name="supplierinterest",
            name="striking_refused",
            field=models.CharField(blank=True, db_default="", max_length=500),
        ),
        migrations.AddIndex(
            model_name="supplierinterest",
            index=models.Index(
                fields=["striking_asked_at", "id"],
                condition=Q(striking_asked_at__isnull=False),
                name="supplier_interest_to_strike",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplierinterest",
            constraint=models.CheckConstraint(
                condition=(Q(striking_asked_at__isnull=True) & Q(striking_reason=""))
                | (Q(striking_asked_at__isnull=False, striking_refused="") & ~Q(striking_reason="")),
                name="supplier_interest_striking_says_why",
            ),
        ),
    ]
