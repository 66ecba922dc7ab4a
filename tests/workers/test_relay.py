"""The relay's turns, in this process."""

import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from ideas import outbox
from ideas.events import PoolChanged
from ideas.models import AuditEvent, Delivery, Event, Heartbeat
from ideas.outbox import Due
from ideas.services.audit import record_audit
from ideas.services.deliveries import Lease
from tests.at_once import at_once
from tests.factories import DeliveryFactory
from tests.sealing import until_sealed
from tests.workers.processes import wait_until
from workers.registry import HANDLERS, Handler
from workers.relay import doorbell, process
from workers.relay.pool import OutsidePool
from workers.relay.process import BUSY_SECONDS, IDLE_SECONDS, Relay

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[Relay]:
    one = Relay(run=tmp_path / "run")
    yield one
    one.stop()
    one.run()


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What was rung for; the broker answers."""
    ids: list[int] = []

    def ring(due: list[Due]) -> bool:
        ids.extend(one.delivery_id for one in due)
        return True

    monkeypatch.setattr(doorbell, "ring", ring)
    monkeypatch.setattr(doorbell, "is_crowded", lambda _queue: False)
    return ids


@pytest.fixture
def broker_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorbell, "ring", lambda _due: False)
    monkeypatch.setattr(doorbell, "is_crowded", lambda _queue: False)


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the handlers of `assign` and `webhook` were called for."""
    calls: list[str] = []
    monkeypatch.setitem(HANDLERS, "assign", Handler(lambda lease: calls.append(lease.consumer)))
    monkeypatch.setitem(HANDLERS, "webhook", Handler(lambda lease: calls.append(lease.consumer), is_outside=True))
    return calls


def _aged(seconds: int = 10, **fields: object) -> Delivery:
    ago = timezone.now() - timedelta(seconds=seconds)
    return DeliveryFactory(created_at=ago, due_at=ago, **fields)


def _sign(name: str, *, seconds_ago: int) -> None:
    at = timezone.now() - timedelta(seconds=seconds_ago)
    Heartbeat.objects.update_or_create(process=name, defaults={"at": at})


def test_turn_rings_for_unheard_deliveries_and_hurries(relay: Relay, rung: list[int]) -> None:
    delivery = _aged()

    pauses = [relay.turn(), relay.turn()]

    assert (rung, pauses) == ([delivery.pk], [BUSY_SECONDS, IDLE_SECONDS])


def test_turn_while_workers_have_enough_rings_for_nothing(
    relay: Relay, rung: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorbell, "is_crowded", lambda _queue: True)
    delivery = _aged()

    relay.turn()

    delivery.refresh_from_db()
    assert (rung, delivery.rung_at) == ([], None)


def test_turn_with_full_queue_and_silent_worker_runs_deliveries_itself(
    relay: Relay, rung: list[int], handled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorbell, "is_crowded", lambda _queue: True)
    _sign("worker", seconds_ago=25)
    delivery = _aged(40, rung_at=timezone.now() - timedelta(seconds=35))

    relay.turn()

    delivery.refresh_from_db()
    assert (delivery.state, handled) == ("done", ["assign"])


def test_turn_while_the_outside_queue_is_full_rings_for_what_happens_inside(
    relay: Relay, rung: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorbell, "is_crowded", lambda queue: queue == "outside")
    _aged(outside=True)
    delivery = _aged()

    relay.turn()

    assert rung == [delivery.pk]


