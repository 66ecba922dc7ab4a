"""Gives deliveries an id that may leave the server."""

import django.contrib.postgres.functions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0005_quiet_hours_and_endpoint_rates"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="public_id",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True
            ),
        ),
    ]
