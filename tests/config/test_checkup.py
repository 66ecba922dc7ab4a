"""What doctor finds, and what it says."""

import datetime as dt

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from config import checkup
from config.checkup import Finding, examine
from ideas.models import AuditEvent, Endpoint, Heartbeat

pytestmark = pytest.mark.django_db


def sentences(check: checkup.Check) -> list[str]:
    return [finding.sentence for finding in examine("subject", check)]


def test_check_database_names_each_durability_setting_that_is_off() -> None:
    found = sentences(checkup.check_database)

    assert found == [
        f"PostgreSQL runs with {name} off: what was acknowledged could be lost. Switch it on."
        for name in ("fsync", "full_page_writes", "synchronous_commit")
    ]


@pytest.mark.as_owner
def test_check_database_missing_extension_is_named_with_its_remedy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("drop extension vector cascade")

    found = [finding for finding in examine("database", checkup.check_database) if "extension" in finding.sentence]

    remedy = 'As a superuser, in this database: create extension "vector";'
    assert found == [Finding("database", "The extension vector is missing.", remedy)]


def test_check_migrations_up_to_date_finds_nothing() -> None:
    assert sentences(checkup.check_migrations) == []


def test_check_clock_finds_nothing_on_one_machine() -> None:
    assert sentences(checkup.check_clock) == []


def test_check_broker_that_may_drop_messages_or_is_away_is_found(settings: object) -> None:
    assert sentences(checkup.check_broker) == []

    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]

    assert sentences(checkup.check_broker)[0].startswith("Valkey does not answer: ")


def test_check_audit_names_a_row_that_waits_for_its_seal() -> None:
    row = {"action": "person.invite", "object_type": "person", "object_id": "1"}
    AuditEvent.objects.create(**row, at=timezone.now() - dt.timedelta(minutes=9))
    assert sentences(checkup.check_audit) == []

    AuditEvent.objects.create(**row, at=timezone.now() - dt.timedelta(minutes=12))

    assert sentences(checkup.check_audit) == ["An audit row has waited 12 minutes to be sealed."]


def test_check_mail_without_a_server_is_fatal_in_production_only(settings: object) -> None:
    settings.EMAIL_URL = ""  # type: ignore[attr-defined]
    assert sentences(checkup.check_mail) == []

    settings.MODE = "production"  # type: ignore[attr-defined]

    assert sentences(checkup.check_mail) == ["EMAIL_URL is not set."]


def test_check_endpoints_under_a_lost_key_is_named(django_user_model: type) -> None:
    maker = django_user_model.objects.create(email="maker@example.org", name="Maker")  # type: ignore[attr-defined]
    token = Fernet(Fernet.generate_key()).encrypt(b"https://hooks.example.org").decode()
    Endpoint.objects.create(
        kind="webhook", name="Team room", address_encrypted=token, address_hint="…", key_id="x", made_by=maker
    )

    found = sentences(checkup.check_endpoints)

    assert found == ["The endpoint Team room was saved under a key that is not in GROUNDSWELL_KEYS."]


def test_check_deliveries_names_each_process_that_is_quiet() -> None:
    now = timezone.now()
    Heartbeat.objects.create(process="relay", at=now)
    Heartbeat.objects.create(process="worker", at=now - dt.timedelta(seconds=130))

    found = examine("deliveries", checkup.check_deliveries)

    assert [(finding.sentence, finding.is_fatal) for finding in found] == [
        ("The worker has not been heard of for two minutes.", False),
        ("The worker-outside has not been heard of for two minutes.", False),
        ("The beat has not been heard of for two minutes.", False),
    ]


def test_check_files_folder_that_cannot_be_written_is_found(settings: object, tmp_path: object) -> None:
    in_the_way = tmp_path / "file"  # type: ignore[operator]
    in_the_way.write_text("")
    settings.DATA_DIR = in_the_way  # type: ignore[attr-defined]

    assert sentences(checkup.check_files) == [f"{in_the_way} cannot be written: File exists."]


def test_examine_database_that_does_not_answer_is_a_finding() -> None:
    def broken() -> object:
        with connection.cursor() as cursor:
            cursor.execute("select nothing_of_this_name()")
        yield

    found = examine("database", broken)  # type: ignore[arg-type]

    assert found[0].sentence.startswith("The database does not answer: function nothing_of_this_name() does not exist")


def test_doctor_with_a_fatal_finding_exits_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")

    assert ended.value.code == 1
    assert "PostgreSQL runs with fsync off" in capsys.readouterr().out
