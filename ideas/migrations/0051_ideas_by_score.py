"""Orders ideas that are ready for their decision by their score, the next promised first among equals."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Case, IntegerField, OrderBy, Q, Value, When
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("ideas", "0050_scores_counted"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="idea",
            index=models.Index(
                OrderBy(
                    Case(
                        When(tier__gte=2, then=Coalesce("score", Value(-1), output_field=IntegerField())),
                        default=Value(-1),
                        output_field=IntegerField(),
                    ),
                    descending=True,
                ),
                "next_answer_at",
                "id",
                condition=Q(stage="ready_for_decision"),
                name="idea_by_score",
            ),
        ),
    ]