def test_turn_with_silent_outside_worker_helps_it_alone_and_asks_for_a_new_one(
    relay: Relay, rung: list[int], handled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    helped: list[int] = []
    monkeypatch.setattr(OutsidePool, "run_soon", lambda _pool, delivery_id: helped.append(delivery_id))
    _sign("worker", seconds_ago=1)
    _sign("worker-outside", seconds_ago=70)
    outside = _aged(90, outside=True)
    inside = _aged(90)

    relay.turn()

    inside.refresh_from_db()
    assert (inside.state, handled, helped) == ("pending", [], [outside.pk])
    assert [ward.stuck_file.exists() for ward in relay.wards] == [False, True]


def test_turn_leaves_young_deliveries_to_the_worker(relay: Relay, rung: list[int]) -> None:
    DeliveryFactory()

    relay.turn()

    assert rung == []


def test_turn_without_broker_runs_inside_deliveries_itself(relay: Relay, broker_down: None, handled: list[str]) -> None:
    delivery = _aged()

    relay.turn()

    delivery.refresh_from_db()
    assert (delivery.state, handled) == ("done", ["assign"])


def test_turn_without_broker_runs_outside_deliveries_in_threads(
    relay: Relay, broker_down: None, handled: list[str]
) -> None:
    delivery = _aged(outside=True)

    relay.turn()

    assert wait_until(lambda: Delivery.objects.get(pk=delivery.pk).state == "done", seconds=10)
    assert handled == ["webhook"]


def test_turn_goes_on_after_a_handler_that_raises(
    relay: Relay,
    broker_down: None,
    handled: list[str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_lease: Lease) -> NoReturn:
        raise ValueError("poison")

    monkeypatch.setitem(HANDLERS, "poison", Handler(fail))
    poison, good = _aged(20, consumer="poison"), _aged(10)

    relay.turn()

    poison.refresh_from_db()
    good.refresh_from_db()
    assert (poison.state, good.state) == ("pending", "done")
    assert "failed in the relay" in caplog.text


def test_turn_with_silent_worker_runs_deliveries_itself(relay: Relay, rung: list[int], handled: list[str]) -> None:
    _sign("worker", seconds_ago=25)
    delivery = _aged(40, rung_at=timezone.now() - timedelta(seconds=35))

    relay.turn()

    delivery.refresh_from_db()
    assert (delivery.state, handled, rung) == ("done", ["assign"], [delivery.pk])


def test_turn_while_helping_runs_what_follows_at_once(relay: Relay, rung: list[int], handled: list[str]) -> None:
    _sign("worker", seconds_ago=25)
    _aged(40, rung_at=timezone.now() - timedelta(seconds=35))
    relay.turn()
    follower = _aged(3)

    relay.turn()

    follower.refresh_from_db()
    assert follower.state == "done"


def test_turn_stops_helping_when_the_worker_is_back(relay: Relay, rung: list[int], handled: list[str]) -> None:
    _sign("worker", seconds_ago=25)
    _aged(40, rung_at=timezone.now() - timedelta(seconds=35))
    relay.turn()
    _sign("worker", seconds_ago=1)
    follower = _aged(3)

    relay.turn()

    follower.refresh_from_db()
    assert follower.state == "pending"


def test_turn_with_worker_that_progresses_leaves_it_the_work(relay: Relay, rung: list[int], handled: list[str]) -> None:
    _sign("worker", seconds_ago=5)
    delivery = _aged(90, rung_at=timezone.now() - timedelta(seconds=35))

    relay.turn()

    delivery.refresh_from_db()
    assert (delivery.state, handled, relay_asks_for_worker(relay)) == ("pending", [], False)


def test_turn_with_worker_silent_for_a_minute_asks_for_a_new_one(
    relay: Relay, rung: list[int], handled: list[str]
) -> None:
    _sign("worker", seconds_ago=70)
    _aged(90, rung_at=timezone.now() - timedelta(seconds=5))

    relay.turn()

    assert relay_asks_for_worker(relay) is True


def test_turn_without_broker_asks_for_no_new_worker(
    relay: Relay, broker_down: None, handled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorbell, "is_heard", lambda: False)
    _aged(90, rung_at=timezone.now() - timedelta(seconds=5))

    relay.turn()

    assert relay_asks_for_worker(relay) is False


def test_turn_with_full_queue_that_nobody_answers_runs_what_was_never_rung(
    relay: Relay, rung: list[int], handled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorbell, "is_crowded", lambda _queue: True)
    delivery = _aged(40)

    relay.turn()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("done", 1)


def relay_asks_for_worker(relay: Relay) -> bool:
    return relay.wards[0].stuck_file.exists()


def test_turn_with_idle_worker_asks_for_nothing(relay: Relay, rung: list[int]) -> None:
    _sign("worker", seconds_ago=3600)

    relay.turn()

    assert relay_asks_for_worker(relay) is False


@pytest.mark.parametrize(("seconds_ago", "runs"), [(130, 1), (60, 0)])
def test_turn_runs_the_deadlines_when_beat_is_silent(
    seconds_ago: int, runs: int, relay: Relay, rung: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    monkeypatch.setattr(process.deadlines, "keep_deadlines", lambda: calls.append(1))
    _sign("beat", seconds_ago=seconds_ago)

    relay.turn()

    assert len(calls) == runs


def test_turn_writes_a_sign_of_life(relay: Relay, rung: list[int]) -> None:
    relay.turn()

    at = Heartbeat.objects.get(process="relay").at
    assert timezone.now() - at < timedelta(seconds=10)


def test_turn_without_database_waits_longer_each_time_and_says_so_once(
    relay: Relay, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(**_options: object) -> NoReturn:
        raise OperationalError("the database system is starting up")

    monkeypatch.setattr(process, "take_unheard", refuse)

    with caplog.at_level(logging.WARNING):
        pauses = [relay.turn() for _turn in range(7)]

    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0]
    assert len(caplog.records) == 1


def test_turn_after_the_database_cut_its_connection_works_again(
    relay: Relay, broker_down: None, handled: list[str]
) -> None:
    delivery = _aged()
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (own,) = cursor.fetchone()
    _cut(own)

    pauses = [relay.turn(), relay.turn()]

    delivery.refresh_from_db()
    assert (pauses, delivery.state) == ([0.5, BUSY_SECONDS], "done")


def _cut(backend: int) -> None:
    """End one backend, as a restart of the server does."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(%s)", [backend])
    finally:
        other.close()
    time.sleep(0.2)


def test_two_relays_share_the_work(relay: Relay, tmp_path: Path, broker_down: None, handled: list[str]) -> None:
    for _number in range(60):
        _aged()
    second = Relay(run=tmp_path / "other")

    at_once(relay.sweep, second.sweep)

    assert (len(handled), Delivery.objects.filter(state="done", attempts=1).count()) == (60, 60)


def test_committed_event_that_was_never_rung_is_run_by_the_relay(
    relay: Relay, broker_down: None, handled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _record_in_transaction(fails=False)
    Delivery.objects.update(created_at=timezone.now() - timedelta(seconds=3))

    relay.turn()

    assert (Delivery.objects.get().state, handled) == ("done", ["assign"])


def test_five_hundred_rolled_back_transactions_leave_nothing_to_run(
    relay: Relay, broker_down: None, handled: list[str]
) -> None:
    for _number in range(500):
        with pytest.raises(ZeroDivisionError):
            _record_in_transaction(fails=True)

    relay.turn()

    assert (Event.objects.count(), Delivery.objects.count(), handled) == (0, 0, [])


def _record_in_transaction(*, fails: bool) -> None:
    with transaction.atomic():
        outbox.record(PoolChanged(department_id=1))
        if fails:
            raise ZeroDivisionError


def test_turn_seals_audit_rows(relay: Relay, rung: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "WATCH_SECONDS", 0.0)
    record_audit(action="person.invite", by=None, object_type="person", object_id="1")

    until_sealed(relay.turn)

    assert AuditEvent.objects.get().seq == 1


def test_turn_goes_on_where_audit_rows_cannot_be_sealed(
    relay: Relay, rung: list[int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> NoReturn:
        raise OperationalError("the chain's end is gone")

    monkeypatch.setattr(process, "seal_audit_rows", refuse)
    delivery = _aged()

    with caplog.at_level(logging.ERROR):
        relay.turn()

    assert rung == [delivery.pk]
    assert "audit rows could not be sealed" in caplog.text
