"""What is removed when its time has passed, and what stays."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from ideas.models import Delivery, Event, HttpIdempotency, RateWindow, SignInLink
from ideas.services import retention
from ideas.services.retention import prune_old_rows
from tests.factories import DeliveryFactory, EventFactory, UserFactory

pytestmark = pytest.mark.django_db


def _finished(state: str, *, days: int) -> Delivery:
    return DeliveryFactory(state=state, finished_at=timezone.now() - timedelta(days=days))


@pytest.mark.parametrize(("state", "days"), [("done", 30), ("cancelled", 30), ("dead", 180)])
def test_prune_old_rows_removes_deliveries_past_their_time(state: str, days: int) -> None:
    _finished(state, days=days + 1)
    kept = _finished(state, days=days - 1)

    prune_old_rows()

    assert list(Delivery.objects.values_list("pk", flat=True)) == [kept.pk]


def test_prune_old_rows_keeps_open_deliveries_however_old() -> None:
    DeliveryFactory(created_at=timezone.now() - timedelta(days=500))

    prune_old_rows()

    assert Delivery.objects.count() == 1


def test_prune_old_rows_removes_events_after_400_days_without_deliveries() -> None:
    old, young = timezone.now() - timedelta(days=401), timezone.now() - timedelta(days=399)
    EventFactory(occurred_at=old)
    with_delivery = EventFactory(occurred_at=old)
    DeliveryFactory(event=with_delivery)
    kept = EventFactory(occurred_at=young)

    removed = prune_old_rows()

    assert (removed["events"], set(Event.objects.values_list("pk", flat=True))) == (1, {with_delivery.pk, kept.pk})


def test_prune_old_rows_removes_keys_windows_links_and_sessions() -> None:
    now = timezone.now()
    person = UserFactory()
    for hours in (49, 47):
        at = now - timedelta(hours=hours)
        fields = {"actor": person, "fingerprint": b"", "status": 201, "body": b""}
        HttpIdempotency.objects.create(key=str(hours), created_at=at, **fields)
        RateWindow.objects.create(key=str(hours), window_start=at)
        Session.objects.create(session_key=str(hours), session_data="", expire_date=now + timedelta(hours=48 - hours))
        expired = now - timedelta(days=30) - timedelta(hours=hours - 48)
        SignInLink.objects.create(person=person, purpose="sign_in", token_hash=str(hours), expires_at=expired)

    removed = prune_old_rows()

    assert {kind: removed[kind] for kind in ("idempotency_keys", "rate_windows", "sign_in_links", "sessions")} == {
        "idempotency_keys": 1,
        "rate_windows": 1,
        "sign_in_links": 1,
        "sessions": 1,
    }


def test_prune_old_rows_stops_after_its_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH_ROWS", 2)
    for _number in range(5):
        _finished("done", days=31)

    removed = prune_old_rows(max_batches=2)

    assert (removed["finished_deliveries"], Delivery.objects.count()) == (4, 1)
