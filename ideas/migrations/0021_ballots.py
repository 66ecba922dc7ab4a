"""The board's votes on ideas of Tier 3. Source: docs/review-process.md 3.9."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0020_review_by_opening"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ballot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("closes_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("count", models.JSONField(default=dict)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("tie", "As many for it as against")],
                        max_length=10,
                    ),
                ),
                ("casting_choice", models.CharField(blank=True, max_length=10)),
                ("casting_reason", models.TextField(blank=True)),
                ("cast_at", models.DateTimeField(blank=True, null=True)),
                (
                    "casting_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "chair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ballots", to="ideas.idea"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BallotSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_flagged", models.BooleanField(default=False)),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="ideas.ballot"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.department"
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BallotVote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_for_holder", models.BooleanField(default=False)),
                (
                    "choice",
                    models.CharField(
                        choices=[("yes", "For it"), ("no", "Against it"), ("abstain", "I abstain")], max_length=10
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="vote", to="ideas.ballotseat"
                    ),
                ),
                (
                    "voter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="ballot",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)), fields=["closes_at", "id"], name="ballot_to_close"
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.UniqueConstraint(fields=("idea", "round"), name="ballot_once"),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["", "yes", "no", "tie"])), name="ballot_outcome_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", ""), ("closed_at__isnull", False), _connector="OR"),
                name="ballot_closed_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(("casting_choice__in", ["", "yes", "no"])), name="ballot_casting_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("casting_choice", ""),
                    models.Q(
                        ("casting_by__isnull", False),
                        ("outcome", models.F("casting_choice")),
                        models.Q(("casting_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="ballot_casting_complete",
            ),
        ),
        migrations.AddIndex(
            model_name="ballotseat",
            index=models.Index(fields=["holder", "ballot"], name="ballot_seat_by_holder"),
        ),
        migrations.AddIndex(
            model_name="ballotseat",
            index=models.Index(fields=["deputy", "ballot"], name="ballot_seat_by_deputy"),
        ),
        migrations.AddConstraint(
            model_name="ballotseat",
            constraint=models.UniqueConstraint(fields=("ballot", "department"), name="ballot_seat_once"),
        ),
        migrations.AddConstraint(
            model_name="ballotvote",
            constraint=models.CheckConstraint(
                condition=models.Q(("choice__in", ["yes", "no", "abstain"])), name="ballot_vote_choice"
            ),
        ),
        migrations.AddConstraint(
            model_name="ballotvote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("choice", "no"), _negated=True), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="ballot_vote_no_says_why",
            ),
        ),
    ]
