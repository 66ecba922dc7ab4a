"""What the application's role may do, and the triggers that keep events and audit rows as they were written."""

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_REFUSE_CHANGE = """
create function refuse_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and pg_has_role(current_user, (select tableowner from pg_tables
            where schemaname = tg_table_schema and tablename = tg_table_name), 'member') then
        return old;  -- retention runs as the owner
    end if;
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger event_append_only before update or delete on event for each row execute function refuse_change();
create trigger audit_event_append_only before update or delete on audit_event for each row execute function refuse_change();
"""
_ALLOW_CHANGE = """
drop trigger event_append_only on event;
drop trigger audit_event_append_only on audit_event;
drop function refuse_change();
"""
_PRUNE_EVENTS = """
create function prune_events(older_than interval, at_most integer) returns integer
language sql security definer set search_path = public as $$
    with old as (
        select event.id from event
        where occurred_at < clock_timestamp() - greatest(older_than, interval '400 days')
          and not exists (select 1 from delivery where delivery.event_id = event.id)
        order by event.id limit at_most
    ), gone as (delete from event using old where event.id = old.id returning 1)
    select count(*)::integer from gone;
$$;
"""
_GRANT = """
grant usage on schema public to {role};
grant select, insert, update, delete on all tables in schema public to {role};
grant usage, select on all sequences in schema public to {role};
alter default privileges in schema public grant select, insert, update, delete on tables to {role};
alter default privileges in schema public grant usage, select on sequences to {role};
revoke update, delete, truncate on event, audit_event from {role};
"""


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Grant the application's role what it needs; nothing to do where it owns the tables."""
    role = settings.APPLICATION_DATABASE_ROLE
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s and rolname <> current_user", [role])
        if cursor.fetchone():
            cursor.execute(_GRANT.format(role=schema_editor.quote_name(role)))


class Migration(migrations.Migration):
    dependencies = [("ideas", "0001_tables")]

    operations = [
        migrations.RunSQL(_REFUSE_CHANGE, _ALLOW_CHANGE),
        migrations.RunSQL(_PRUNE_EVENTS, "drop function prune_events(interval, integer)"),
        migrations.RunSQL("create sequence idea_number as integer", "drop sequence idea_number"),
        migrations.RunSQL(
            """create table database_cache (cache_key varchar(255) primary key, value text not null, expires timestamptz not null);
            create index database_cache_expires on database_cache (expires)""",
            "drop table database_cache",
        ),
        migrations.RunSQL(
            "alter table delivery set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0)",
            "alter table delivery reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_cost_delay)",
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
