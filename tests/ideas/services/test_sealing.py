"""Audit rows become a chain, in the order of their transactions; the application's role may not touch it."""

import random
import threading
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from ideas.models import AuditEvent, AuditHead, Event
from ideas.selectors.audit import audit_chain, oldest_unsealed_seconds
from ideas.services.audit import record_audit
from ideas.services.sealing import BATCH_ROWS, publish_audit_head, seal_audit_rows
from tests.sealing import until_sealed

pytestmark = pytest.mark.as_owner  # these write rows of other transactions, and tamper with the chain
# A transaction that ended long ago: rows of the test's own one would wait for it.
LONG_AGO = 3
ROWS = 2000
TRIES = 50


def written(count: int, *, tx: int = LONG_AGO, reason: str = "") -> None:
    """Write `count` rows as of a transaction that has ended."""
    run(
        "insert into audit_event (action, object_type, object_id, before, after, reason, tx)"
        " select 'person.change', 'person', number::text, '{}', jsonb_build_object('ü', number), %s, %s::text::xid8"
        " from generate_series(0, %s - 1) as number",
        reason,
        tx,
        count,
    )


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


@pytest.mark.django_db
def test_seal_audit_rows_makes_one_chain_that_holds() -> None:
    written(1, tx=LONG_AGO + 1, reason="later")
    written(3)

    assert seal_audit_rows() == 4

    assert list(AuditEvent.objects.order_by("seq").values_list("seq", "reason")) == [
        (1, ""),
        (2, ""),
        (3, ""),
        (4, "later"),
    ]
    report = audit_chain()
    assert (report.row_count, report.unsealed_count, report.head_seq, report.broken) == (4, 0, 4, None)
    assert report.head_hash == bytes(AuditEvent.objects.get(seq=4).hash).hex()


@pytest.mark.django_db
def test_seal_audit_rows_again_seals_nothing_and_moves_nothing() -> None:
    written(2)
    seal_audit_rows()
    before = list(AuditEvent.objects.order_by("id").values_list("seq", "hash"))

    assert seal_audit_rows() == 0

    assert [(seq, bytes(seal)) for seq, seal in AuditEvent.objects.order_by("id").values_list("seq", "hash")] == [
        (seq, bytes(seal)) for seq, seal in before
    ]


@pytest.mark.django_db
def test_seal_audit_rows_goes_on_where_a_batch_ended() -> None:
    written(BATCH_ROWS + 5)

    assert seal_audit_rows(max_batches=1) == BATCH_ROWS
    assert audit_chain().unsealed_count == 5
    assert seal_audit_rows() == 5

    assert (audit_chain().row_count, audit_chain().broken) == (BATCH_ROWS + 5, None)


@pytest.mark.django_db(transaction=True)
def test_seal_audit_rows_waits_for_a_row_that_commits_late() -> None:
    has_written, may_commit = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with transaction.atomic():
            record_audit(action="person.invite", by=None, object_type="person", object_id="early")
            has_written.set()
            may_commit.wait(10)
        connection.close()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    has_written.wait(10)
    record_audit(action="person.invite", by=None, object_type="person", object_id="late")
    sealed_too_early = seal_audit_rows()
    may_commit.set()
    slow.join()

    assert sealed_too_early == 0
    until_sealed()
    assert list(AuditEvent.objects.order_by("seq").values_list("object_id", flat=True)) == ["early", "late"]


@pytest.mark.django_db(transaction=True)
def test_seal_audit_rows_leaves_the_work_to_whoever_seals_already() -> None:
    written(1)
    has_lock, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            run("select pg_advisory_xact_lock(hashtext('seal_audit_events'))")
            has_lock.set()
            may_end.wait(10)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    has_lock.wait(10)
    sealed_beside = seal_audit_rows()
    may_end.set()
    holder.join()

    assert (sealed_beside, seal_audit_rows()) == (0, 1)


def edited(place: int) -> int:
    run("update audit_event set reason = reason || 'x' where seq = %s", place)
    return place


def deleted(place: int) -> int:
    run("delete from audit_event where seq = %s", place)
    return place


def put_in(place: int) -> int:
    run("update audit_event set seq = -seq where seq >= %s", place)
    run("update audit_event set seq = 1 - seq where seq < 0")
    run(
        "insert into audit_event (action, object_type, object_id, before, after, reason, seq, prev_hash, hash)"
        " select action, object_type, object_id, before, after, 'new', %s, prev_hash, hash from audit_event where seq = %s",
        place,
        place + 1 if place < ROWS else place - 1,
    )
    return place


def swapped(place: int) -> int:
    other = place % ROWS + 1
    run("update audit_event set seq = -seq where seq in (%s, %s)", place, other)
    run("update audit_event set seq = %s + %s + seq where seq < 0", place, other)
    return min(place, other)


@pytest.mark.django_db
def test_every_tampering_of_the_owner_is_found_at_its_place() -> None:
    written(ROWS)
    seal_audit_rows()
    run("alter table audit_event disable trigger user")
    acts: list[Callable[[int], int]] = [edited, deleted, put_in, swapped]
    dice = random.Random(20261122)
    missed = []

    for number in range(TRIES):
        act, place = acts[number % len(acts)], dice.randint(1, ROWS)
        mark = transaction.savepoint()
        first = act(place)
        broken = audit_chain().broken
        if broken is None or broken.seq != first:
            missed.append((act.__name__, place, broken))
        transaction.savepoint_rollback(mark)

    assert missed == []
    assert audit_chain().broken is None


