"""Claiming, finishing, putting back and giving up."""

from datetime import timedelta
from typing import NoReturn

import pytest
from django.utils import timezone

from ideas.attention import Attention
from ideas.models import Delivery, RateWindow
from ideas.outbox import Due
from ideas.retries import Failure
from ideas.services.deliveries import Lease, drop_delivery, finish_delivery, park_delivery, put_back, take_unheard
from tests.factories import DeliveryFactory, EventFactory, claimed, submitted_idea
from tests.one_by_one import claim_delivery

pytestmark = pytest.mark.django_db
BROKEN = Failure("ValueError: no")


def _let_lease_run_out(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def _write_row(lease: Lease) -> None:
    RateWindow.objects.create(key=f"effect {lease.delivery_id}", window_start=timezone.now())


def test_claim_delivery_of_due_one_counts_the_try_and_leases_it() -> None:
    delivery = DeliveryFactory(target_id=7, event__payload={"department_id": 7})

    lease = claimed(delivery)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.lease_token) == ("leased", 1, lease.token)
    assert (lease.consumer, lease.target_id, lease.payload, lease.attempts) == ("assign", 7, {"department_id": 7}, 1)


@pytest.mark.parametrize(("traits", "seconds"), [({}, 15), ({"outside": True}, 60)])
def test_claim_delivery_leases_for_the_time_its_kind_needs(traits: dict[str, bool], seconds: int) -> None:
    delivery = DeliveryFactory(**traits)

    claimed(delivery)

    delivery.refresh_from_db()
    assert delivery.lease_until is not None
    assert (delivery.lease_until - delivery.due_at).total_seconds() == pytest.approx(seconds, abs=3)


def test_claim_delivery_of_leased_one_takes_nothing() -> None:
    delivery = DeliveryFactory()
    claimed(delivery)

    assert claim_delivery(delivery_id=delivery.pk) is None

    delivery.refresh_from_db()
    assert delivery.attempts == 1


def test_claim_delivery_whose_lease_ran_out_takes_it_again() -> None:
    delivery = DeliveryFactory()
    first = claimed(delivery)
    _let_lease_run_out(delivery)

    second = claimed(delivery)

    assert (second.attempts, second.token == first.token) == (2, False)


def test_claim_delivery_due_later_takes_nothing() -> None:
    delivery = DeliveryFactory(due_at=timezone.now() + timedelta(minutes=1))

    assert claim_delivery(delivery_id=delivery.pk) is None


@pytest.mark.parametrize("state", ["done", "dead", "cancelled"])
def test_claim_delivery_of_finished_one_takes_nothing(state: str) -> None:
    delivery = DeliveryFactory(state=state, finished_at=timezone.now())

    assert claim_delivery(delivery_id=delivery.pk) is None


def test_claim_delivery_that_does_not_exist_takes_nothing() -> None:
    assert claim_delivery(delivery_id=2**62) is None


def test_claim_delivery_after_five_killed_tries_gives_it_up() -> None:
    idea = submitted_idea()
    delivery = DeliveryFactory(consumer="route", attempts=5, event__idea=idea)

    assert claim_delivery(delivery_id=delivery.pk) is None

    delivery.refresh_from_db()
    idea.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("dead", 5)
    assert delivery.last_error == "The process that tried it ended before it could say how it went."
    assert idea.needs_attention == Attention.ROUTE_GIVEN_UP


def test_finish_delivery_writes_effect_and_done_together() -> None:
    delivery = DeliveryFactory()

    assert finish_delivery(lease=claimed(delivery), effect=_write_row) is True

    delivery.refresh_from_db()
    assert (delivery.state, delivery.lease_token, delivery.finished_at is None) == ("done", None, False)
    assert RateWindow.objects.get().key == f"effect {delivery.pk}"


def test_finish_delivery_with_failing_effect_undoes_both() -> None:
    delivery = DeliveryFactory()

    def fail_halfway(lease: Lease) -> NoReturn:
        _write_row(lease)
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        finish_delivery(lease=claimed(delivery), effect=fail_halfway)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("leased", 1)
    assert not RateWindow.objects.exists()


