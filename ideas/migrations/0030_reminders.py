"""Reminders, each said once. Source: docs/review-process.md 3.11."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0029_review_moves_and_bounces"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("half", "half of the time is over"),
                            ("eve", "due on the next working day"),
                            ("due", "due now"),
                            ("lead", "late: the lead chooses"),
                            ("manager", "late: the programme manager and the author know"),
                            ("board", "late: on the list of escalated ideas"),
                            ("missed", "a promise was missed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "promise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="ideas.promise",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="ideas.review",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("review__isnull", False)),
                        fields=("review", "kind", "on"),
                        name="reminder_of_review_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("promise__isnull", False)),
                        fields=("promise", "kind", "on"),
                        name="reminder_of_promise_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ["half", "eve", "due", "lead", "manager", "board"]),
                                ("promise__isnull", True),
                                ("review__isnull", False),
                            ),
                            models.Q(("kind", "missed"), ("promise__isnull", False), ("review__isnull", True)),
                            _connector="OR",
                        ),
                        name="reminder_of_one",
                    ),
                ],
            },
        ),
    ]
