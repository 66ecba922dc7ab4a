"""Advice lapses on its date, silently; what the decision waits for never does."""

from datetime import datetime
from typing import Any

import pytest
import time_machine

from ideas.exceptions import Conflict
from ideas.models import ClockEntry, Delivery, Event, Idea, Review
from ideas.selectors.timeline import timeline_of
from ideas.services.advice import lapse_advice
from ideas.services.bounces import settle_bounce
from ideas.services.clocks import pause_reviews, resume_reviews
from ideas.services.defaults import install_defaults
from ideas.services.readiness import make_ready_if_complete
from ideas.services.reviews import submit_review
from tests.at_once import at_once
from tests.factories import UserFactory
from tests.factories.clocks import london, running_review
from tests.factories.reviews import pool_member, review_content
from tests.factories.triage import triager
from tests.factories.workload import BounceFactory

DUE = london(2027, 3, 12, 17)
LATER = london(2027, 3, 12, 17, 1)


def advice(**fields: Any) -> Review:
    return running_review(mode=Review.Mode.ADVISORY, **fields)


def lapse(moment: datetime) -> int:
    with time_machine.travel(moment, tick=False):
        return lapse_advice()


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["queued", "assigned", "drafting"])
def test_lapse_advice_on_its_date_ends_it_once_and_tells_nobody(state: str) -> None:
    row = advice(state=state)

    assert [lapse(london(2027, 3, 12, 16, 59)), lapse(DUE), lapse(LATER)] == [0, 1, 0]

    row.refresh_from_db()
    assert row.state == "lapsed"
    event = Event.objects.get(type="review.lapsed")
    assert (event.idea_id, event.payload["review_id"]) == (row.idea_id, row.pk)
    assert not Delivery.objects.filter(event=event).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"mode": "required"},
        {"paused_at": london(2027, 3, 10, 12), "paused_for": "block"},
        {"round": 2},
        {"state": "cancelled"},
    ],
    ids=["required", "paused", "other_round", "cancelled"],
)
def test_lapse_advice_leaves_everything_else_alone(fields: dict[str, Any]) -> None:
    row = running_review(**({"mode": "advisory"} | fields))
    before = row.state

    assert lapse(LATER) == 0

    row.refresh_from_db()
    assert row.state == before
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_lapse_advice_leaves_ideas_alone_that_have_their_answer() -> None:
    row = advice()
    Idea.objects.filter(pk=row.idea_id).update(stage="withdrawn", next_answer_at=None)

    assert lapse(LATER) == 0


@pytest.mark.django_db
def test_lapse_advice_stops_a_clock_that_stood_before() -> None:
    row = advice()
    with time_machine.travel(london(2027, 3, 9, 12), tick=False):
        pause_reviews(reviews=[row], kind="block", by=None, reason="")
        resume_reviews(reviews=[row], by=None)

    lapse(LATER)

    assert list(ClockEntry.objects.order_by("pk").values_list("kind", flat=True))[-1] == "stop"


@pytest.mark.django_db
def test_lapsed_advice_makes_no_idea_ready_and_keeps_none_from_it() -> None:
    asked = running_review(department=pool_member().department)
    advice(idea=asked.idea)
    lapse(LATER)
    idea = Idea.objects.get()

    assert make_ready_if_complete(idea=idea) is False
    with time_machine.travel(LATER, tick=False):
        submit_review(review=asked, by=asked.owner, content=review_content())

    assert Idea.objects.get().stage == "ready_for_decision"


@pytest.mark.django_db
def test_lapsed_advice_takes_no_answer_and_no_settling_any_more() -> None:
    row = advice()
    bounce = BounceFactory(review=row)
    lapse(LATER)

    with pytest.raises(Conflict) as refused:
        submit_review(review=row, by=row.owner, content=review_content())
    with pytest.raises(Conflict) as unsettled:
        settle_bounce(bounce=bounce, by=triager(), outcome="kept", reason="It is yours.")

    assert (refused.value.error_code, unsettled.value.error_code) == ("review_closed", "review_closed")
    row.refresh_from_db()
    bounce.refresh_from_db()
    assert (row.state, bounce.settled_at) == ("lapsed", None)


@pytest.mark.django_db
def test_lapsed_advice_stands_in_the_history() -> None:
    row = advice()
    lapse(LATER)

    entry = timeline_of(idea=row.idea, viewer=UserFactory())[0]

    assert (entry.type, entry.department) == ("review.lapsed", row.department.name)


@pytest.mark.django_db(transaction=True)
def test_lapse_advice_twice_at_once_lapses_each_once() -> None:
    install_defaults()
    for _number in range(3):
        advice()

    with time_machine.travel(LATER, tick=False):
        counts = at_once(lapse_advice, lapse_advice)

    assert (sum(counts), Event.objects.filter(type="review.lapsed").count()) == (3, 3)
