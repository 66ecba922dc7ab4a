"""Lets the morning and the afternoon of one day be two absences; nothing else of one day is told twice."""

from django.db import migrations, models
from django.db.models import Q

DAYS = ["person", "from_on", "to_on"]


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0053_attention_by_code"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.UniqueConstraint(
                condition=~Q(part="afternoon"), fields=DAYS, name="absence_once_until_noon"
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.UniqueConstraint(
                condition=~Q(part="morning"), fields=DAYS, name="absence_once_from_noon"
            ),
        ),
        migrations.RemoveConstraint(model_name="absence", name="absence_once"),
    ]
