"""Risks accepted so that an idea goes ahead without an answer. Source: docs/review-process.md 3.11."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0032_review_dependencies"),
    ]

    operations = [
        migrations.CreateModel(
            name="RiskAcceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("cause", models.CharField(max_length=500)),
                ("event", models.CharField(max_length=500)),
                ("effect", models.CharField(max_length=500)),
                ("accepted_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("review_on", models.DateField()),
                ("expires_on", models.DateField()),
                (
                    "accepted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "acted_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="risks", to="ideas.idea"
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="risk", to="ideas.review"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["review_on", "id"], name="risk_by_review_day"),
                    models.Index(fields=["expires_on", "id"], name="risk_by_last_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cause", ""), _negated=True),
                            models.Q(("event", ""), _negated=True),
                            models.Q(("effect", ""), _negated=True),
                        ),
                        name="risk_acceptance_written_out",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__gte", models.F("review_on"))), name="risk_acceptance_days"
                    ),
                ],
            },
        ),
    ]
