"""Makes a backup: one snapshot of the database, the attachments, and figures to verify a restore with."""

import tempfile
from pathlib import Path

import psycopg
from django.conf import settings
from django.utils import timezone
from psycopg import IsolationLevel, sql

from config import VERSION
from config.archive import DUMP, MANIFEST, Manifest, Table, write_archive
from config.postgres_client import owner_url, run_client

# Held by whoever runs the program, and worthless elsewhere.
_NOT_COUNTED = {"database_cache"}


def back_up(target: Path) -> Manifest:
    """Write a backup of database and attachments to `target` while Groundswell runs.

    Dump and figures come from one repeatable-read snapshot. Attachments are copied after it: they are never rewritten, so
    whatever the snapshot names is there. Keys are not in it.

    Raises:
        CommandError: pg_dump is missing or failed.
    """
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as name:
        folder = Path(name)
        with psycopg.connect(owner_url()) as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            row = connection.execute("select pg_export_snapshot()").fetchone()
            snapshot = str(row[0]) if row else ""
            words = [
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                "--no-comments",
                "--exclude-table-data=database_cache",
            ]
            run_client("pg_dump", [*words, f"--snapshot={snapshot}", f"--file={folder / DUMP}"])
            tables = describe_tables(connection)
        files = Path(settings.MEDIA_ROOT)
        manifest = Manifest(
            version=VERSION,
            made_at=timezone.now().isoformat().replace("+00:00", "Z"),
            tables=tables,
            file_count=sum(1 for path in files.rglob("*") if path.is_file()) if files.is_dir() else 0,
        )
        (folder / MANIFEST).write_bytes(manifest.to_json())
        write_archive(target, folder=folder, files=files)
    return manifest


def describe_tables(connection: psycopg.Connection[tuple[object, ...]]) -> dict[str, Table]:
    """Return rows and digest of every table that a backup carries, as this transaction sees them."""
    connection.execute("set local timezone = 'UTC'; set local extra_float_digits = 1; set local statement_timeout = 0")
    names = [
        str(row[0])
        for row in connection.execute(
            "select tablename from pg_tables where schemaname = 'public' order by 1"
        ).fetchall()
    ]
    return {name: _describe(connection, name) for name in names if name not in _NOT_COUNTED}


def _describe(connection: psycopg.Connection[tuple[object, ...]], name: str) -> Table:
    question = "select count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text from {} t"
    row = connection.execute(sql.SQL(question).format(sql.Identifier(name))).fetchone()
    rows, digest = row or (0, "0")
    return Table(rows=int(str(rows)), digest=str(digest))
