"""Says of a step of a ladder that a later one was told in its place."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0041_missed_promises"),
    ]

    operations = [
        migrations.AddField(
            model_name="reminder",
            name="was_passed_over",
            field=models.BooleanField(db_default=False),
        ),
    ]
