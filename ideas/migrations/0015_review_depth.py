"""What goes deeper than one answer: its versions, and second readings. Source: docs/review-process.md 3.9."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0014_watches_of_decisions"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="ideas.review"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("review", "number"), name="review_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__in", [1, 2])), name="review_version_one_change"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="review_version_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SecondReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True, choices=[("agree", "I agree"), ("disagree", "I do not agree")], max_length=10
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("due_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="second_readings", to="ideas.review"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("verdict", "")),
                        fields=["reader", "due_at", "id"],
                        name="second_reading_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("verdict", "")), fields=("review",), name="second_reading_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["", "agree", "disagree"])), name="second_reading_verdict"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", ""),
                            models.Q(("read_at__isnull", False), ("reader__isnull", False)),
                            _connector="OR",
                        ),
                        name="second_reading_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "disagree"), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="second_reading_says_why",
                    ),
                ],
            },
        ),
    ]
