"""Seals audit rows into a chain of hashes: columns, the functions that seal, and the triggers that guard what is sealed.

Source: docs/audit.md "The chain".
"""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import ideas.models.trace

# Each part stands behind its length in bytes, an absent one is a lone "-": no two rows have the same words.
_DIGEST = """
create function audit_event_digest(one audit_event) returns bytea language sql stable set search_path = public as $$
    select sha256(one.prev_hash || convert_to(
        string_agg(coalesce(octet_length(part) || ':' || part, '-'), ',' order by place), 'UTF8'))
    from unnest(array[
        one.seq::text, one.id::text, one.tx::text,
        to_char(one.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        one.actor_id::text, one.on_behalf_of_id::text, one.action, one.object_type, one.object_id,
        one.before::text, one.after::text, one.reason, one.request_id::text, one.rules_version::text
    ]) with ordinality as parts (part, place);
$$;
"""
# A row that a transaction may still commit before those at hand is waited for: only what lies below the oldest running
# transaction is sealed. Rows of a restored backup may carry numbers that this server has not reached; they are committed.
_SEAL = """
create function seal_audit_events(at_most integer) returns integer
language plpgsql security definer set search_path = public as $$
declare
    head audit_head;
    one audit_event;
    number integer := 0;
begin
    if not pg_try_advisory_xact_lock(hashtext('seal_audit_events')) then
        return 0;
    end if;
    insert into audit_head (id, seq, hash) values (1, 0, decode(repeat('00', 32), 'hex')) on conflict (id) do nothing;
    select * into head from audit_head where id = 1 for update;
    for one in
        select * from audit_event
        where seq is null and (tx < pg_snapshot_xmin(pg_current_snapshot()) or tx >= pg_snapshot_xmax(pg_current_snapshot()))
        order by tx, id limit at_most
    loop
        one.seq := head.seq + 1;
        one.prev_hash := head.hash;
        one.hash := audit_event_digest(one);
        update audit_event set seq = one.seq, prev_hash = one.prev_hash, hash = one.hash where id = one.id;
        head.seq := one.seq;
        head.hash := one.hash;
        number := number + 1;
    end loop;
    update audit_head set seq = head.seq, hash = head.hash where id = 1 and seq <> head.seq;
    return number;
end $$;
"""
_GUARD = """
create function guard_audit_event() returns trigger language plpgsql as $$
declare
    is_owner boolean := pg_has_role(current_user, (select tableowner from pg_tables
        where schemaname = tg_table_schema and tablename = tg_table_name), 'member');
    seal constant text[] := array['seq', 'prev_hash', 'hash'];
begin
    if tg_op = 'INSERT' then
        if is_owner then
            return new;  -- a backup is restored with its seals
        end if;
        if new.seq is not null or new.prev_hash is not null or new.hash is not null then
            raise exception 'audit rows are sealed by seal_audit_events alone' using errcode = 'insufficient_privilege';
        end if;
        new.tx := pg_current_xact_id();
        return new;
    end if;
    if is_owner and tg_op = 'UPDATE' and old.seq is null and new.seq is not null
            and to_jsonb(new) - seal = to_jsonb(old) - seal then
        return new;
    end if;
    raise exception 'audit_event is append-only' using errcode = 'insufficient_privilege';
end $$;
drop trigger audit_event_append_only on audit_event;
create trigger audit_event_guarded before insert or update or delete on audit_event
    for each row execute function guard_audit_event();
"""
_UNGUARD = """
drop trigger audit_event_guarded on audit_event;
drop function guard_audit_event();
create trigger audit_event_append_only before update or delete on audit_event
    for each row execute function refuse_change();
"""
_GRANT = "revoke insert, update, delete, truncate on audit_head from {role};"


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Leave the application's role nothing but reading the head; nothing to do where it owns the tables."""
    role = settings.APPLICATION_DATABASE_ROLE
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s and rolname <> current_user", [role])
        if cursor.fetchone():
            cursor.execute(_GRANT.format(role=schema_editor.quote_name(role)))


class Migration(migrations.Migration):
    dependencies = [("ideas", "0009_sent_version")]

    operations = [
        migrations.AddField(
            "auditevent",
            "on_behalf_of",
            models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("auditevent", "rules_version", models.PositiveIntegerField(null=True)),
        migrations.AddField(
            "auditevent",
            "tx",
            ideas.models.trace.XidField(db_default=ideas.models.trace.CurrentTransaction(), editable=False),
        ),
        migrations.AddField("auditevent", "seq", models.BigIntegerField(null=True, unique=True, editable=False)),
        migrations.AddField("auditevent", "prev_hash", models.BinaryField(null=True)),
        migrations.AddField("auditevent", "hash", models.BinaryField(null=True)),
        migrations.AddConstraint(
            "auditevent",
            models.CheckConstraint(
                condition=models.Q(seq__isnull=True, prev_hash__isnull=True, hash__isnull=True)
                | models.Q(seq__isnull=False, prev_hash__isnull=False, hash__isnull=False),
                name="audit_sealed_whole",
            ),
        ),
        migrations.AddIndex(
            "auditevent",
            models.Index(fields=["tx", "id"], condition=models.Q(seq__isnull=True), name="audit_unsealed"),
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
                ("hash", models.BinaryField()),
            ],
            options={"db_table": "audit_head"},
        ),
        migrations.AddConstraint(
            "audithead", models.CheckConstraint(condition=models.Q(id=1), name="audit_head_single")
        ),
        migrations.RunSQL(_DIGEST, "drop function audit_event_digest(audit_event)"),
        migrations.RunSQL(_SEAL, "drop function seal_audit_events(integer)"),
        migrations.RunSQL(_GUARD, _UNGUARD),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
