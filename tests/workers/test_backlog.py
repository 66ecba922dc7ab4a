"""Deliveries that are tried together because a backlog waits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Delivery, RateWindow
from ideas.services.deliveries import Lease, claim_deliveries, finish_deliveries
from tests.at_once import at_once
from tests.factories import DeliveryFactory
from workers.execution import run_delivery
from workers.registry import HANDLERS, Handler

pytestmark = pytest.mark.django_db

Calls = list[list[int]]


def _write(lease: Lease) -> None:
    if lease.payload.get("is_broken"):
        raise ValueError("broken")
    RateWindow.objects.create(key=f"effect {lease.delivery_id}", window_start=timezone.now())


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Let `notify` write a row for each delivery, broken ones raise; gather which were tried together."""
    seen: Calls = []

    def run_many(leases: list[Lease]) -> None:
        seen.append([lease.delivery_id for lease in leases])
        for lease in leases:
            _write(lease)

    handler = Handler(lambda lease: run_many([lease]), run_many=run_many, group_of=lambda lease: lease.target_id)
    monkeypatch.setitem(HANDLERS, "notify", handler)
    return seen


def _waiting(number: int, **fields: object) -> list[int]:
    return [DeliveryFactory(consumer="notify", **fields).pk for _each in range(number)]


def _states(keys: list[int]) -> list[tuple[str, int]]:
    return list(Delivery.objects.filter(pk__in=keys).order_by("pk").values_list("state", "attempts"))


def test_run_delivery_takes_others_of_its_consumer_along(calls: Calls) -> None:
    keys = _waiting(3)
    other, later = DeliveryFactory(consumer="route"), DeliveryFactory(consumer="notify", due_at=_in_an_hour())

    tried = run_delivery(keys[1])

    assert (tried, calls) == (3, [keys])
    assert _states(keys) == [("done", 1)] * 3
    assert _states([other.pk, later.pk]) == [("pending", 0)] * 2


def _in_an_hour() -> object:
    return timezone.now() + timedelta(hours=1)


def test_run_delivery_that_is_done_takes_the_backlog_all_the_same(calls: Calls) -> None:
    finished = DeliveryFactory(consumer="notify", state="done", finished_at=timezone.now())
    keys = _waiting(2)

    assert run_delivery(finished.pk) == 2

    assert _states(keys) == [("done", 1)] * 2


def test_run_delivery_takes_at_most_fifty(calls: Calls) -> None:
    keys = _waiting(52)

    assert [run_delivery(keys[0]), run_delivery(keys[0])] == [50, 2]

    assert [len(one) for one in calls] == [50, 2]


def test_run_delivery_groups_what_may_share_a_transaction(calls: Calls) -> None:
    first, second = _waiting(2, target_id=1), _waiting(2, target_id=2)

    run_delivery(first[0])

    assert calls == [first, second]


def test_broken_delivery_in_a_backlog_costs_the_others_nothing(calls: Calls) -> None:
    before, broken, after = _waiting(1), _waiting(1, event__payload={"is_broken": True}), _waiting(1)

    with pytest.raises(ValueError, match="broken"):
        run_delivery(before[0])

    assert calls == [[*before, *broken, *after], before, broken, after]
    assert _states([*before, *broken, *after]) == [("done", 1), ("pending", 1), ("done", 1)]
    assert RateWindow.objects.count() == 2


def test_broken_delivery_is_given_up_after_five_tries_alone(calls: Calls) -> None:
    broken = _waiting(1, event__payload={"is_broken": True})[0]

    for _try in range(5):
        Delivery.objects.filter(pk=broken).update(due_at=timezone.now() - timedelta(seconds=1))
        good = _waiting(2)
        with pytest.raises(ValueError, match="broken"):
            run_delivery(broken)
        run_delivery(good[0])
        assert _states(good) == [("done", 1)] * 2

    assert _states([broken]) == [("dead", 5)]
    together = [one for one in calls if broken in one and len(one) > 1]
    assert len(together) == 1  # never again after it failed once


def test_deliveries_whose_process_was_killed_are_tried_alone(calls: Calls) -> None:
    keys = _waiting(3)
    killed = claim_deliveries(delivery_id=keys[0], together=frozenset({"notify"}))
    Delivery.objects.filter(pk__in=keys).update(lease_until=timezone.now() - timedelta(seconds=1))

    for key in keys:
        run_delivery(key)

    assert [lease.delivery_id for lease in killed] == keys
    assert calls == [[key] for key in keys]
    assert _states(keys) == [("done", 2)] * 3


def test_late_worker_of_a_backlog_leaves_out_what_was_taken_over(calls: Calls) -> None:
    keys = _waiting(3)

    def write_all(leases: list[Lease]) -> None:
        for lease in leases:
            _write(lease)

    late = claim_deliveries(delivery_id=keys[0], together=frozenset({"notify"}))
    Delivery.objects.filter(pk=keys[1]).update(lease_until=timezone.now() - timedelta(seconds=1))
    taken = claim_deliveries(delivery_id=keys[1], together=frozenset())
    held = finish_deliveries(leases=late, effect=write_all)

    assert [lease.delivery_id for lease in held] == [keys[0], keys[2]]
    assert _states(keys) == [("done", 1), ("leased", 2), ("done", 1)]
    assert Delivery.objects.get(pk=keys[1]).lease_token == taken[0].token
    assert set(RateWindow.objects.values_list("key", flat=True)) == {f"effect {keys[0]}", f"effect {keys[2]}"}


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_share_a_backlog_without_trying_anything_twice(calls: Calls) -> None:
    keys = _waiting(120)

    at_once(*(lambda key=key: [run_delivery(key) for _each in range(3)] for key in keys[:4]))

    assert _states(keys) == [("done", 1)] * 120
    assert RateWindow.objects.count() == 120
