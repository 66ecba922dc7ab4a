"""Finds the deliveries of one consumer that wait and were never tried, which are claimed together."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("ideas", "0007_content_version")]

    operations = [
        AddIndexConcurrently(
            "delivery",
            models.Index(
                fields=["consumer", "due_at", "id"], condition=Q(state="pending", attempts=0), name="delivery_untried"
            ),
        ),
    ]
