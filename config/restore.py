"""Brings a backup back into an empty database, and proves that all of it arrived."""

import shutil
import tempfile
import time
from importlib import import_module
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management.base import CommandError
from psycopg import sql

from config.archive import DUMP, FILES, MANIFEST, Manifest, open_archive, unpack
from config.backup import describe_tables
from config.postgres_client import owner_url, run_client

OUTSIDE_CONSUMERS = ("email", "slack", "teams", "webhook")
LOOKS = 10
LOOK_SECONDS = 0.1
# Autovacuum has no user; the kind of a backend (`backend_type`) would be hidden from the owner role.
_OTHERS = """
select count(*) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and usesysid is not null
"""
_HOLD = """
update delivery set state = 'dead', finished_at = clock_timestamp(), lease_token = null, lease_until = null,
    last_error = 'Held after a restore: it may have been sent already. Retry or cancel it.'
where state in ('pending', 'leased') and consumer = any(%s)
"""


def restore(source: Path, *, replace: bool) -> Manifest:
    """Restore `source`; the archive is checked before, and every table and file after.

    What was done stays done. What was waiting to leave the house is held for an administrator, because it may have left
    after the backup was made.

    Args:
        replace: remove what the database and the attachments' folder hold now.

    Raises:
        CommandError: the archive is damaged, somebody is connected, the database is not empty, or something is missing
            afterwards.
    """
    with (
        open_archive(source) as tar,
        tempfile.TemporaryDirectory(dir=source.resolve().parent, prefix=".restore-") as name,
    ):
        folder = Path(name)
        unpack(tar, folder)
        manifest = Manifest.from_json((folder / MANIFEST).read_bytes())
        _make_room(replace=replace)
        run_client(
            "pg_restore",
            ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(folder / DUMP)],
        )
        with psycopg.connect(owner_url()) as connection:
            _verify_tables(connection, manifest)
            _grant(connection)
            connection.execute(_HOLD, [list(OUTSIDE_CONSUMERS)])
        _restore_files(folder / FILES, manifest)
    return manifest


def _make_room(*, replace: bool) -> None:
    files = Path(settings.MEDIA_ROOT)
    with psycopg.connect(owner_url()) as connection:
        _refuse_company(connection)
        filled = connection.execute("select exists(select 1 from pg_tables where schemaname = 'public')").fetchone()
        is_filled = filled == (True,) or (files.is_dir() and any(files.iterdir()))
        if is_filled and not replace:
            raise CommandError(
                "The database or the attachments' folder is not empty: give --replace to remove what is there."
            )
        if is_filled:
            # Everything that the owner role owns; the extensions belong to the superuser and stay.
            connection.execute("drop owned by current_user cascade")
    if replace and files.is_dir():
        shutil.rmtree(files)


def _refuse_company(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Refuse where somebody else is connected; one who has just left may take a moment, and autovacuum is nobody."""
    for _look in range(LOOKS):
        if connection.execute(_OTHERS).fetchone() == (0,):
            return
        time.sleep(LOOK_SECONDS)
    raise CommandError("Somebody is connected to the database: stop Groundswell first (docs/operations.md).")


def _verify_tables(connection: psycopg.Connection[tuple[object, ...]], manifest: Manifest) -> None:
    found = describe_tables(connection)
    wrong = sorted(name for name, table in manifest.tables.items() if found.get(name) != table)
    if wrong:
        raise CommandError(f"The restored tables differ from the backup: {', '.join(wrong)}. Do not use this database.")


def _grant(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Grant the application's role what the migration granted; privileges are no part of a backup, roles may differ."""
    role = settings.APPLICATION_DATABASE_ROLE
    exists = connection.execute(
        "select 1 from pg_roles where rolname = %s and rolname <> current_user", [role]
    ).fetchone()
    if exists:
        for migration in ("0002_append_only", "0010_audit_chain"):
            statement = import_module(f"ideas.migrations.{migration}")._GRANT
            connection.execute(sql.SQL(statement).format(role=sql.Identifier(role)))


def _restore_files(folder: Path, manifest: Manifest) -> None:
    files = Path(settings.MEDIA_ROOT)
    if folder.is_dir():
        files.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(folder, files, dirs_exist_ok=True)
    count = sum(1 for path in files.rglob("*") if path.is_file()) if files.is_dir() else 0
    if count != manifest.file_count:
        raise CommandError(
            f"{manifest.file_count} files were backed up and {count} are here. Do not use this installation."
        )
