"""Facts and what must be done about them, written together."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import TestCase
from django.utils import timezone

from ideas import outbox
from ideas.events import IdeaEdited, IdeaMoved, IdeaSubmitted, PoolChanged, ReviewAssigned
from ideas.models import Delivery, Event, IdeaTally
from ideas.outbox import Dispatch, Fact
from ideas.realtime import Figures, LiveChange
from tests.factories import submitted_idea
from tests.factories.outbox import EventFactory

pytestmark = pytest.mark.django_db


@contextmanager
def _heard() -> Iterator[list[Fact]]:
    """Gather the facts that the block commits."""
    facts: list[Fact] = []

    def hear(*, fact: Fact, **_signal: Any) -> None:
        facts.append(fact)

    outbox.facts_committed.connect(hear)
    try:
        with TestCase.captureOnCommitCallbacks(execute=True):
            yield facts
    finally:
        outbox.facts_committed.disconnect(hear)


def test_record_writes_event_version_and_deliveries_in_one_statement(django_assert_num_queries: Any) -> None:
    idea = submitted_idea(tally={"live_version": 4, "vote_count": 2})
    later = timezone.now() + timedelta(hours=1)

    with _heard() as facts, django_assert_num_queries(1):
        event = outbox.record(IdeaSubmitted(idea_id=idea.pk), due_at={"notify": later})

    stored = Event.objects.get()
    assert (stored.pk, stored.type, stored.idea_version, stored.payload) == (
        event.pk,
        "idea.submitted",
        5,
        {"round": 1},
    )
    route, notify = Delivery.objects.order_by("consumer").reverse()
    assert (route.consumer, route.target_id, notify.consumer, notify.due_at) == ("route", 0, "notify", later)
    assert facts == [
        Fact(
            event.pk,
            (outbox.Due(route.pk, "route"),),
            (LiveChange(f"idea:{idea.ref}", 5, Figures(2, 0, 0, idea.stage, 5)),),
        )
    ]


def test_record_all_gives_each_event_of_an_idea_its_own_version() -> None:
    first, second = submitted_idea(tally={"live_version": 7}), submitted_idea(visibility="restricted")
    facts_in_order = [
        ReviewAssigned(idea_id=first.pk, review_id=1),
        IdeaMoved(idea_id=second.pk, from_stage="submitted", to_stage="in_review"),
        PoolChanged(department_id=3),
        IdeaEdited(idea_id=first.pk, version=2),
    ]

    with _heard() as facts:
        outbox.record_all(facts_in_order)

    written = list(Event.objects.order_by("id").values_list("type", "idea_id", "idea_version"))
    assert written == [
        ("review.assigned", first.pk, 8),
        ("idea.moved", second.pk, 1),
        ("pool.changed", None, None),
        ("idea.edited", first.pk, 9),
    ]
    assert IdeaTally.objects.get(idea=first).live_version == 9
    due = list(Delivery.objects.order_by("event_id").values_list("event__type", "consumer"))
    assert due == [("review.assigned", "notify"), ("pool.changed", "assign"), ("idea.edited", "notify")]
    assert facts[0].live_changes == (
        LiveChange(f"idea:{first.ref}", 9, Figures(0, 0, 0, first.stage, 9)),
        LiveChange(f"idea:{second.ref}", 1),
    )


def test_record_all_of_a_key_that_stands_writes_nothing() -> None:
    EventFactory(dedupe_key="once")

    with pytest.raises(IntegrityError), transaction.atomic():
        outbox.record_all([PoolChanged(department_id=1), PoolChanged(department_id=2)], dedupe_keys=["new", "once"])

    assert Event.objects.count() == 1
    assert not Delivery.objects.exists()


def test_deliver_all_leaves_those_that_stand() -> None:
    event = EventFactory()
    outbox.deliver(event_id=event.pk, consumer="email", targets=[1])
    later = timezone.now() + timedelta(hours=1)

    with _heard() as facts:
        outbox.deliver_all(
            [Dispatch(event.pk, "email", 1), Dispatch(event.pk, "email", 2), Dispatch(event.pk, "email", 3, later)]
        )

    targets = list(Delivery.objects.order_by("target_id").values_list("target_id", flat=True))
    assert targets == [1, 2, 3]
    assert facts == [Fact(None, (outbox.Due(Delivery.objects.get(target_id=2).pk, "email"),), ())]


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        outbox.record(PoolChanged(department_id=1))

    assert not Event.objects.exists()