@pytest.mark.django_db
def test_rows_cut_off_at_the_end_are_missed() -> None:
    written(5)
    seal_audit_rows()
    run("alter table audit_event disable trigger user")
    run("delete from audit_event where seq >= 4")

    broken = audit_chain().broken

    assert broken is not None
    assert (broken.seq, broken.sentence) == (4, "The row is missing, and everything behind it.")


@pytest.mark.django_db
def test_chain_written_anew_contradicts_its_published_end() -> None:
    written(3)
    seal_audit_rows()
    publish_audit_head()
    run("alter table audit_event disable trigger user")
    run("update audit_event set seq = null, prev_hash = null, hash = null")
    run("update audit_event set reason = 'never said' where object_id = '0'")
    run("update audit_head set seq = 0, hash = decode(repeat('00', 32), 'hex')")
    seal_audit_rows()

    broken = audit_chain().broken

    assert broken is not None
    assert (broken.seq, broken.sentence[:29]) == (3, "The chain was written anew: i")


@pytest.mark.django_db
def test_publish_audit_head_tells_a_day_once() -> None:
    written(2)
    seal_audit_rows()

    assert (publish_audit_head(), publish_audit_head()) == (True, False)

    event = Event.objects.get(type="audit.head_published")
    assert event.payload == {"seq": 2, "hash": bytes(AuditHead.objects.get().hash).hex()}


@pytest.mark.django_db
def test_publish_audit_head_of_an_empty_chain_tells_nothing() -> None:
    assert publish_audit_head() is False
    assert not Event.objects.exists()


REFUSED = (
    "update audit_event set reason = 'x' where seq = {place}",
    "delete from audit_event where seq = {place}",
    "update audit_event set seq = null, prev_hash = null, hash = null where seq = {place}",
    "truncate audit_event",
    """insert into audit_event (action, object_type, object_id, before, after, reason, seq, prev_hash, hash)
    values ('x', 'x', 'x', '{{}}', '{{}}', '', {place} + 100000, '', '')""",
    "update audit_head set seq = {place}",
    "delete from audit_head",
    "insert into audit_head (id, seq, hash) values (1, 0, '')",
)
AS_APPLICATION = f"set local role {settings.APPLICATION_DATABASE_ROLE}"  # with what the migrations granted


@pytest.mark.django_db
def test_application_role_is_refused_every_change_of_the_chain() -> None:
    written(ROWS)
    seal_audit_rows()
    dice = random.Random(7)
    run(AS_APPLICATION)
    refused = 0

    for number in range(TRIES):
        statement = REFUSED[number % len(REFUSED)].format(place=dice.randint(1, ROWS))
        with pytest.raises(DatabaseError, match=r"permission denied|append-only|sealed by"), transaction.atomic():
            run(statement)
        refused += 1

    run("reset role")
    assert refused == TRIES
    assert (audit_chain().row_count, audit_chain().broken) == (ROWS, None)


@pytest.mark.django_db
def test_application_role_writes_rows_of_its_own_transaction_and_seals() -> None:
    written(1)
    run(AS_APPLICATION)

    written(1, reason="backdated")
    seal_audit_rows()

    run("reset role")
    assert AuditEvent.objects.get(reason="").seq == 1
    assert AuditEvent.objects.get(reason="backdated").tx != LONG_AGO


@pytest.mark.django_db
def test_grant_to_change_does_not_help_against_the_trigger() -> None:
    written(1)
    seal_audit_rows()
    run(f"grant update, delete on audit_event to {settings.APPLICATION_DATABASE_ROLE}")
    run(AS_APPLICATION)

    for statement in ("update audit_event set reason = 'x'", "delete from audit_event"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(statement)

    run("reset role")
    assert AuditEvent.objects.get().reason == ""


@pytest.mark.django_db
def test_owner_cannot_change_a_row_while_sealing_it_or_unseal_it() -> None:
    written(1)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run("update audit_event set seq = 1, prev_hash = '', hash = '', reason = 'x'")
    seal_audit_rows()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run("update audit_event set seq = null, prev_hash = null, hash = null")

    assert (AuditEvent.objects.get().reason, AuditEvent.objects.get().seq) == ("", 1)


@pytest.mark.django_db
def test_oldest_unsealed_seconds_is_nothing_once_all_is_sealed() -> None:
    written(2)
    run("alter table audit_event disable trigger user")
    run("update audit_event set at = clock_timestamp() - interval '20 minutes' where object_id = '0'")
    run("alter table audit_event enable trigger user")

    assert round(oldest_unsealed_seconds()) == 1200
    seal_audit_rows()
    assert oldest_unsealed_seconds() == 0


@pytest.mark.django_db
def test_audit_verify_says_that_the_chain_holds(capsys: pytest.CaptureFixture[str]) -> None:
    written(2)
    seal_audit_rows()

    call_command("audit_verify")

    head = bytes(AuditHead.objects.get().hash).hex()
    assert capsys.readouterr().out == f"2 rows hold. The chain ends at 2, hash {head}.\n"


@pytest.mark.django_db
def test_audit_verify_names_the_broken_row_and_exits_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    written(3)
    seal_audit_rows()
    run("alter table audit_event disable trigger user")
    edited(2)

    with pytest.raises(SystemExit) as ended:
        call_command("audit_verify")

    assert ended.value.code == 1
    assert capsys.readouterr().err == "Row 2 of the audit trail: The row is not as it was written.\n"
