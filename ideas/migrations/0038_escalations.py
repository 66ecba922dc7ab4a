"""More time for a late review, escalations by authors, apologies. Source: docs/review-process.md 3.11."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0037_reminders_of_other_dates"),
    ]

    operations = [
        migrations.CreateModel(
            name="Apology",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("text", models.TextField(max_length=1000)),
                ("new_on", models.DateField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("stage", models.CharField(max_length=30)),
                ("reason", models.CharField(max_length=500)),
                ("raised_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("owing", "whoever owes the answer"),
                            ("manager", "the programme managers"),
                            ("board", "the list of escalated ideas"),
                        ],
                        default="owing",
                        max_length=10,
                    ),
                ),
                ("climbs_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answered", "an answer came"),
                            ("moved", "somebody else has it now"),
                            ("extended", "there is a new date"),
                            ("left_out", "it goes ahead without"),
                            ("stage_over", "the idea has moved on"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReviewExtension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("was_due_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("reason", models.CharField(max_length=500)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.AddField(
            model_name="apology",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="apology",
            name="promise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="apologies", to="ideas.promise"
            ),
        ),
        migrations.AddField(
            model_name="notification",
            name="apology",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.apology"
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="idea",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="escalations", to="ideas.idea"
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="reviews",
            field=models.ManyToManyField(related_name="escalations", to="ideas.review"),
        ),
        migrations.AddField(
            model_name="notification",
            name="escalation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.escalation"
            ),
        ),
        migrations.AddField(
            model_name="reviewextension",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewextension",
            name="review",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="extension", to="ideas.review"
            ),
        ),
        migrations.AddConstraint(
            model_name="apology",
            constraint=models.UniqueConstraint(fields=("promise", "new_on"), name="apology_once_a_date"),
        ),
        migrations.AddConstraint(
            model_name="apology",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="apology_says_something"
            ),
        ),
        migrations.AddIndex(
            model_name="escalation",
            index=models.Index(
                condition=models.Q(("climbs_at__isnull", False)), fields=["climbs_at", "id"], name="escalation_to_climb"
            ),
        ),
        migrations.AddIndex(
            model_name="escalation",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)), fields=["idea"], name="escalation_standing"
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(fields=("idea", "round", "stage"), name="escalation_once_a_stage"),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="escalation_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["submitted", "triage", "in_review", "ready_for_decision"])),
                name="escalation_stage_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("climbs_at__isnull", True), ("level", "board")),
                    models.Q(
                        ("climbs_at__isnull", False), ("ended_at__isnull", True), ("level__in", ["owing", "manager"])
                    ),
                    models.Q(
                        ("climbs_at__isnull", True), ("ended_at__isnull", False), ("level__in", ["owing", "manager"])
                    ),
                    _connector="OR",
                ),
                name="escalation_climbs",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_because", ""), ("ended_by__isnull", True)),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_because__in", ["answered", "moved", "extended", "left_out", "stage_over"]),
                    ),
                    _connector="OR",
                ),
                name="escalation_ended_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewextension",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("was_due_at"))), name="extension_is_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewextension",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="extension_has_reason"
            ),
        ),
    ]
