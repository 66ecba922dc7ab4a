"""Early stops: a hard block that others wait for. Source: docs/review-process.md 3.9."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0027_conditions"),
    ]

    operations = [
        migrations.CreateModel(
            name="EarlyStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("unlawful", "It would be unlawful"),
                            ("unsafe", "It would be unsafe"),
                            ("prohibited", "A rule that binds us prohibits it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("until", models.DateTimeField()),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "Stop: nobody else needs to answer"),
                            ("lifted", "Go on: the others answer first"),
                        ],
                        max_length=10,
                    ),
                ),
                ("verdict_at", models.DateTimeField(blank=True, null=True)),
                ("verdict_reason", models.CharField(blank=True, max_length=500)),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="early_stops", to="ideas.idea"
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="early_stop", to="ideas.review"
                    ),
                ),
                (
                    "verdict_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("verdict", "")), fields=["until", "id"], name="early_stop_open")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("verdict", "")), fields=("idea", "round"), name="early_stop_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["unlawful", "unsafe", "prohibited"])), name="early_stop_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", ""),
                            models.Q(("verdict__in", ["confirmed", "lifted"]), ("verdict_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="early_stop_verdict",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "confirmed"), _negated=True),
                            models.Q(("verdict_by__isnull", False), models.Q(("verdict_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="early_stop_confirmed_by_somebody",
                    ),
                ],
            },
        ),
    ]
