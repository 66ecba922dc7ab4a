"""Keeps what the departments of an idea scored beside it, so that a list can be ordered by it."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0048_promises_moved_with_routing"),
    ]

    operations = [
        migrations.AddField(
            model_name="idea",
            name="score",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=100), name="idea_score_range"
            ),
        ),
    ]
