"""One try of one delivery."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ideas.correlation import request_id
from ideas.models import Delivery, RateWindow
from ideas.services.deliveries import Lease
from tests.factories import DeliveryFactory
from workers.execution import run_delivery
from workers.failures import DeliveryFailed, DeliveryNotNeeded, DeliveryPostponed
from workers.registry import HANDLERS, Handler

pytestmark = pytest.mark.django_db


@pytest.fixture
def handle(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let a function handle a consumer for the length of a test."""

    def _handle(run: Callable[[Lease], None], *, consumer: str = "assign", is_outside: bool = False) -> None:
        monkeypatch.setitem(HANDLERS, consumer, Handler(run, is_outside=is_outside))

    return _handle


def _fail_with(error: Exception) -> Callable[[Lease], None]:
    def _run(lease: Lease) -> None:
        RateWindow.objects.create(key=f"effect {lease.delivery_id}", window_start=timezone.now())
        raise error

    return _run


def test_run_delivery_calls_the_handler_once_and_finishes(handle: Callable[..., None]) -> None:
    delivery = DeliveryFactory(event__payload={"department_id": 3})
    leases: list[Lease] = []
    handle(leases.append)

    assert [run_delivery(delivery.pk), run_delivery(delivery.pk)] == [True, False]

    delivery.refresh_from_db()
    assert (delivery.state, [lease.payload for lease in leases]) == ("done", [{"department_id": 3}])


def test_run_delivery_that_raises_is_put_back_without_its_effect(handle: Callable[..., None]) -> None:
    delivery = DeliveryFactory()
    handle(_fail_with(ValueError("broken at https://hooks.example.org/secret")))

    with pytest.raises(ValueError, match="broken"):
        run_delivery(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("pending", 1)
    assert delivery.last_error == "ValueError: broken at https://hooks.example.org/…"
    assert not RateWindow.objects.exists()


def test_run_delivery_that_fails_as_expected_is_put_back_quietly(handle: Callable[..., None]) -> None:
    delivery = DeliveryFactory(outside=True)
    handle(_fail_with(DeliveryFailed("busy", status=429, retry_after=600)), consumer="webhook", is_outside=True)

    run_delivery(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_status, delivery.last_error) == ("pending", 429, "busy")
    assert 598 < (delivery.due_at - timezone.now()).total_seconds() <= 600


def test_run_delivery_that_nobody_needs_is_cancelled(handle: Callable[..., None]) -> None:
    delivery = DeliveryFactory(outside=True)
    handle(_fail_with(DeliveryNotNeeded("the endpoint was stopped")), consumer="webhook", is_outside=True)

    run_delivery(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == ("cancelled", "the endpoint was stopped")


def test_run_delivery_that_is_postponed_spends_no_try(handle: Callable[..., None]) -> None:
    delivery = DeliveryFactory()
    handle(_fail_with(DeliveryPostponed(seconds=120)))

    run_delivery(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, RateWindow.objects.count()) == ("pending", 0, 0)
    assert delivery.due_at > timezone.now() + timedelta(seconds=115)


@pytest.mark.parametrize("fields", [{"consumer": "from-the-future"}, {"event__schema_version": 2}])
def test_run_delivery_of_a_newer_release_waits_for_it(fields: dict[str, object], handle: Callable[..., None]) -> None:
    delivery = DeliveryFactory(**fields)
    calls: list[Lease] = []
    handle(calls.append)

    run_delivery(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, calls) == ("pending", 0, [])


def test_run_delivery_carries_the_request_that_caused_it(handle: Callable[..., None]) -> None:
    delivery = DeliveryFactory(event__request_id="0b8f5a52-6a55-4a06-9d5e-0d2d6a1f8a11")
    seen: list[str] = []
    handle(lambda _lease: seen.append(str(request_id.get())))

    run_delivery(delivery.pk)

    assert (seen, request_id.get()) == (["0b8f5a52-6a55-4a06-9d5e-0d2d6a1f8a11"], None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("consumer", "is_outside"), [("webhook", True), ("assign", False)])
def test_run_delivery_holds_a_transaction_only_inside(
    consumer: str, is_outside: bool, handle: Callable[..., None]
) -> None:
    delivery = DeliveryFactory(consumer=consumer)
    seen: list[tuple[bool, str]] = []

    def look(lease: Lease) -> None:
        seen.append((connection.in_atomic_block, Delivery.objects.get(pk=lease.delivery_id).state))

    handle(look, consumer=consumer, is_outside=is_outside)

    run_delivery(delivery.pk)

    assert seen == [(not is_outside, "leased")]