def test_finish_delivery_by_late_worker_changes_nothing() -> None:
    delivery = DeliveryFactory()
    late = claimed(delivery)
    _let_lease_run_out(delivery)
    current = claimed(delivery)

    assert finish_delivery(lease=late, effect=_write_row) is False

    delivery.refresh_from_db()
    assert (delivery.state, delivery.lease_token) == ("leased", current.token)
    assert not RateWindow.objects.exists()


@pytest.mark.parametrize("act", ["put_back", "drop", "park"])
def test_late_worker_that_failed_changes_nothing(act: str) -> None:
    delivery = DeliveryFactory()
    late = claimed(delivery)
    finish_delivery(lease=late)

    acts = {
        "put_back": lambda: put_back(lease=late, failure=BROKEN),
        "drop": lambda: drop_delivery(lease=late, reason="gone"),
        "park": lambda: park_delivery(lease=late, seconds=60),
    }

    assert acts[act]() is False
    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == ("done", None)


def test_put_back_makes_it_due_a_second_later() -> None:
    delivery = DeliveryFactory(rung_at=timezone.now())
    lease = claimed(delivery)

    put_back(lease=lease, failure=Failure("ValueError: no", status=500))

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.last_status) == ("pending", 1, 500)
    assert (delivery.last_error, delivery.rung_at, delivery.lease_token) == ("ValueError: no", None, None)
    assert 0 < (delivery.due_at - timezone.now()).total_seconds() <= 1.5


def test_put_back_after_fifth_try_gives_up_and_flags_the_idea() -> None:
    idea = submitted_idea()
    delivery = DeliveryFactory(consumer="notify", attempts=4, event__idea=idea)

    put_back(lease=claimed(delivery), failure=BROKEN)

    delivery.refresh_from_db()
    idea.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.last_error) == ("dead", 5, "ValueError: no")
    assert idea.needs_attention == Attention.NOTIFY_GIVEN_UP


def test_put_back_of_final_outside_failure_leaves_the_idea_alone() -> None:
    idea = submitted_idea()
    delivery = DeliveryFactory(outside=True, event__idea=idea)

    put_back(lease=claimed(delivery), failure=Failure("gone", status=410, is_final=True))

    delivery.refresh_from_db()
    idea.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.last_status, idea.needs_attention) == ("dead", 1, 410, "")


def test_drop_delivery_cancels_with_its_reason() -> None:
    delivery = DeliveryFactory(outside=True)

    drop_delivery(lease=claimed(delivery), reason="the endpoint was stopped")

    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == ("cancelled", "the endpoint was stopped")


def test_park_delivery_spends_no_try() -> None:
    delivery = DeliveryFactory()

    park_delivery(lease=claimed(delivery), seconds=60, reason="not yet")

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.last_error) == ("pending", 0, "not yet")
    assert 58 < (delivery.due_at - timezone.now()).total_seconds() <= 61


def _aged(**fields: object) -> Delivery:
    """A delivery made ten seconds ago."""
    ago = timezone.now() - timedelta(seconds=10)
    return DeliveryFactory(event=EventFactory(), created_at=ago, due_at=ago, **fields)


def test_take_unheard_takes_old_ones_once_and_leaves_young_ones() -> None:
    old = _aged()
    DeliveryFactory()

    first = take_unheard()
    second = take_unheard()

    assert ([due.delivery_id for due in first], second) == ([old.pk], [])


def test_take_unheard_takes_again_after_thirty_seconds() -> None:
    delivery = _aged(rung_at=timezone.now() - timedelta(seconds=31))

    assert [due.delivery_id for due in take_unheard()] == [delivery.pk]


def test_take_unheard_takes_leases_that_ran_out() -> None:
    delivery = _aged()
    claimed(delivery)
    assert take_unheard() == []
    _let_lease_run_out(delivery)

    assert take_unheard() == [Due(delivery.pk, delivery.consumer, was_tried=True)]


def test_take_unheard_takes_the_oldest_up_to_the_limit() -> None:
    deliveries = [_aged() for _number in range(3)]

    assert [due.delivery_id for due in take_unheard(limit=2)] == [deliveries[0].pk, deliveries[1].pk]
