"""The first 41 migrations in one, so that a new database is ready in a third of the time. Databases that have them keep them.

Tables come from the models as they were after 0041; triggers, functions, sequences and grants are taken from where they were
written, in their order. Backfills are left out: a new database holds nothing to fill.
"""

import datetime
import uuid
from decimal import Decimal
from importlib import import_module

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.contrib.postgres.operations import CreateExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

import ideas.models.base
import ideas.models.organisation
import ideas.models.trace
import ideas.querysets.clock

REPLACED = (
    "0001_tables",
    "0002_append_only",
    "0003_unassignable_and_cannot_say",
    "0004_password_reset_links",
    "0005_quiet_hours_and_endpoint_rates",
    "0006_delivery_public_id",
    "0007_content_version",
    "0008_untried_deliveries",
    "0009_sent_version",
    "0010_audit_chain",
    "0011_clocks",
    "0012_rule_set_drafts",
    "0013_watches",
    "0014_watches_of_decisions",
    "0015_review_depth",
    "0016_triage",
    "0017_interests_and_delegations",
    "0018_appeals",
    "0019_routing_overrides",
    "0020_review_by_opening",
    "0021_ballots",
    "0022_questions",
    "0023_outcomes",
    "0024_redirects",
    "0025_delegations_end_and_are_told",
    "0026_merges",
    "0027_conditions",
    "0028_early_stops",
    "0029_review_moves_and_bounces",
    "0030_reminders",
    "0031_precedents",
    "0032_review_dependencies",
    "0033_accepted_risks",
    "0034_reaffirmations",
    "0035_answer_templates",
    "0036_board_seats",
    "0037_reminders_of_other_dates",
    "0038_escalations",
    "0039_broken_promises",
    "0040_sites",
    "0041_missed_promises",
)
WITH_SQL = ("0002_append_only", "0010_audit_chain", "0011_clocks", "0012_rule_set_drafts")


def written_by_hand(name: str) -> list[Operation]:
    """Return the statements of a replaced migration; its tables are among those of this one."""
    operations = import_module(f"ideas.migrations.{name}").Migration.operations
    return [one for one in operations if isinstance(one, migrations.RunSQL | migrations.RunPython)]


