"""Clocks of reviews and promises: what happened to each, pauses, and how calendars read before they were changed.

Source: docs/review-process.md 3.10.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_APPEND_ONLY = """
create trigger clock_entry_append_only before update or delete on ideas_clockentry
    for each row execute function refuse_change();
"""
_GRANT = "revoke update, delete, truncate on ideas_clockentry from {role};"


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the application's role add entries, and nothing else; nothing to do where it owns the tables."""
    role = settings.APPLICATION_DATABASE_ROLE
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s and rolname <> current_user", [role])
        if cursor.fetchone():
            cursor.execute(_GRANT.format(role=schema_editor.quote_name(role)))


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0010_audit_chain"),
    ]

    operations = [
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
            ],
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
            ],
        ),
        migrations.AddField(
            model_name="promise",
            name="broken_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="promise",
            name="paused_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="review",
            name="paused_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="review",
            name="paused_for",
            field=models.CharField(
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
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(("broken_at__isnull", True), ("kept_at__isnull", True)),
                fields=["due_at", "id"],
                name="promise_not_judged",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paused_at__isnull", True), ("paused_for", "")),
                    models.Q(("paused_at__isnull", False), ("paused_for__in", ["question", "block", "parked"])),
                    _connector="OR",
                ),
                name="review_paused_for_known",
            ),
        ),
        migrations.AddField(
            model_name="calendaredition",
            name="calendar",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="editions", to="ideas.calendar"
            ),
        ),
        migrations.AddField(
            model_name="clockentry",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="clockentry",
            name="idea",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="clock_entries", to="ideas.idea"
            ),
        ),
        migrations.AddField(
            model_name="clockentry",
            name="promise",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="clock_entries",
                to="ideas.promise",
            ),
        ),
        migrations.AddField(
            model_name="clockentry",
            name="review",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="clock_entries",
                to="ideas.review",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendaredition",
            constraint=models.UniqueConstraint(fields=("calendar", "version"), name="calendar_edition_once"),
        ),
        migrations.AddConstraint(
            model_name="clockentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("promise__isnull", True), ("review__isnull", False)),
                    models.Q(("promise__isnull", False), ("review__isnull", True)),
                    _connector="OR",
                ),
                name="clock_entry_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["start", "pause", "resume", "stop", "recomputed", "extended", "kept", "broken"])
                ),
                name="clock_entry_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["pause", "resume"]), _negated=True),
                    models.Q(("pause_kind", ""), _negated=True),
                    _connector="OR",
                ),
                name="clock_pause_has_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["kept", "broken"]), _negated=True),
                    ("promise__isnull", False),
                    _connector="OR",
                ),
                name="clock_kept_is_promise",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["kept", "broken"])),
                fields=("promise",),
                name="clock_promise_judged_once",
            ),
        ),
        migrations.RunSQL(_APPEND_ONLY, "drop trigger clock_entry_append_only on ideas_clockentry"),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
