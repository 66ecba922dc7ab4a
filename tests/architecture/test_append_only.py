"""Tables that only grow: the application's role may neither change nor delete their rows."""

import pytest
from django.apps import apps
from django.db import connection, models

pytestmark = pytest.mark.django_db
LEAVES_ROWS = {models.DO_NOTHING, models.PROTECT, models.RESTRICT}


def append_only_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text from pg_trigger"
            " where not tgisinternal and (tgname like '%append_only' or tgname like '%guarded')"
        )
        return {name for (name,) in cursor.fetchall()}


def test_no_deletion_cascades_into_a_table_that_only_grows() -> None:
    tables = append_only_tables()
    fields = [
        field
        for model in apps.get_models()
        if model._meta.db_table in tables
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
    ]

    assert {"event", "audit_event", "ideas_clockentry"} <= tables
    assert [str(field) for field in fields if field.remote_field.on_delete not in LEAVES_ROWS] == []
