"""A backup is a restore that worked."""

import io
import os
import random
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.core.management.base import CommandError
from psycopg.conninfo import conninfo_to_dict

from config.archive import unpack
from config.embedded import APPLICATION_ROLE, EXTENSIONS, OWNER_ROLE

SOURCE, TARGET = f"backup_source_{os.getpid()}", f"backup_target_{os.getpid()}"
EVENT = "insert into event (event_id, type, schema_version, payload) values (gen_random_uuid(), 'idea.submitted', 1, '{}') returning id"
DELIVERY = (
    "insert into delivery (event_id, consumer, target_id, state, attempts, finished_at) values (%s, %s, 0, %s, 0, %s)"
)


def url(role: str, database: str) -> str:
    parts = conninfo_to_dict(os.environ["DATABASE_URL"])
    return f"postgresql://{role}@/{database}?host={parts['host']}"


def admin(statement: str, database: str = "postgres") -> None:
    with psycopg.connect(url("postgres", database), autocommit=True) as connection:
        connection.execute(statement)


def ask(database: str, question: str, role: str = "postgres") -> list[tuple[object, ...]]:
    with psycopg.connect(url(role, database)) as connection:
        return connection.execute(question).fetchall()


def empty_target() -> None:
    admin(f"drop database if exists {TARGET}")
    admin(f"create database {TARGET} owner {OWNER_ROLE}")
    for extension in EXTENSIONS:
        admin(f"create extension {extension}", TARGET)


@pytest.fixture(scope="module")
def source() -> Iterator[None]:
    admin(f"create database {SOURCE} template {django_settings.DATABASES['default']['TEST']['TEMPLATE']}")
    with psycopg.connect(url("postgres", SOURCE)) as connection:
        for consumer, state, finished in [
            ("route", "done", "now()"),
            ("route", "pending", None),
            ("email", "pending", None),
        ]:
            event = connection.execute(EVENT).fetchone()
            connection.execute(DELIVERY, [event and event[0], consumer, state, finished])
    yield
    admin(f"drop database if exists {SOURCE}")
    admin(f"drop database if exists {TARGET}")


@pytest.fixture
def archive(source: None, settings: object, tmp_path: Path) -> Path:
    """A backup of the source; the settings point to the empty target afterwards."""
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    (tmp_path / "files" / "ab").mkdir(parents=True)
    (tmp_path / "files" / "ab" / "photo.png").write_bytes(b"picture" * 1000)
    settings.MIGRATION_DATABASE_URL = url("postgres", SOURCE)  # type: ignore[attr-defined]
    call_command("backup", str(tmp_path / "today.backup"))
    empty_target()
    settings.MEDIA_ROOT = tmp_path / "restored"  # type: ignore[attr-defined]
    settings.MIGRATION_DATABASE_URL = url(OWNER_ROLE, TARGET)  # type: ignore[attr-defined]
    return tmp_path / "today.backup"


def test_restore_brings_back_every_row_and_file(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("restore", str(archive))

    for table in ("event", "ideas_department", "ideas_holiday", "django_migrations"):
        question = f"select count(*), sum(hashtextextended(t::text, 0)::numeric) from {table} t"
        assert ask(TARGET, question) == ask(SOURCE, question)
    assert (tmp_path / "restored" / "ab" / "photo.png").read_bytes() == b"picture" * 1000
    assert "Restored and verified" in capsys.readouterr().out


def test_restore_holds_what_was_waiting_to_leave_and_nothing_else(archive: Path) -> None:
    call_command("restore", str(archive))

    states = ask(TARGET, "select consumer, state from delivery order by id")
    assert states == [("route", "done"), ("route", "pending"), ("email", "dead")]


def test_restore_grants_the_application_its_rights_and_no_more(archive: Path) -> None:
    call_command("restore", str(archive))

    assert ask(TARGET, "select count(*) from event", APPLICATION_ROLE) == [(3,)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(TARGET, "delete from event returning 1", APPLICATION_ROLE)


def test_restore_into_a_filled_database_needs_to_be_told(archive: Path) -> None:
    call_command("restore", str(archive))

    with pytest.raises(CommandError, match="is not empty"):
        call_command("restore", str(archive))
    call_command("restore", str(archive), "--replace")

    assert ask(TARGET, "select count(*) from event") == [(3,)]


def test_restore_while_somebody_is_connected_is_refused(archive: Path) -> None:
    with psycopg.connect(url("postgres", TARGET)), pytest.raises(CommandError, match="Somebody is connected"):
        call_command("restore", str(archive))

    assert ask(TARGET, "select count(*) from pg_tables where schemaname = 'public'") == [(0,)]


def test_restore_of_a_damaged_archive_fails_and_changes_nothing(archive: Path, tmp_path: Path) -> None:
    whole = archive.read_bytes()
    chance = random.Random(20)
    damaged = tmp_path / "damaged.backup"
    for _ in range(18):
        position = chance.randrange(len(whole))
        damaged.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        with pytest.raises(CommandError, match=r"is damaged|is no backup"):
            call_command("restore", str(damaged))
    for length in (len(whole) // 2, 10):
        damaged.write_bytes(whole[:length])
        with pytest.raises(CommandError, match=r"is no backup of Groundswell, or was cut short"):
            call_command("restore", str(damaged))

    assert ask(TARGET, "select count(*) from pg_tables where schemaname = 'public'") == [(0,)]
    assert not (tmp_path / "restored").exists()


@pytest.mark.parametrize(
    "member",
    [
        {"name": "../outside", "type": tarfile.REGTYPE},
        {"name": "/outside", "type": tarfile.REGTYPE},
        {"name": "link", "type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
        {"name": "device", "type": tarfile.CHRTYPE},
    ],
    ids=["above", "absolute", "link", "device"],
)
def test_unpack_of_what_no_backup_holds_is_refused(member: dict[str, Any], tmp_path: Path) -> None:
    info = tarfile.TarInfo(member["name"])
    info.type, info.linkname = member["type"], member.get("linkname", "")
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as tar:
        tar.addfile(info)
    content.seek(0)
    folder = tmp_path / "unpacked"
    folder.mkdir()

    with tarfile.open(fileobj=content) as tar, pytest.raises(CommandError, match="does not belong in one"):
        unpack(tar, folder)

    assert [path.name for path in tmp_path.rglob("*")] == ["unpacked"]


def test_backup_is_readable_by_its_owner_alone_and_holds_no_key(archive: Path) -> None:
    content = archive.read_bytes()

    assert archive.stat().st_mode & 0o777 == 0o600
    assert django_settings.SECRET_KEY.encode() not in content
    assert all(key.encode() not in content for key in django_settings.ENCRYPTION_KEYS)
