"""Lets all missed promises be found by their ideas: one whose answer is given and not told is still on the list."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("ideas", "0040_sites"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="promise",
            index=models.Index(fields=["idea"], condition=Q(broken_at__isnull=False), name="promise_missed"),
        ),
        RemoveIndexConcurrently(model_name="promise", name="promise_broken"),
    ]
