"""Lets rule sets be drafted: who changed them, who activated them, from when; what has a date keeps its words."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Ideas were routed by these words, and processes keep them parsed: nothing may change them any more.
_GUARD = """
create function guard_rule_set() returns trigger language plpgsql as $$
begin
    if old.active_from is not null and (new.body, new.name, new.version, new.active_from, new.activated_by_id)
            is distinct from (old.body, old.name, old.version, old.active_from, old.activated_by_id) then
        raise exception 'a rule set with a date is never changed' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;
create trigger guard_rule_set before update on ideas_ruleset for each row execute function guard_rule_set();
"""
_UNGUARD = "drop trigger guard_rule_set on ideas_ruleset; drop function guard_rule_set();"


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0011_clocks"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="ruleset",
            name="rule_set_second_person",
        ),
        migrations.AddField(
            model_name="ruleset",
            name="activated_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="copied_from",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ideas.ruleset"
            ),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="discarded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="editor_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="reason",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="revision",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="ruleset",
            name="activated_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="ruleset",
            name="drafted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("drafted_by__isnull", True), ("editor_ids__contains", [models.F("drafted_by")]), _connector="OR"
                ),
                name="rule_set_drafter_is_editor",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("activated_by__isnull", True), ("active_from__isnull", True)),
                    models.Q(("activated_by__isnull", False), ("active_from__isnull", False)),
                    models.Q(("active_from__isnull", False), ("drafted_by__isnull", True), ("editor_ids", [])),
                    _connector="OR",
                ),
                name="rule_set_activated_by_somebody",
            ),
        ),
        migrations.RunSQL(_GUARD, _UNGUARD),
    ]
