"""Lets what was asked of departments in the past weeks be read by its time, for the forecast of their load."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("ideas", "0019_routing_overrides"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="review",
            index=models.Index(
                fields=["opened_at"], include=["department", "points", "state", "due_at"], name="review_by_opening"
            ),
        ),
    ]
