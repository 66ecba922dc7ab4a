"""Figures of the outbox."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.selectors.outbox_health import oldest_due_seconds, outbox_health
from ideas.services.heartbeats import note_heartbeat
from tests.factories import DeliveryFactory

pytestmark = pytest.mark.django_db


def _ago(seconds: float) -> object:
    return timezone.now() - timedelta(seconds=seconds)


def test_outbox_health_counts_what_waits_and_what_was_given_up() -> None:
    DeliveryFactory(due_at=_ago(90), attempts=2)
    DeliveryFactory(due_at=_ago(-90))
    DeliveryFactory(state="dead", finished_at=_ago(5))
    for _number in range(6):
        DeliveryFactory(state="done", finished_at=_ago(30))
    DeliveryFactory(state="done", finished_at=_ago(61))

    health = outbox_health()

    assert (health.open_count, health.dead_count, health.done_per_second) == (2, 1, 0.1)
    assert (round(health.oldest_due_seconds), health.open_by_attempts) == (90, {0: 1, 2: 1})


def test_outbox_health_of_empty_outbox_is_all_zero() -> None:
    health = outbox_health()

    assert (health.open_count, health.oldest_due_seconds, health.dead_count, health.signs) == (0, 0.0, 0, ())


def test_outbox_health_tells_signs_of_life_with_their_age() -> None:
    note_heartbeat(process="relay")

    (sign,) = outbox_health().signs

    assert (sign.process, round(sign.age_seconds)) == ("relay", 0)


def test_outbox_health_makes_six_queries(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(6):
        outbox_health()


def test_oldest_due_seconds_leaves_out_what_is_being_tried() -> None:
    leased = {"state": "leased", "lease_token": uuid.uuid4(), "lease_until": _ago(-30)}
    DeliveryFactory(due_at=_ago(90), **leased)
    DeliveryFactory(due_at=_ago(40))

    assert round(oldest_due_seconds()) == 40
