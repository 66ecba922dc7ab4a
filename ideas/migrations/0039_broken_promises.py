"""Lets the missed promises whose answer still lacks be found by their ideas, for the list of escalated ideas."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("ideas", "0038_escalations"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="promise",
            index=models.Index(
                fields=["idea"], condition=Q(broken_at__isnull=False, kept_at__isnull=True), name="promise_broken"
            ),
        ),
    ]
