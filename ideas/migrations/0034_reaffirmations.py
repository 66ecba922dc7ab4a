"""Answers given before the author changed the idea; an answer may be changed again after that.

Source: docs/review-process.md 3.12.
"""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0033_accepted_risks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reaffirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("from_version", models.PositiveIntegerField()),
                ("to_version", models.PositiveIntegerField()),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("due_at", models.DateTimeField()),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("reaffirmed", "The answer stands"), ("changed", "The answer was changed")],
                        max_length=10,
                    ),
                ),
                ("given_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="reviewversion",
            name="review_version_one_change",
        ),
        migrations.AddConstraint(
            model_name="reviewversion",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="review_version_number"),
        ),
        migrations.AddField(
            model_name="reaffirmation",
            name="answers_after",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.answerset"
            ),
        ),
        migrations.AddField(
            model_name="reaffirmation",
            name="answers_before",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.answerset"
            ),
        ),
        migrations.AddField(
            model_name="reaffirmation",
            name="given_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reaffirmation",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="reaffirmations", to="ideas.review"
            ),
        ),
        migrations.AddIndex(
            model_name="reaffirmation",
            index=models.Index(condition=models.Q(("verdict", "")), fields=["due_at", "id"], name="reaffirmation_open"),
        ),
        migrations.AddConstraint(
            model_name="reaffirmation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("verdict", "")), fields=("review",), name="reaffirmation_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="reaffirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verdict", ""),
                    models.Q(
                        ("given_at__isnull", False),
                        ("given_by__isnull", False),
                        ("verdict__in", ["reaffirmed", "changed"]),
                    ),
                    _connector="OR",
                ),
                name="reaffirmation_verdict",
            ),
        ),
        migrations.AddConstraint(
            model_name="reaffirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_version__gt", models.F("from_version"))), name="reaffirmation_goes_forward"
            ),
        ),
    ]
