"""Lets an absence be half a day, and come from a personnel system."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0044_departments_asked_also"),
    ]

    operations = [
        migrations.AddField(
            model_name="absence",
            name="part",
            field=models.CharField(
                choices=[("whole", "the whole day"), ("morning", "the morning"), ("afternoon", "the afternoon")],
                db_default="whole",
                default="whole",
                max_length=10,
                verbose_name="part of the day",
            ),
        ),
        migrations.AlterField(
            model_name="absence",
            name="source",
            field=models.CharField(
                choices=[
                    ("self", "told by the person"),
                    ("lead", "told by the lead"),
                    ("feed", "told by the personnel system"),
                ],
                default="self",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=Q(part__in=["whole", "morning", "afternoon"]), name="absence_part_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=Q(part="whole") | Q(from_on=F("to_on")), name="absence_part_of_one_day"
            ),
        ),
    ]
