"""What wakes an idea that was declined or parked, and every time one was woken."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0012_rule_set_drafts"),
    ]

    operations = [
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
        ),
        migrations.AddField(
            model_name="notification",
            name="reopening",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.reopening"
            ),
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
        ),
        migrations.AddConstraint(
            model_name="reopening",
            constraint=models.UniqueConstraint(fields=("idea", "round"), name="reopening_once"),
        ),
        migrations.AddConstraint(
            model_name="reopening",
            constraint=models.CheckConstraint(condition=models.Q(("round__gte", 2)), name="reopening_after_the_first"),
        ),
        migrations.AddConstraint(
            model_name="reopening",
            constraint=models.CheckConstraint(
                condition=models.Q(("because__in", ["watch", "appeal"])), name="reopening_because_known"
            ),
        ),
        migrations.AddIndex(
            model_name="watch",
            index=models.Index(
                condition=models.Q(("on__isnull", False), ("woken_at__isnull", True)),
                fields=["on", "id"],
                name="watch_by_date",
            ),
        ),
        migrations.AddIndex(
            model_name="watch",
            index=models.Index(
                condition=models.Q(("kind", "capacity"), ("woken_at__isnull", True)),
                fields=["id"],
                name="watch_for_capacity",
            ),
        ),
        migrations.AddConstraint(
            model_name="watch",
            constraint=models.UniqueConstraint(fields=("decision", "kind"), name="watch_once"),
        ),
        migrations.AddConstraint(
            model_name="watch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "date"), ("on__isnull", False)),
                    models.Q(("kind", "contract_end"), ("on__isnull", False), models.Q(("text", ""), _negated=True)),
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
        ),
    ]