class Migration(migrations.Migration):
    initial = True
    replaces = [("ideas", name) for name in REPLACED]
    dependencies = []

    operations = [
        CreateExtension("vector"),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True
                    ),
                ),
                ("consumer", models.CharField(max_length=40)),
                ("target_id", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waiting"),
                            ("leased", "being tried"),
                            ("done", "done"),
                            ("dead", "given up"),
                            ("cancelled", "cancelled"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(db_default=ideas.querysets.clock.ClockTimestamp())),
                ("lease_token", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("order_key", models.CharField(max_length=60, null=True)),
                ("order_seq", models.IntegerField(null=True)),
                ("rung_at", models.DateTimeField(null=True)),
                ("last_status", models.IntegerField(null=True)),
                ("last_error", models.CharField(max_length=500, null=True)),
                ("created_at", models.DateTimeField(db_default=ideas.querysets.clock.ClockTimestamp(), editable=False)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "delivery",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["pending", "leased"])),
                        fields=["due_at", "id"],
                        name="delivery_due",
                    ),
                    models.Index(
                        condition=models.Q(("attempts", 0), ("state", "pending")),
                        fields=["consumer", "due_at", "id"],
                        name="delivery_untried",
                    ),
                    models.Index(
                        condition=models.Q(("state", "dead")), fields=["-finished_at", "-id"], name="delivery_dead"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["done", "cancelled"])),
                        fields=["finished_at"],
                        name="delivery_finished",
                    ),
                    models.Index(
                        condition=models.Q(("order_key__isnull", False), ("state__in", ["pending", "leased"])),
                        fields=["order_key", "order_seq"],
                        name="delivery_head",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["pending", "leased", "done", "dead", "cancelled"])),
                        name="delivery_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "leased"), _negated=True),
                            models.Q(("lease_token__isnull", False), ("lease_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="delivery_leased_has_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["done", "dead", "cancelled"]), _negated=True),
                            ("finished_at__isnull", False),
                            _connector="OR",
                        ),
                        name="delivery_finished_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("process", models.CharField(max_length=40, unique=True)),
                ("at", models.DateTimeField()),
                ("detail", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "heartbeat",
            },
        ),
        migrations.CreateModel(
            name="Idea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("ref", models.CharField(editable=False, max_length=12, unique=True)),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                ("problem", models.TextField(blank=True, max_length=10000, verbose_name="problem")),
                ("proposal", models.TextField(blank=True, max_length=10000, verbose_name="idea")),
                ("expected_result", models.TextField(blank=True, max_length=10000, verbose_name="expected result")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("other", "another language")], default="en", max_length=5
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "New"),
                            ("triage", "Being sorted"),
                            ("in_review", "In review"),
                            ("info_needed", "Question to author"),
                            ("ready_for_decision", "Ready for decision"),
                            ("approved", "Approved"),
                            ("approved_with_conditions", "Approved with conditions"),
                            ("pilot", "Trying it out"),
                            ("declined", "Declined"),
                            ("parked", "Parked"),
                            ("merged", "Merged"),
                            ("redirected", "Sent to the right place"),
                            ("in_delivery", "Being done"),
                            ("implemented", "Done"),
                            ("benefits_confirmed", "Benefit confirmed"),
                            ("closed", "Closed"),
                            ("stopped_learned", "Stopped, learned"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=30,
                    ),
                ),
                ("tier", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("round", models.PositiveSmallIntegerField(default=1)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("open", "everybody here"),
                            ("restricted", "the people who work on it"),
                            ("confidential", "only those who must"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("author_shown", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("sent_version", models.PositiveIntegerField(db_default=1)),
                ("comments_locked_at", models.DateTimeField(blank=True, null=True)),
                ("comments_locked_reason", models.CharField(blank=True, max_length=500)),
                ("needs_attention", models.CharField(blank=True, max_length=500)),
                ("updated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("routed_at", models.DateTimeField(blank=True, null=True)),
                ("next_answer_at", models.DateTimeField(blank=True, null=True)),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                language="en",
                                then=django.contrib.postgres.search.CombinedSearchVector(
                                    django.contrib.postgres.search.CombinedSearchVector(
                                        django.contrib.postgres.search.CombinedSearchVector(
                                            django.contrib.postgres.search.SearchVector(
                                                "title", config="english", weight="A"
                                            ),
                                            "||",
                                            django.contrib.postgres.search.SearchVector(
                                                "problem", config="english", weight="B"
                                            ),
                                            django.contrib.postgres.search.SearchConfig("english"),
                                        ),
                                        "||",
                                        django.contrib.postgres.search.SearchVector(
                                            "proposal", config="english", weight="B"
                                        ),
                                        django.contrib.postgres.search.SearchConfig("english"),
                                    ),
                                    "||",
                                    django.contrib.postgres.search.SearchVector(
                                        "expected_result", config="english", weight="C"
                                    ),
                                    django.contrib.postgres.search.SearchConfig("english"),
                                ),
                            ),
                            default=django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.CombinedSearchVector(
                                    django.contrib.postgres.search.CombinedSearchVector(
                                        django.contrib.postgres.search.SearchVector(
                                            "title", config="simple", weight="A"
                                        ),
                                        "||",
                                        django.contrib.postgres.search.SearchVector(
                                            "problem", config="simple", weight="B"
                                        ),
                                        django.contrib.postgres.search.SearchConfig("simple"),
                                    ),
                                    "||",
                                    django.contrib.postgres.search.SearchVector(
                                        "proposal", config="simple", weight="B"
                                    ),
                                    django.contrib.postgres.search.SearchConfig("simple"),
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector(
                                    "expected_result", config="simple", weight="C"
                                ),
                                django.contrib.postgres.search.SearchConfig("simple"),
                            ),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "idea",
                "verbose_name_plural": "ideas",
                "indexes": [
                    models.Index(
                        condition=models.Q(("stage", "draft"), _negated=True),
                        fields=["-submitted_at", "-id"],
                        name="idea_newest",
                    ),
                    models.Index(
                        condition=models.Q(("next_answer_at__isnull", False)),
                        fields=["next_answer_at", "id"],
                        name="idea_needs_answer",
                    ),
                    models.Index(fields=["stage", "-submitted_at", "-id"], name="idea_by_stage"),
                    models.Index(fields=["-updated_at", "-id"], name="idea_by_update"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="idea_search"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["title"], name="idea_title_trigrams", opclasses=["gin_trgm_ops"]
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    "draft",
                                    "submitted",
                                    "triage",
                                    "in_review",
                                    "info_needed",
                                    "ready_for_decision",
                                    "approved",
                                    "approved_with_conditions",
                                    "pilot",
                                    "declined",
                                    "parked",
                                    "merged",
                                    "redirected",
                                    "in_delivery",
                                    "implemented",
                                    "benefits_confirmed",
                                    "closed",
                                    "stopped_learned",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="idea_stage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("visibility__in", ["open", "restricted", "confidential"])),
                        name="idea_visibility_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tier__isnull", True), ("tier__lte", 3), _connector="OR"),
                        name="idea_tier_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage", "draft"),
                            models.Q(("submitted_at__isnull", False), ("tier__isnull", False)),
                            _connector="OR",
                        ),
                        name="idea_submitted_has_tier",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage", "draft"), models.Q(("title", ""), _negated=True), _connector="OR"),
                        name="idea_submitted_has_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "stage__in",
                                    ["submitted", "triage", "in_review", "info_needed", "ready_for_decision"],
                                ),
                                _negated=True,
                            ),
                            ("next_answer_at__isnull", False),
                            _connector="OR",
                        ),
                        name="idea_open_has_next_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_sort", ideas.models.base.SortKeyField(max_length=250)),
                ("job_title", models.CharField(blank=True, max_length=200, verbose_name="job title")),
                ("site", models.CharField(blank=True, max_length=200, verbose_name="site")),
                ("locale", models.CharField(default="en-gb", max_length=16, verbose_name="language")),
                ("time_zone", models.CharField(default="Europe/London", max_length=64, verbose_name="time zone")),
                ("external_issuer", models.CharField(blank=True, max_length=255)),
                ("external_subject", models.CharField(blank=True, max_length=255)),
                ("scim_id", models.CharField(blank=True, max_length=254, null=True, unique=True)),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("quiet_hours", models.BooleanField(default=True, verbose_name="mail in working hours only")),
                ("persona_order", models.PositiveSmallIntegerField(blank=True, editable=False, null=True)),
                ("persona_line", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "indexes": [models.Index(fields=["name_sort", "id"], name="user_by_name")],
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("email"), name="user_email_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("external_subject", ""), _negated=True),
                        fields=("external_issuer", "external_subject"),
                        name="user_external_id_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("manager", models.F("id")), _negated=True), name="user_not_own_manager"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first_response", "First response to the author"),
                            ("review", "Support from a department"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_sort", ideas.models.base.SortKeyField(max_length=250)),
                ("text", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "name_sort"), name="answer_template_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["first_response", "review"])),
                        name="answer_template_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("text", ""), _negated=True)
                        ),
                        name="answer_template_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
                ("hash", models.BinaryField()),
            ],
            options={
                "db_table": "audit_head",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="audit_head_single")],
            },
        ),
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
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["closes_at", "id"],
                        name="ballot_to_close",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["", "yes", "no", "tie"])), name="ballot_outcome_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome", ""), ("closed_at__isnull", False), _connector="OR"),
                        name="ballot_closed_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("casting_choice__in", ["", "yes", "no"])), name="ballot_casting_known"
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="Calendar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("key", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("time_zone", models.CharField(default="Europe/London", max_length=64, verbose_name="time zone")),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=ideas.models.organisation.monday_to_friday,
                        size=None,
                    ),
                ),
                ("opens_at", models.TimeField(default=datetime.time(9, 0), verbose_name="opens at")),
                ("closes_at", models.TimeField(default=datetime.time(17, 0), verbose_name="closes at")),
                ("country", models.CharField(blank=True, max_length=2)),
                ("subdivision", models.CharField(blank=True, max_length=10)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="calendar_closes_after_opening",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekdays__len__gte", 1)), name="calendar_has_working_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekdays__contained_by", [1, 2, 3, 4, 5, 6, 7])),
                        name="calendar_weekdays_iso",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("slug", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("question", models.TextField(verbose_name="question")),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                (
                    "sponsor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sponsored_campaigns",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-opens_at", "-id"], name="campaign_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="campaign_closes_after_opening",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("body", models.TextField(max_length=10000)),
                ("body_html", models.TextField(editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_reason", models.CharField(blank=True, max_length=500)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "hidden_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="ideas.comment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="comment_not_own_parent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hidden_at__isnull", True),
                            models.Q(("hidden_by__isnull", False), models.Q(("hidden_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="comment_hidden_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentMention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="ideas.comment"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("comment", "person"), name="comment_mention_once")],
            },
        ),
        migrations.CreateModel(
            name="CommentReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("reason", models.CharField(max_length=500)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="ideas.comment"
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=["created_at", "id"],
                        name="comment_report_open",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("comment", "reporter"), name="comment_report_once")],
            },
        ),
        migrations.CreateModel(
            name="CommentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("body", models.TextField()),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="ideas.comment"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("comment", "version"), name="comment_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Decision",
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
                            ("approved", "Approved"),
                            ("approved_with_conditions", "Approved with conditions"),
                            ("pilot", "Trying it out"),
                            ("declined", "Declined"),
                            ("parked", "Parked"),
                        ],
                        max_length=30,
                    ),
                ),
                ("reason_code", models.CharField(max_length=60)),
                ("reason_detail", models.CharField(blank=True, max_length=500)),
                ("explanation", models.TextField()),
                ("what_would_change", models.TextField(blank=True)),
                ("next_step", models.CharField(blank=True, max_length=500)),
                ("next_step_on", models.DateField(blank=True, null=True)),
                ("wakes_on", models.DateField(blank=True, null=True)),
                ("decided_because", models.CharField(max_length=60)),
                ("snapshot", models.JSONField(default=dict)),
                ("decided_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("announce_at", models.DateTimeField()),
                ("announced_at", models.DateTimeField(blank=True, null=True)),
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
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
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
                    models.Index(
                        condition=models.Q(("announced_at__isnull", True)),
                        fields=["announce_at", "id"],
                        name="decision_to_announce",
                    ),
                    models.Index(fields=["-decided_at", "-id"], name="decision_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["approved", "approved_with_conditions", "pilot", "declined", "parked"])
                        ),
                        name="decision_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length("explanation"), 40
                        ),
                        name="decision_explained",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason_code", ""), _negated=True), name="decision_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["declined", "parked"]), _negated=True),
                            models.Q(("what_would_change", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_no_says_what_would_change",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Condition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("text", models.CharField(max_length=500)),
                ("owner_name", models.CharField(blank=True, max_length=200)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                ("met_note", models.TextField(blank=True, db_default="")),
                (
                    "met_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conditions",
                        to="ideas.decision",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("met_at__isnull", True), ("owner__isnull", False)),
                        fields=["owner", "due_on", "id"],
                        name="condition_to_meet",
                    ),
                    models.Index(
                        condition=models.Q(("met_at__isnull", True), ("owner__isnull", False)),
                        fields=["due_on", "id"],
                        name="condition_by_date",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("met_at__isnull", True),
                            models.Q(("met_by__isnull", False), models.Q(("met_note", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="condition_met_how",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("new_information", "There is something you could not know"),
                            ("factual_error", "The answer rests on a mistake of fact"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.TextField()),
                ("due_at", models.DateTimeField()),
                ("calendar_version", models.PositiveIntegerField()),
                ("is_granted", models.BooleanField(blank=True, null=True)),
                ("reasons", models.TextField(blank=True)),
                ("decided_because", models.CharField(blank=True, max_length=60)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.calendar"
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="appeal", to="ideas.decision"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=["due_at", "id"],
                        name="appeal_to_decide",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ground__in", ["new_information", "factual_error"])),
                        name="appeal_ground_known",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length("text"), 40
                        ),
                        name="appeal_explained",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True), ("decided_by__isnull", True), ("is_granted__isnull", True)
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("is_granted__isnull", False),
                                models.Q(("reasons", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="appeal_decided_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("scope_tier", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "from_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delegations_given",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delegations_held",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["from_person", "ends_on"], name="delegation_by_giver"),
                    models.Index(fields=["to_person", "ends_on"], name="delegation_by_holder"),
                    models.Index(
                        condition=models.Q(("agreed_at__isnull", True), ("ended_at__isnull", True)),
                        fields=["created_at", "id"],
                        name="delegation_to_approve",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_person", models.F("to_person")), _negated=True),
                        name="delegation_to_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="delegation_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scope_tier__isnull", True), ("scope_tier__lte", 3), _connector="OR"),
                        name="delegation_tier_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(
                                models.Q(("approved_by", models.F("from_person")), _negated=True),
                                models.Q(("approved_by", models.F("to_person")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="delegation_approved_by_third",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True), ("agreed_at__isnull", False), _connector="OR"
                        ),
                        name="delegation_approved_is_agreed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_sort", ideas.models.base.SortKeyField(max_length=250)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("core", "reviews ideas"),
                            ("adviser", "advises, never required"),
                            ("service", "does not review"),
                        ],
                        default="service",
                        max_length=10,
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                (
                    "calendar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departments",
                        to="ideas.calendar",
                    ),
                ),
            ],
            options={
                "verbose_name": "department",
                "verbose_name_plural": "departments",
                "indexes": [models.Index(fields=["name_sort", "id"], name="department_by_name")],
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("name"), name="department_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["core", "adviser", "service"])), name="department_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
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
                (
                    "department",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="board_seat", to="ideas.department"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("holder__isnull", False), ("deputy__isnull", False), _connector="OR"),
                        name="board_seat_names_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("holder__isnull", True),
                            ("deputy__isnull", True),
                            models.Q(("holder", models.F("deputy")), _negated=True),
                            _connector="OR",
                        ),
                        name="board_seat_two_people",
                    ),
                ],
            },
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
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.department"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["holder", "ballot"], name="ballot_seat_by_holder"),
                    models.Index(fields=["deputy", "ballot"], name="ballot_seat_by_deputy"),
                ],
                "constraints": [models.UniqueConstraint(fields=("ballot", "department"), name="ballot_seat_once")],
            },
        ),
        migrations.AddField(
            model_name="user",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="staff",
                to="ideas.department",
            ),
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("notification_count", models.PositiveIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="digests", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "day"), name="digest_once")],
            },
        ),
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("slack", "Slack"), ("teams", "Microsoft Teams"), ("webhook", "Webhook")],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("address_encrypted", models.TextField(editable=False)),
                ("address_hint", models.CharField(editable=False, max_length=300)),
                ("secret_encrypted", models.TextField(blank=True, editable=False)),
                ("key_id", models.CharField(editable=False, max_length=16)),
                (
                    "event_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("stopped_because", models.CharField(blank=True, max_length=300)),
                ("paused_until", models.DateTimeField(blank=True, null=True)),
                ("failure_count", models.PositiveIntegerField(default=0)),
                ("failing_since", models.DateTimeField(blank=True, null=True)),
                ("free_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("previous_secret_encrypted", models.TextField(blank=True, editable=False)),
                ("previous_secret_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("last_success_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="endpoints",
                        to="ideas.department",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["name", "id"], name="endpoint_by_name")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["slack", "teams", "webhook"])), name="endpoint_kind_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("is_test", models.BooleanField(default=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("delivered", "delivered"),
                            ("accepted", "accepted"),
                            ("failed", "failed"),
                            ("refused", "not sent"),
                        ],
                        max_length=10,
                    ),
                ),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("detail", models.CharField(blank=True, max_length=500)),
                ("duration_ms", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "delivery",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="tries",
                        to="ideas.delivery",
                    ),
                ),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attempts", to="ideas.endpoint"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["endpoint", "-at", "-id"], name="attempt_newest")],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("type", models.CharField(max_length=60)),
                ("schema_version", models.PositiveSmallIntegerField(default=1)),
                ("idea_version", models.PositiveIntegerField(null=True)),
                ("request_id", models.UUIDField(null=True)),
                ("payload", models.JSONField(default=dict)),
                ("dedupe_key", models.CharField(max_length=200, null=True)),
                ("tx", ideas.models.trace.XidField(db_default=ideas.models.trace.CurrentTransaction(), editable=False)),
                (
                    "occurred_at",
                    models.DateTimeField(db_default=ideas.querysets.clock.ClockTimestamp(), editable=False),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "event",
                "indexes": [
                    models.Index(fields=["tx", "id"], name="event_by_tx"),
                    models.Index(fields=["occurred_at"], name="event_by_time"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dedupe_key__isnull", False)), fields=("dedupe_key",), name="event_dedupe"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="delivery",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.DO_NOTHING, related_name="deliveries", to="ideas.event"
            ),
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "source",
                    models.CharField(
                        choices=[("package", "public holiday"), ("manual", "added here")],
                        default="manual",
                        max_length=10,
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holidays", to="ideas.calendar"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("calendar", "on"), name="holiday_once")],
            },
        ),
        migrations.CreateModel(
            name="HttpIdempotency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=255)),
                ("fingerprint", models.BinaryField()),
                ("status", models.PositiveSmallIntegerField()),
                ("headers", models.JSONField(default=dict)),
                ("body", models.BinaryField()),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "http_idempotency",
                "indexes": [models.Index(fields=["created_at"], name="http_idempotency_oldest")],
                "constraints": [models.UniqueConstraint(fields=("actor", "key"), name="http_idempotency_once")],
            },
        ),
        migrations.CreateModel(
            name="IdeaOwner",
            fields=[
                (
                    "idea",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="owner_row",
                        serialize=False,
                        to="ideas.idea",
                    ),
                ),
                ("named_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="IdeaTally",
            fields=[
                (
                    "idea",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="tally",
                        serialize=False,
                        to="ideas.idea",
                    ),
                ),
                ("vote_count", models.PositiveIntegerField(default=0)),
                ("department_count", models.PositiveIntegerField(default=0)),
                ("comment_count", models.PositiveIntegerField(default=0)),
                ("heat", models.FloatField(default=0)),
                ("takes_votes", models.BooleanField(default=False)),
                ("live_version", models.PositiveIntegerField(default=0)),
                ("content_version", models.PositiveIntegerField(db_default=0)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-heat", "-idea"], name="tally_hottest"),
                    models.Index(fields=["-vote_count", "-idea"], name="tally_most_voted"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrecedentSearch",
            fields=[
                (
                    "idea",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="ideas.idea",
                    ),
                ),
                ("done_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.AddField(
            model_name="idea",
            name="campaign",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="ideas",
                to="ideas.campaign",
            ),
        ),
        migrations.AddField(
            model_name="idea",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_from",
                to="ideas.idea",
            ),
        ),
        migrations.CreateModel(
            name="FirstResponse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("text", models.TextField(max_length=2000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="first_responses", to="ideas.idea"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "round"), name="first_response_once"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="first_response_has_text"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="event",
            name="idea",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="ideas.idea",
            ),
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
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="escalations", to="ideas.idea"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("climbs_at__isnull", False)),
                        fields=["climbs_at", "id"],
                        name="escalation_to_climb",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)), fields=["idea"], name="escalation_standing"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "round", "stage"), name="escalation_once_a_stage"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="escalation_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["submitted", "triage", "in_review", "ready_for_decision"])),
                        name="escalation_stage_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("climbs_at__isnull", True), ("level", "board")),
                            models.Q(
                                ("climbs_at__isnull", False),
                                ("ended_at__isnull", True),
                                ("level__in", ["owing", "manager"]),
                            ),
                            models.Q(
                                ("climbs_at__isnull", True),
                                ("ended_at__isnull", False),
                                ("level__in", ["owing", "manager"]),
                            ),
                            _connector="OR",
                        ),
                        name="escalation_climbs",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="idea",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="ideas.idea"
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="idea",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="ideas.idea"
            ),
        ),
        migrations.AddField(
            model_name="ballot",
            name="idea",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="ballots", to="ideas.idea"
            ),
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("name", models.CharField(max_length=255)),
                ("media_type", models.CharField(max_length=100)),
                ("size_bytes", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("storage_key", models.CharField(max_length=100, unique=True)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="ideas.idea"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["idea", "id"], name="attachment_by_idea")],
            },
        ),
        migrations.CreateModel(
            name="AnswerSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("answers", models.JSONField(default=dict)),
                ("is_small", models.BooleanField(default=False)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answer_sets", to="ideas.idea"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("idea", "version"), name="answer_set_once")],
            },
        ),
        migrations.CreateModel(
            name="IdeaAuthor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("author", "author"), ("co_author", "co-author"), ("on_behalf_of", "on behalf of")],
                        default="author",
                        max_length=12,
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="authors", to="ideas.idea"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-idea"], name="idea_author_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "person"), name="idea_author_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "author")), fields=("idea",), name="idea_one_author"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["author", "co_author", "on_behalf_of"])),
                        name="idea_author_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdeaReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readers", to="ideas.idea"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("idea", "person"), name="idea_reader_once")],
            },
        ),
        migrations.CreateModel(
            name="IdeaSupplier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("name", models.CharField(max_length=200)),
                ("name_key", models.CharField(editable=False, max_length=200)),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="suppliers", to="ideas.idea"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "name_key"), name="idea_supplier_once"),
                    models.CheckConstraint(
                        condition=models.Q(("name_key", ""), _negated=True), name="idea_supplier_has_key"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdeaVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("problem", models.TextField(blank=True)),
                ("proposal", models.TextField(blank=True)),
                ("expected_result", models.TextField(blank=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="ideas.idea"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("idea", "version"), name="idea_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("none", "I have no interest"),
                            ("actual", "Actual: it affects me now"),
                            ("potential", "Potential: it could affect me later"),
                            ("perceived", "Perceived: others could think that it affects me"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("personal", "Personal: family, friends, membership"),
                            ("professional", "Professional: my work, another office"),
                            ("financial", "Financial: money, shares, a job"),
                        ],
                        max_length=15,
                    ),
                ),
                ("is_direct", models.BooleanField(default=True)),
                ("text", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("clear", "no interest"),
                            ("declared", "waits for the lead"),
                            ("recused", "stepped aside"),
                            ("mitigated", "may go on, with a safeguard"),
                        ],
                        max_length=10,
                    ),
                ),
                ("mitigation", models.TextField(blank=True)),
                ("declared_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ideas.department",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="interests", to="ideas.idea"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "declared")),
                        fields=["declared_at", "id"],
                        name="interest_to_decide",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "idea"), name="interest_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["clear", "declared", "recused", "mitigated"])),
                        name="interest_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("nature", "none"), ("state", "clear")),
                            models.Q(
                                ("nature__in", ["actual", "potential", "perceived"]),
                                models.Q(("state", "clear"), _negated=True),
                                models.Q(("kind", ""), _negated=True),
                                models.Q(("text", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="interest_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "mitigated"), _negated=True),
                            models.Q(models.Q(("mitigation", ""), _negated=True), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="interest_mitigated_says_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("nature", "actual"), _negated=True), ("state", "recused"), _connector="OR"
                        ),
                        name="interest_actual_recused",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("lead", "lead"), ("deputy", "deputy"), ("reviewer", "reviewer")],
                        default="reviewer",
                        max_length=10,
                    ),
                ),
                (
                    "capacity",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("1.00"), max_digits=3, verbose_name="capacity"
                    ),
                ),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=50), blank=True, default=list, size=None
                    ),
                ),
                ("last_assigned_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="ideas.department"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "department"), name="membership_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("role", "lead")), fields=("department",), name="department_one_lead"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("role", "deputy")), fields=("department",), name="department_one_deputy"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["lead", "deputy", "reviewer"])), name="membership_role_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__gte", Decimal("0.1")), ("capacity__lte", Decimal("1.0"))),
                        name="membership_capacity_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("reason", models.CharField(max_length=500)),
                ("from_stage", models.CharField(max_length=30)),
                ("cancelled", models.JSONField(default=list)),
                ("ended_turn", models.BooleanField(default=False)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undo_reason", models.CharField(blank=True, max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="ideas.idea"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="taken_in", to="ideas.idea"
                    ),
                ),
                (
                    "undone_by",
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)), fields=("source",), name="merge_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True), name="merge_of_two"
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="merge_has_reason"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undo_reason", ""), ("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(
                                ("undone_at__isnull", False),
                                ("undone_by__isnull", False),
                                models.Q(("undo_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="merge_undone_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[("following", "following"), ("muted", "muted")], default="following", max_length=10
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follows", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follows", to="ideas.idea"
                    ),
                ),
                (
                    "merge",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ideas.merge",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "-idea"], name="follow_by_person"),
                    models.Index(
                        condition=models.Q(("merge__isnull", False)), fields=["merge"], name="follow_by_merge"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "person"), name="follow_once"),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["following", "muted"])), name="follow_level_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("name", models.CharField(default="Groundswell", max_length=200, verbose_name="name")),
                ("logo", models.ImageField(blank=True, upload_to="organisation/")),
                ("time_zone", models.CharField(default="Europe/London", max_length=64, verbose_name="time zone")),
                ("currency", models.CharField(default="GBP", max_length=3, verbose_name="currency")),
                ("announce_delay_seconds", models.PositiveIntegerField(default=3600)),
                ("quota_bytes", models.PositiveBigIntegerField(default=10737418240)),
                (
                    "setup_done",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("is_demo", models.BooleanField(default=False, editable=False)),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.calendar"
                    ),
                ),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="organisation_single")],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("in_delivery", "It is being done"),
                            ("implemented", "It is done"),
                            ("stopped_learned", "We stopped, and learned from it"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField()),
                ("happened_on", models.DateField()),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="outcomes", to="ideas.idea"
                    ),
                ),
                (
                    "picture",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="outcome",
                        to="ideas.attachment",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "stage"), name="outcome_once"),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["in_delivery", "implemented", "stopped_learned"])),
                        name="outcome_stage_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("note", ""), _negated=True), name="outcome_has_note"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Precedent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("likeness", models.FloatField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for a triager"),
                            ("credited", "came first, and is credited"),
                            ("dismissed", "is something else"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="preceded", to="ideas.idea"
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="precedents", to="ideas.idea"
                    ),
                ),
                (
                    "settled_by",
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
                    models.Index(condition=models.Q(("state", "open")), fields=["id"], name="precedent_to_settle")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "earlier"), name="precedent_once"),
                    models.CheckConstraint(
                        condition=models.Q(("idea", models.F("earlier")), _negated=True), name="precedent_of_another"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("settled_by__isnull", True), ("state", "open")),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                ("state__in", ["credited", "dismissed"]),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="precedent_settled_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                (
                    "mail",
                    models.CharField(
                        choices=[("now", "at once"), ("digest", "once a day"), ("off", "never")], max_length=10
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preferences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "kind"), name="preference_once"),
                    models.CheckConstraint(
                        condition=models.Q(("mail__in", ["now", "digest", "off"])), name="preference_mail_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("first_response", "first response"), ("decision", "decision")], max_length=20
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("due_at", models.DateTimeField()),
                ("calendar_version", models.PositiveIntegerField()),
                ("working_days", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("kept_at", models.DateTimeField(blank=True, null=True)),
                ("broken_at", models.DateTimeField(blank=True, null=True)),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.calendar"
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="promises", to="ideas.idea"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "due_at", "id"], name="promise_by_date"),
                    models.Index(
                        condition=models.Q(("broken_at__isnull", True), ("kept_at__isnull", True)),
                        fields=["due_at", "id"],
                        name="promise_not_judged",
                    ),
                    models.Index(
                        condition=models.Q(("paused_at__isnull", False)), fields=["idea"], name="promise_paused"
                    ),
                    models.Index(
                        condition=models.Q(("broken_at__isnull", False)), fields=["idea"], name="promise_missed"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "kind", "round"), name="promise_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["first_response", "decision"])), name="promise_kind_known"
                    ),
                ],
            },
        ),
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
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="apologies", to="ideas.promise"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("promise", "new_on"), name="apology_once_a_date"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="apology_says_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RateWindow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("window_start", models.DateTimeField()),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "db_table": "rate_window",
                "indexes": [models.Index(fields=["window_start"], name="rate_window_oldest")],
                "constraints": [models.UniqueConstraint(fields=("key", "window_start"), name="rate_window_once")],
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("door", models.CharField(max_length=60)),
                ("label", models.CharField(max_length=200)),
                ("words", models.TextField(max_length=2000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "idea",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="redirect", to="ideas.idea"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="redirect_has_words")
                ],
            },
        ),
        migrations.CreateModel(
            name="Reopening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "because",
                    models.CharField(
                        choices=[("watch", "what we watched over came about"), ("appeal", "an appeal was granted")],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                (
                    "by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="reopenings", to="ideas.idea"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "round"), name="reopening_once"),
                    models.CheckConstraint(condition=models.Q(("round__gte", 2)), name="reopening_after_the_first"),
                    models.CheckConstraint(
                        condition=models.Q(("because__in", ["watch", "appeal"])), name="reopening_because_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "mode",
                    models.CharField(
                        choices=[("required", "the decision waits for it"), ("advisory", "advice")], max_length=10
                    ),
                ),
                ("rule_id", models.CharField(max_length=40)),
                ("why", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting for a reviewer"),
                            ("assigned", "Not started"),
                            ("drafting", "Working on it"),
                            ("submitted", "Answered"),
                            ("cancelled", "Cancelled"),
                            ("lapsed", "No comment by the date"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("points", models.PositiveSmallIntegerField()),
                ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("due_at", models.DateTimeField()),
                ("calendar_version", models.PositiveIntegerField()),
                ("assigned_at", models.DateTimeField(blank=True, null=True)),
                ("assigned_because", models.JSONField(blank=True, default=dict)),
                ("unassignable_at", models.DateTimeField(blank=True, null=True)),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                (
                    "paused_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("question", "a question to the author"),
                            ("block", "another department says stop"),
                            ("parked", "the idea waits for its author"),
                        ],
                        db_default="",
                        default="",
                        max_length=10,
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "recommendation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("support", "Support"),
                            ("support_with_conditions", "Support, with conditions"),
                            ("do_not_support", "Do not support"),
                            ("not_for_us", "Not for us"),
                        ],
                        max_length=25,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        blank=True, choices=[("low", "A guess"), ("medium", "Fairly"), ("high", "Sure")], max_length=10
                    ),
                ),
                ("plain_answer", models.TextField(blank=True)),
                ("internal_note", models.TextField(blank=True)),
                ("yes_if", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
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
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.calendar"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="ideas.department"
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="ideas.idea"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["assigned", "drafting"])),
                        fields=["owner", "due_at", "id"],
                        name="review_by_owner",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "assigned", "drafting"])),
                        fields=["department", "due_at", "id"],
                        name="review_by_department",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "assigned", "drafting"])),
                        fields=["due_at", "id"],
                        name="review_by_date",
                    ),
                    models.Index(
                        condition=models.Q(("state", "queued"), ("unassignable_at__isnull", True)),
                        fields=["department", "due_at", "id"],
                        name="review_not_yet_tried",
                    ),
                    models.Index(
                        fields=["opened_at"],
                        include=("department", "points", "state", "due_at"),
                        name="review_by_opening",
                    ),
                    models.Index(
                        condition=models.Q(("paused_at__isnull", False)), fields=["idea"], name="review_paused"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "round", "department"), name="review_once"),
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["required", "advisory"])), name="review_mode_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["queued", "assigned", "drafting", "submitted", "cancelled", "lapsed"])
                        ),
                        name="review_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["assigned", "drafting", "submitted"]), _negated=True),
                            ("owner__isnull", False),
                            _connector="OR",
                        ),
                        name="review_has_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "submitted"), _negated=True),
                            models.Q(
                                ("submitted_at__isnull", False),
                                models.Q(("recommendation", ""), _negated=True),
                                models.Q(("confidence", ""), _negated=True),
                                models.Q(("plain_answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="review_submitted_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paused_at__isnull", True), ("paused_for", "")),
                            models.Q(("paused_at__isnull", False), ("paused_for__in", ["question", "block", "parked"])),
                            _connector="OR",
                        ),
                        name="review_paused_for_known",
                    ),
                ],
            },
        ),
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
                (
                    "answers_after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.answerset"
                    ),
                ),
                (
                    "answers_before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.answerset"
                    ),
                ),
                (
                    "given_by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="reaffirmations", to="ideas.review"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("verdict", "")), fields=["due_at", "id"], name="reaffirmation_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("verdict", "")), fields=("review",), name="reaffirmation_one_open"
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(("to_version__gt", models.F("from_version"))),
                        name="reaffirmation_goes_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "addressee",
                    models.CharField(
                        choices=[
                            ("author", "the author"),
                            ("department", "a department"),
                            ("expert", "somebody who knows about it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(max_length=1000)),
                ("is_blocking", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("due_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.TextField(blank=True, max_length=5000)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="ideas.idea"
                    ),
                ),
                (
                    "to_department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ideas.department",
                    ),
                ),
                (
                    "to_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="ideas.review"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["idea", "-id"], name="question_newest"),
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=["due_at", "id"],
                        name="question_to_answer",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("addressee", "author"), ("to_department__isnull", True), ("to_person__isnull", True)
                            ),
                            models.Q(
                                ("addressee", "department"),
                                ("to_department__isnull", False),
                                ("to_person__isnull", True),
                            ),
                            models.Q(
                                ("addressee", "expert"), ("to_department__isnull", True), ("to_person__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="question_to_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="question_answered_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_blocking", False), ("addressee", "author"), _connector="OR"),
                        name="question_blocks_for_author_only",
                    ),
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="question_has_text"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("kind", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=40)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mail_state",
                    models.CharField(
                        choices=[
                            ("none", "no mail"),
                            ("now", "at once"),
                            ("digest", "in the next digest"),
                            ("sent", "sent"),
                            ("skipped", "not sent"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "apology",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.apology"
                    ),
                ),
                (
                    "appeal",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.appeal"
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.comment"
                    ),
                ),
                (
                    "condition",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.condition"
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.decision"
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.delegation"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.department"
                    ),
                ),
                (
                    "endpoint",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.endpoint"
                    ),
                ),
                (
                    "escalation",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.escalation"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ideas.event",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.idea"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.outcome"
                    ),
                ),
                (
                    "precedent",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.precedent"
                    ),
                ),
                (
                    "reopening",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.reopening"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.review"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "-created_at", "-id"], name="notification_newest"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["person", "-id"],
                        name="notification_unread",
                    ),
                    models.Index(
                        condition=models.Q(("mail_state", "digest")),
                        fields=["person", "id"],
                        name="notification_for_digest",
                    ),
                    models.Index(
                        condition=models.Q(("mailed_at__isnull", False)),
                        fields=["person", "mailed_at"],
                        name="notification_mailed",
                    ),
                    models.Index(
                        condition=models.Q(("mail_state", "now")),
                        fields=["person", "idea"],
                        name="notification_to_mail",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "event", "kind"), name="notification_once"),
                    models.CheckConstraint(
                        condition=models.Q(("mail_state__in", ["none", "now", "digest", "sent", "skipped"])),
                        name="notification_mail_state_known",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="escalation",
            name="reviews",
            field=models.ManyToManyField(related_name="escalations", to="ideas.review"),
        ),
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
                    "verdict_by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="early_stops", to="ideas.idea"
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="early_stop", to="ideas.review"
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
        migrations.AddField(
            model_name="condition",
            name="review",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="conditions",
                to="ideas.review",
            ),
        ),
        migrations.CreateModel(
            name="ClockEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("start", "started"),
                            ("pause", "paused"),
                            ("resume", "went on"),
                            ("stop", "stopped"),
                            ("recomputed", "counted anew"),
                            ("extended", "extended"),
                            ("kept", "promise kept"),
                            ("broken", "promise broken"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "pause_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("question", "a question to the author"),
                            ("block", "another department says stop"),
                            ("parked", "the idea waits for its author"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("due_at", models.DateTimeField()),
                ("working_days", models.SmallIntegerField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="clock_entries", to="ideas.idea"
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clock_entries",
                        to="ideas.promise",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clock_entries",
                        to="ideas.review",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("promise__isnull", True), ("review__isnull", False)),
                            models.Q(("promise__isnull", False), ("review__isnull", True)),
                            _connector="OR",
                        ),
                        name="clock_entry_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["start", "pause", "resume", "stop", "recomputed", "extended", "kept", "broken"],
                            )
                        ),
                        name="clock_entry_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["pause", "resume"]), _negated=True),
                            models.Q(("pause_kind", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="clock_pause_has_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["kept", "broken"]), _negated=True),
                            ("promise__isnull", False),
                            _connector="OR",
                        ),
                        name="clock_kept_is_promise",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["kept", "broken"])),
                        fields=("promise",),
                        name="clock_promise_judged_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Bounce",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=500)),
                ("due_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("moved", "asked the other department instead"), ("kept", "stays where it is")],
                        max_length=5,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "suggested",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.department"
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bounces", to="ideas.idea"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bounces", to="ideas.review"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=["due_at", "id"],
                        name="bounce_to_settle",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "round", "number"), name="bounce_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)), fields=("review",), name="bounce_open_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="bounce_has_reason"),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["", "moved", "kept"])), name="bounce_outcome_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("outcome", ""),
                                ("settled_at__isnull", True),
                                ("settled_by__isnull", True),
                            ),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="bounce_settled_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question_id", models.CharField(max_length=60)),
                ("text", models.TextField()),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="ideas.review"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("review", "question_id"), name="review_answer_once")],
            },
        ),
        migrations.CreateModel(
            name="ReviewDependency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule_id", models.CharField(max_length=40)),
                ("why", models.TextField()),
                ("splits_at", models.DateTimeField()),
                ("input_arrived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "needs",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="dependents", to="ideas.review"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="dependencies", to="ideas.review"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("review", "needs"), name="review_dependency_once"),
                    models.CheckConstraint(
                        condition=models.Q(("review", models.F("needs")), _negated=True),
                        name="review_dependency_on_another",
                    ),
                ],
            },
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
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="extension", to="ideas.review"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("was_due_at"))), name="extension_is_later"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="extension_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("claimed", "taken from the queue"),
                            ("handed_over", "handed over"),
                            ("taken_over", "taken over by the lead"),
                        ],
                        max_length=15,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "from_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="ideas.review"
                    ),
                ),
                (
                    "to_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["claimed", "handed_over", "taken_over"])),
                        name="review_move_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "claimed"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="review_move_has_reason",
                    ),
                ],
            },
        ),
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
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="review_version_number"),
                    models.CheckConstraint(
                        condition=models.Q(("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="review_version_has_reason",
                    ),
                ],
            },
        ),
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
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("triager", "triager"),
                            ("programme_manager", "programme manager"),
                            ("board_chair", "chair of the board"),
                            ("administrator", "administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="role_grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "role"), name="role_grant_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("role", "board_chair")), fields=("role",), name="role_grant_one_chair"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["triager", "programme_manager", "board_chair", "administrator"])
                        ),
                        name="role_grant_role_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoutingOverride",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("reason", models.CharField(max_length=500)),
                ("from_tier", models.PositiveSmallIntegerField()),
                ("to_tier", models.PositiveSmallIntegerField()),
                ("is_of_tier", models.BooleanField(default=False)),
                ("added", models.JSONField(default=list)),
                ("removed", models.JSONField(default=list)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="overrides", to="ideas.idea"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["idea", "round", "id"], name="routing_override_of_round")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="routing_override_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_tier__lte", 3), ("to_tier__lte", 3)),
                        name="routing_override_tier_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("name", models.CharField(max_length=100)),
                ("version", models.PositiveIntegerField(unique=True)),
                ("body", models.JSONField()),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "editor_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("active_from", models.DateTimeField(blank=True, null=True)),
                ("activated_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("discarded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "activated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ideas.ruleset",
                    ),
                ),
                (
                    "drafted_by",
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
                "indexes": [models.Index(fields=["-active_from", "-id"], name="rule_set_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("activated_by__isnull", True),
                            models.Q(
                                ("drafted_by__isnull", False),
                                models.Q(("editor_ids__contains", [models.F("activated_by")]), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="rule_set_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("drafted_by__isnull", True),
                            ("editor_ids__contains", [models.F("drafted_by")]),
                            _connector="OR",
                        ),
                        name="rule_set_drafter_is_editor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("activated_by__isnull", True), ("active_from__isnull", True)),
                            models.Q(("activated_by__isnull", False), ("active_from__isnull", False)),
                            models.Q(("active_from__isnull", False), ("drafted_by__isnull", True), ("editor_ids", [])),
                            _connector="OR",
                        ),
                        name="rule_set_activated_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoutingDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("tier", models.PositiveSmallIntegerField()),
                ("routing", models.JSONField()),
                (
                    "answer_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.answerset"
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="routing_decisions", to="ideas.idea"
                    ),
                ),
                (
                    "override",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="routing_decision",
                        to="ideas.routingoverride",
                    ),
                ),
                (
                    "rule_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.ruleset"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("override__isnull", True)),
                        fields=("idea", "round", "answer_set"),
                        name="routing_decision_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("tier__lte", 3)), name="routing_decision_tier_range"),
                ],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="rule_set",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.ruleset"),
        ),
        migrations.AddField(
            model_name="answerset",
            name="rule_set",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.ruleset"),
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("criterion_id", models.CharField(max_length=60)),
                ("value", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("comment", models.CharField(blank=True, max_length=1000)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="ideas.review"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("review", "criterion_id"), name="score_once"),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 1), ("value__lte", 5)), name="score_range"
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
        migrations.CreateModel(
            name="SignInLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("sign_in", "sign in"), ("invitation", "invitation"), ("reset", "new password")],
                        max_length=12,
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_in_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "purpose"], name="sign_in_link_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["sign_in", "invitation", "reset"])),
                        name="sign_in_link_purpose_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_sort", ideas.models.base.SortKeyField(max_length=250)),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sites", to="ideas.calendar"
                    ),
                ),
            ],
            options={
                "verbose_name": "site",
                "verbose_name_plural": "sites",
                "constraints": [
                    models.UniqueConstraint(fields=("name_sort",), name="site_name_once"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="site_has_name"),
                ],
            },
        ),
        migrations.AddField(
            model_name="department",
            name="site",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="departments",
                to="ideas.site",
            ),
        ),
        migrations.CreateModel(
            name="SupplierInterest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("name", models.CharField(max_length=200)),
                ("name_key", models.CharField(editable=False, max_length=200)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supplier_interests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["name_key"], name="supplier_interest_by_key")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "name_key"), name="supplier_interest_once"),
                    models.CheckConstraint(
                        condition=models.Q(("name_key", ""), _negated=True), name="supplier_interest_has_key"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("slug", models.SlugField(allow_unicode=True, max_length=60, unique=True)),
                ("name", models.CharField(max_length=50)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("name"), name="tag_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="IdeaTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("idea", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="ideas.idea")),
                ("tag", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="ideas.tag")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("idea", "tag"), name="idea_tag_once")],
            },
        ),
        migrations.AddField(
            model_name="idea",
            name="tags",
            field=models.ManyToManyField(related_name="ideas", through="ideas.IdeaTag", to="ideas.tag"),
        ),
        migrations.CreateModel(
            name="Triage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("due_at", models.DateTimeField()),
                ("calendar_version", models.PositiveIntegerField()),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("lapsed_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lane",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("review", "for review"),
                            ("quick_fix", "quick fix"),
                            ("match", "brought together"),
                            ("merge", "merged"),
                            ("redirect", "sent to the right place"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.calendar"
                    ),
                ),
                (
                    "done_by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="triages", to="ideas.idea"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)), fields=["due_at", "id"], name="triage_to_do"
                    ),
                    models.Index(
                        condition=models.Q(("released_at__isnull", True)), fields=["due_at", "id"], name="triage_held"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "round"), name="triage_once"),
                    models.CheckConstraint(
                        condition=models.Q(("lane__in", ["", "review", "quick_fix", "match", "merge", "redirect"])),
                        name="triage_lane_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("done_by__isnull", True), ("lane", "")),
                            models.Q(
                                ("done_at__isnull", False),
                                ("done_by__isnull", False),
                                ("released_at__isnull", False),
                                models.Q(("lane", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="triage_done_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cast_on",
                    models.DateField(
                        db_default=django.db.models.functions.datetime.TruncDate(
                            django.db.models.functions.datetime.Now()
                        )
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.department"
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="votes", to="ideas.idea"
                    ),
                ),
                (
                    "merge",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ideas.merge",
                    ),
                ),
                (
                    "voter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="votes", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["idea", "department"], name="vote_by_department"),
                    models.Index(fields=["voter", "-idea"], name="vote_by_voter"),
                    models.Index(condition=models.Q(("merge__isnull", False)), fields=["merge"], name="vote_by_merge"),
                ],
                "constraints": [models.UniqueConstraint(fields=("idea", "voter"), name="vote_once")],
            },
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("date", "a date"),
                            ("contract_end", "the end of a contract"),
                            ("cost_below", "a lower cost"),
                            ("policy_change", "a change of law or policy"),
                            ("capacity", "room in a department"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=500)),
                ("on", models.DateField(blank=True, null=True)),
                ("amount", models.PositiveBigIntegerField(blank=True, null=True)),
                ("load_below", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("woken_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="watches", to="ideas.decision"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ideas.department",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("on__isnull", False), ("woken_at__isnull", True)),
                        fields=["on", "id"],
                        name="watch_by_date",
                    ),
                    models.Index(
                        condition=models.Q(("kind", "capacity"), ("woken_at__isnull", True)),
                        fields=["id"],
                        name="watch_for_capacity",
                    ),
                    models.Index(
                        condition=models.Q(("kind__in", ["cost_below", "policy_change"]), ("woken_at__isnull", True)),
                        fields=["id"],
                        name="watch_by_people",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "kind"), name="watch_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "date"), ("on__isnull", False)),
                            models.Q(
                                ("kind", "contract_end"), ("on__isnull", False), models.Q(("text", ""), _negated=True)
                            ),
                            models.Q(("amount__gte", 1), ("kind", "cost_below"), models.Q(("text", ""), _negated=True)),
                            models.Q(("kind", "policy_change"), models.Q(("text", ""), _negated=True)),
                            models.Q(
                                ("department__isnull", False),
                                ("kind", "capacity"),
                                ("load_below__gte", 1),
                                ("load_below__lte", 100),
                            ),
                            _connector="OR",
                        ),
                        name="watch_knows_what_for",
                    ),
                ],
            },
        ),
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
                            ("late", "late: who asked, or may answer, was told"),
                            ("lead", "late: the lead chooses"),
                            ("manager", "late: the programme manager and the author know"),
                            ("board", "late: on the list of escalated ideas"),
                            ("missed", "a promise was missed"),
                            ("asked", "the lead asked for it"),
                            ("look", "somebody looks whether it has come about"),
                            ("waiting", "the author is waited for"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "appeal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="ideas.appeal",
                    ),
                ),
                (
                    "bounce",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="ideas.bounce",
                    ),
                ),
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
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="ideas.question",
                    ),
                ),
                (
                    "reaffirmation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="ideas.reaffirmation",
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
                (
                    "watch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="ideas.watch",
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
                    models.UniqueConstraint(
                        condition=models.Q(("question__isnull", False)),
                        fields=("question", "kind", "on"),
                        name="reminder_of_question_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reaffirmation__isnull", False)),
                        fields=("reaffirmation", "kind", "on"),
                        name="reminder_of_reaffirmation_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("bounce__isnull", False)),
                        fields=("bounce", "kind", "on"),
                        name="reminder_of_bounce_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("appeal__isnull", False)),
                        fields=("appeal", "kind", "on"),
                        name="reminder_of_appeal_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("watch__isnull", False)),
                        fields=("watch", "kind", "on"),
                        name="reminder_of_watch_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("appeal__isnull", True),
                                ("bounce__isnull", True),
                                ("kind__in", ["half", "eve", "due", "lead", "manager", "board", "asked"]),
                                ("promise__isnull", True),
                                ("question__isnull", True),
                                ("reaffirmation__isnull", True),
                                ("review__isnull", False),
                                ("watch__isnull", True),
                            ),
                            models.Q(
                                ("appeal__isnull", True),
                                ("bounce__isnull", True),
                                ("kind__in", ["eve", "due", "manager", "missed", "waiting"]),
                                ("promise__isnull", False),
                                ("question__isnull", True),
                                ("reaffirmation__isnull", True),
                                ("review__isnull", True),
                                ("watch__isnull", True),
                            ),
                            models.Q(
                                ("appeal__isnull", True),
                                ("bounce__isnull", True),
                                ("kind__in", ["half", "due", "late"]),
                                ("promise__isnull", True),
                                ("question__isnull", False),
                                ("reaffirmation__isnull", True),
                                ("review__isnull", True),
                                ("watch__isnull", True),
                            ),
                            models.Q(
                                ("appeal__isnull", True),
                                ("bounce__isnull", True),
                                ("kind__in", ["due", "lead", "manager"]),
                                ("promise__isnull", True),
                                ("question__isnull", True),
                                ("reaffirmation__isnull", False),
                                ("review__isnull", True),
                                ("watch__isnull", True),
                            ),
                            models.Q(
                                ("appeal__isnull", True),
                                ("bounce__isnull", False),
                                ("kind__in", ["due", "manager"]),
                                ("promise__isnull", True),
                                ("question__isnull", True),
                                ("reaffirmation__isnull", True),
                                ("review__isnull", True),
                                ("watch__isnull", True),
                            ),
                            models.Q(
                                ("appeal__isnull", False),
                                ("bounce__isnull", True),
                                ("kind__in", ["half", "due", "late"]),
                                ("promise__isnull", True),
                                ("question__isnull", True),
                                ("reaffirmation__isnull", True),
                                ("review__isnull", True),
                                ("watch__isnull", True),
                            ),
                            models.Q(
                                ("appeal__isnull", True),
                                ("bounce__isnull", True),
                                ("kind__in", ["look"]),
                                ("promise__isnull", True),
                                ("question__isnull", True),
                                ("reaffirmation__isnull", True),
                                ("review__isnull", True),
                                ("watch__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="reminder_of_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("from_on", models.DateField(verbose_name="first day away")),
                ("to_on", models.DateField(verbose_name="last day away")),
                (
                    "source",
                    models.CharField(
                        choices=[("self", "told by the person"), ("lead", "told by the lead")],
                        default="self",
                        max_length=10,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "to_on"], name="absence_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gte", models.F("from_on"))), name="absence_ends_after_start"
                    ),
                    models.UniqueConstraint(fields=("person", "from_on", "to_on"), name="absence_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("prefix", models.CharField(max_length=12)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("read", "read"), ("write", "write"), ("admin", "administer")], max_length=10
                        ),
                        size=None,
                    ),
                ),
                ("expires_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-created_at", "-id"], name="api_token_newest")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("scopes__len__gte", 1)), name="api_token_has_scope"),
                    models.CheckConstraint(
                        condition=models.Q(("scopes__contained_by", ["read", "write", "admin"])),
                        name="api_token_scopes_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=ideas.querysets.clock.ClockTimestamp(), editable=False)),
                ("action", models.CharField(max_length=60)),
                ("object_type", models.CharField(max_length=40)),
                ("object_id", models.CharField(max_length=64)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("request_id", models.UUIDField(null=True)),
                ("rules_version", models.PositiveIntegerField(null=True)),
                ("tx", ideas.models.trace.XidField(db_default=ideas.models.trace.CurrentTransaction(), editable=False)),
                ("seq", models.BigIntegerField(editable=False, null=True, unique=True)),
                ("prev_hash", models.BinaryField(null=True)),
                ("hash", models.BinaryField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "audit_event",
                "indexes": [
                    models.Index(condition=models.Q(("seq__isnull", True)), fields=["tx", "id"], name="audit_unsealed"),
                    models.Index(fields=["object_type", "object_id", "id"], name="audit_by_object"),
                    models.Index(fields=["-at", "-id"], name="audit_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hash__isnull", True), ("prev_hash__isnull", True), ("seq__isnull", True)),
                            models.Q(("hash__isnull", False), ("prev_hash__isnull", False), ("seq__isnull", False)),
                            _connector="OR",
                        ),
                        name="audit_sealed_whole",
                    )
                ],
            },
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
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("choice__in", ["yes", "no", "abstain"])), name="ballot_vote_choice"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("choice", "no"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="ballot_vote_no_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("time_zone", models.CharField(max_length=64)),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None),
                ),
                ("opens_at", models.TimeField()),
                ("closes_at", models.TimeField()),
                (
                    "days_off",
                    django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), default=list, size=None),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="editions", to="ideas.calendar"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("calendar", "version"), name="calendar_edition_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("event", "consumer", "target_id"), name="delivery_once"),
        ),
        migrations.AddField(
            model_name="ideaowner",
            name="named_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ideaowner",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("idea__isnull", False)), fields=["idea", "id"], name="event_by_idea"
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(
                condition=models.Q(("idea__isnull", False)),
                fields=("idea", "idea_version"),
                name="event_idea_version_once",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["idea", "created_at", "id"], name="comment_oldest_first"),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.UniqueConstraint(fields=("idea", "round"), name="ballot_once"),
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision__isnull", True), ("review__isnull", False)),
                    models.Q(("decision__isnull", False), ("review__isnull", True)),
                    _connector="OR",
                ),
                name="condition_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("idea", "round"), name="decision_once"),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("stage", "merged")),
                    models.Q(("stage", "merged"), _negated=True),
                    _connector="OR",
                ),
                name="idea_merged_has_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="idea_not_merged_into_itself",
            ),
        ),
        *(one for name in WITH_SQL for one in written_by_hand(name)),
    ]
