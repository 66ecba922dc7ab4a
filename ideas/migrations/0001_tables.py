"""Every table of the domain; the extensions come first because columns and indexes need them."""

import datetime
import uuid
from decimal import Decimal

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.contrib.postgres.operations import CreateExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models

import ideas.models.base
import ideas.models.organisation
import ideas.models.trace


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateExtension("vector"),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("due_at", models.DateTimeField(db_default=ideas.models.trace.ClockTimestamp())),
                ("lease_token", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("order_key", models.CharField(max_length=60, null=True)),
                ("order_seq", models.IntegerField(null=True)),
                ("rung_at", models.DateTimeField(null=True)),
                ("last_status", models.IntegerField(null=True)),
                ("last_error", models.CharField(max_length=500, null=True)),
                ("created_at", models.DateTimeField(db_default=ideas.models.trace.ClockTimestamp(), editable=False)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "delivery",
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
                ("occurred_at", models.DateTimeField(db_default=ideas.models.trace.ClockTimestamp(), editable=False)),
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
            },
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
            ],
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
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="ideas.idea"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="comment",
            name="idea",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="ideas.idea"
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
                    "comment",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.comment"
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.decision"
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
                    "review",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.review"
                    ),
                ),
            ],
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
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conditions",
                        to="ideas.review",
                    ),
                ),
            ],
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
                ("active_from", models.DateTimeField(blank=True, null=True)),
                (
                    "activated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
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
                    "rule_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.ruleset"
                    ),
                ),
            ],
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
                ("value", models.PositiveSmallIntegerField()),
                ("comment", models.CharField(blank=True, max_length=1000)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="ideas.review"
                    ),
                ),
            ],
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
                    models.CharField(choices=[("sign_in", "sign in"), ("invitation", "invitation")], max_length=12),
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
        ),
        migrations.AddField(
            model_name="idea",
            name="tags",
            field=models.ManyToManyField(related_name="ideas", through="ideas.IdeaTag", to="ideas.tag"),
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
                    "voter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="votes", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
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
                ("at", models.DateTimeField(db_default=ideas.models.trace.ClockTimestamp(), editable=False)),
                ("action", models.CharField(max_length=60)),
                ("object_type", models.CharField(max_length=40)),
                ("object_id", models.CharField(max_length=64)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("request_id", models.UUIDField(null=True)),
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
                "db_table": "audit_event",
                "indexes": [
                    models.Index(fields=["object_type", "object_id", "id"], name="audit_by_object"),
                    models.Index(fields=["-at", "-id"], name="audit_newest"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="campaign",
            index=models.Index(fields=["-opens_at", "-id"], name="campaign_newest"),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="campaign_closes_after_opening"
            ),
        ),
        migrations.AddConstraint(
            model_name="commentmention",
            constraint=models.UniqueConstraint(fields=("comment", "person"), name="comment_mention_once"),
        ),
        migrations.AddIndex(
            model_name="commentreport",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", True)),
                fields=["created_at", "id"],
                name="comment_report_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="commentreport",
            constraint=models.UniqueConstraint(fields=("comment", "reporter"), name="comment_report_once"),
        ),
        migrations.AddConstraint(
            model_name="commentversion",
            constraint=models.UniqueConstraint(fields=("comment", "version"), name="comment_version_once"),
        ),
        migrations.AddIndex(
            model_name="department",
            index=models.Index(fields=["name_sort", "id"], name="department_by_name"),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"), name="department_name_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["core", "adviser", "service"])), name="department_kind_known"
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["name_sort", "id"], name="user_by_name"),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower("email"), name="user_email_once"),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                condition=models.Q(("external_subject", ""), _negated=True),
                fields=("external_issuer", "external_subject"),
                name="user_external_id_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("manager", models.F("id")), _negated=True), name="user_not_own_manager"
            ),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.UniqueConstraint(fields=("person", "day"), name="digest_once"),
        ),
        migrations.AddIndex(
            model_name="endpoint",
            index=models.Index(fields=["name", "id"], name="endpoint_by_name"),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["slack", "teams", "webhook"])), name="endpoint_kind_known"
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(fields=["endpoint", "-at", "-id"], name="attempt_newest"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state__in", ["pending", "leased"])), fields=["due_at", "id"], name="delivery_due"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "dead")), fields=["-finished_at", "-id"], name="delivery_dead"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state__in", ["done", "cancelled"])),
                fields=["finished_at"],
                name="delivery_finished",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("order_key__isnull", False), ("state__in", ["pending", "leased"])),
                fields=["order_key", "order_seq"],
                name="delivery_head",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("event", "consumer", "target_id"), name="delivery_once"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "leased", "done", "dead", "cancelled"])),
                name="delivery_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "leased"), _negated=True),
                    models.Q(("lease_token__isnull", False), ("lease_until__isnull", False)),
                    _connector="OR",
                ),
                name="delivery_leased_has_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["done", "dead", "cancelled"]), _negated=True),
                    ("finished_at__isnull", False),
                    _connector="OR",
                ),
                name="delivery_finished_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="holiday",
            constraint=models.UniqueConstraint(fields=("calendar", "on"), name="holiday_once"),
        ),
        migrations.AddIndex(
            model_name="httpidempotency",
            index=models.Index(fields=["created_at"], name="http_idempotency_oldest"),
        ),
        migrations.AddConstraint(
            model_name="httpidempotency",
            constraint=models.UniqueConstraint(fields=("actor", "key"), name="http_idempotency_once"),
        ),
        migrations.AddIndex(
            model_name="ideatally",
            index=models.Index(fields=["-heat", "-idea"], name="tally_hottest"),
        ),
        migrations.AddIndex(
            model_name="ideatally",
            index=models.Index(fields=["-vote_count", "-idea"], name="tally_most_voted"),
        ),
        migrations.AddIndex(
            model_name="follow",
            index=models.Index(fields=["person", "-idea"], name="follow_by_person"),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(fields=("idea", "person"), name="follow_once"),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["following", "muted"])), name="follow_level_known"
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("idea__isnull", False)), fields=["idea", "id"], name="event_by_idea"
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["tx", "id"], name="event_by_tx"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["occurred_at"], name="event_by_time"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dedupe_key__isnull", False)), fields=("dedupe_key",), name="event_dedupe"
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
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                ),
                name="comment_not_own_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hidden_at__isnull", True),
                    models.Q(("hidden_by__isnull", False), models.Q(("hidden_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="comment_hidden_with_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(fields=["idea", "id"], name="attachment_by_idea"),
        ),
        migrations.AddIndex(
            model_name="ideaauthor",
            index=models.Index(fields=["person", "-idea"], name="idea_author_by_person"),
        ),
        migrations.AddConstraint(
            model_name="ideaauthor",
            constraint=models.UniqueConstraint(fields=("idea", "person"), name="idea_author_once"),
        ),
        migrations.AddConstraint(
            model_name="ideaauthor",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "author")), fields=("idea",), name="idea_one_author"
            ),
        ),
        migrations.AddConstraint(
            model_name="ideaauthor",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["author", "co_author", "on_behalf_of"])), name="idea_author_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="ideareader",
            constraint=models.UniqueConstraint(fields=("idea", "person"), name="idea_reader_once"),
        ),
        migrations.AddConstraint(
            model_name="ideaversion",
            constraint=models.UniqueConstraint(fields=("idea", "version"), name="idea_version_once"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("person", "department"), name="membership_once"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "lead")), fields=("department",), name="department_one_lead"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "deputy")), fields=("department",), name="department_one_deputy"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["lead", "deputy", "reviewer"])), name="membership_role_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__gte", Decimal("0.1")), ("capacity__lte", Decimal("1.0"))),
                name="membership_capacity_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="organisation_single"),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.UniqueConstraint(fields=("person", "kind"), name="preference_once"),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.CheckConstraint(
                condition=models.Q(("mail__in", ["now", "digest", "off"])), name="preference_mail_known"
            ),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(fields=["kind", "due_at", "id"], name="promise_by_date"),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.UniqueConstraint(fields=("idea", "kind", "round"), name="promise_once"),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["first_response", "decision"])), name="promise_kind_known"
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                condition=models.Q(("state__in", ["assigned", "drafting"])),
                fields=["owner", "due_at", "id"],
                name="review_by_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                condition=models.Q(("state__in", ["queued", "assigned", "drafting"])),
                fields=["department", "due_at", "id"],
                name="review_by_department",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                condition=models.Q(("state__in", ["queued", "assigned", "drafting"])),
                fields=["due_at", "id"],
                name="review_by_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(fields=("idea", "round", "department"), name="review_once"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ["required", "advisory"])), name="review_mode_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["queued", "assigned", "drafting", "submitted", "cancelled", "lapsed"])
                ),
                name="review_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["assigned", "drafting", "submitted"]), _negated=True),
                    ("owner__isnull", False),
                    _connector="OR",
                ),
                name="review_has_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["person", "-created_at", "-id"], name="notification_newest"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("read_at__isnull", True)), fields=["person", "-id"], name="notification_unread"
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("mail_state", "digest")), fields=["person", "id"], name="notification_for_digest"
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("mail_state", "sent")), fields=["person", "mailed_at"], name="notification_mailed"
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(fields=("person", "event", "kind"), name="notification_once"),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(("mail_state__in", ["none", "now", "digest", "sent", "skipped"])),
                name="notification_mail_state_known",
            ),
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
            model_name="reviewanswer",
            constraint=models.UniqueConstraint(fields=("review", "question_id"), name="review_answer_once"),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.UniqueConstraint(fields=("person", "role"), name="role_grant_once"),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "board_chair")), fields=("role",), name="role_grant_one_chair"
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["triager", "programme_manager", "board_chair", "administrator"])),
                name="role_grant_role_known",
            ),
        ),
        migrations.AddIndex(
            model_name="ruleset",
            index=models.Index(fields=["-active_from", "-id"], name="rule_set_newest"),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("activated_by__isnull", True),
                    ("drafted_by__isnull", True),
                    models.Q(("activated_by", models.F("drafted_by")), _negated=True),
                    _connector="OR",
                ),
                name="rule_set_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="routingdecision",
            constraint=models.UniqueConstraint(fields=("idea", "round", "answer_set"), name="routing_decision_once"),
        ),
        migrations.AddConstraint(
            model_name="routingdecision",
            constraint=models.CheckConstraint(condition=models.Q(("tier__lte", 3)), name="routing_decision_tier_range"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                condition=models.Q(("announced_at__isnull", True)),
                fields=["announce_at", "id"],
                name="decision_to_announce",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["-decided_at", "-id"], name="decision_newest"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("idea", "round"), name="decision_once"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["approved", "approved_with_conditions", "pilot", "declined", "parked"])
                ),
                name="decision_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.GreaterThanOrEqual(
                    django.db.models.functions.text.Length("explanation"), 40
                ),
                name="decision_explained",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason_code", ""), _negated=True), name="decision_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["declined", "parked"]), _negated=True),
                    models.Q(("what_would_change", ""), _negated=True),
                    _connector="OR",
                ),
                name="decision_no_says_what_would_change",
            ),
        ),
        migrations.AddConstraint(
            model_name="answerset",
            constraint=models.UniqueConstraint(fields=("idea", "version"), name="answer_set_once"),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.UniqueConstraint(fields=("review", "criterion_id"), name="score_once"),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__gte", 1), ("value__lte", 5)), name="score_range"
            ),
        ),
        migrations.AddIndex(
            model_name="signinlink",
            index=models.Index(fields=["person", "purpose"], name="sign_in_link_by_person"),
        ),
        migrations.AddConstraint(
            model_name="signinlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["sign_in", "invitation"])), name="sign_in_link_purpose_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="ideatag",
            constraint=models.UniqueConstraint(fields=("idea", "tag"), name="idea_tag_once"),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(
                condition=models.Q(("stage", "draft"), _negated=True),
                fields=["-submitted_at", "-id"],
                name="idea_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(
                condition=models.Q(("next_answer_at__isnull", False)),
                fields=["next_answer_at", "id"],
                name="idea_needs_answer",
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(fields=["stage", "-submitted_at", "-id"], name="idea_by_stage"),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(fields=["-updated_at", "-id"], name="idea_by_update"),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="idea_search"),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["title"], name="idea_title_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(("visibility__in", ["open", "restricted", "confidential"])),
                name="idea_visibility_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(("tier__isnull", True), ("tier__lte", 3), _connector="OR"), name="idea_tier_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage", "draft"),
                    models.Q(("submitted_at__isnull", False), ("tier__isnull", False)),
                    _connector="OR",
                ),
                name="idea_submitted_has_tier",
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage", "draft"), models.Q(("title", ""), _negated=True), _connector="OR"),
                name="idea_submitted_has_title",
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("stage__in", ["submitted", "triage", "in_review", "info_needed", "ready_for_decision"]),
                        _negated=True,
                    ),
                    ("next_answer_at__isnull", False),
                    _connector="OR",
                ),
                name="idea_open_has_next_date",
            ),
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
        migrations.AddIndex(
            model_name="vote",
            index=models.Index(fields=["idea", "department"], name="vote_by_department"),
        ),
        migrations.AddIndex(
            model_name="vote",
            index=models.Index(fields=["voter", "-idea"], name="vote_by_voter"),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(fields=("idea", "voter"), name="vote_once"),
        ),
    ]
