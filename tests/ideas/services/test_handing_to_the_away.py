"""A review is not given to somebody who is away, but to whoever acts for them."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from ideas.exceptions import Conflict
from ideas.models import AuditEvent, Department, Event, Idea, Review, ReviewMove, User
from ideas.selectors.takers import Taker, takers_of
from ideas.services.review_owners import claim_review, hand_over_review, take_over_review
from tests.factories import ReviewFactory, submitted_idea
from tests.factories.clocks import london
from tests.factories.fairness import DelegationFactory, InterestFactory
from tests.factories.house import AbsenceFactory
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db
REASON = "She knows it."


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """It is Monday 8 March 2027."""
    with time_machine.travel(london(2027, 3, 8, 10), tick=False):
        yield


def held_review(**fields: Any) -> Review:
    """A review of Business from Monday 8 March 2027 until Friday 19 March."""
    given = {"owner": pool_member().person, "assigned": True, "opened_at": timezone.now(), **fields}
    return ReviewFactory(department=Department.objects.get(slug="business"), due_at=london(2027, 3, 19, 17), **given)


def away(person: User, first: int, last: int) -> User:
    """Let `person` be away from one day of March to another."""
    AbsenceFactory(person=person, from_on=london(2027, 3, first).date(), to_on=london(2027, 3, last).date())
    return person


def acting_for(person: User, **fields: Any) -> User:
    """Somebody of the pool who acts for `person` in March."""
    days = {"starts_on": london(2027, 3, 1).date(), "ends_on": london(2027, 3, 31).date()}
    holder: User = DelegationFactory(from_person=person, to_person=pool_member().person, **days, **fields).to_person
    return holder


@pytest.mark.parametrize(
    ("first", "last"), [(8, 8), (8, 31), (9, 17), (12, 31)], ids=["today", "all", "most", "second_half"]
)
def test_hand_over_to_somebody_who_is_away_is_refused(first: int, last: int) -> None:
    review, to = held_review(), away(pool_member().person, first, last)

    with pytest.raises(Conflict) as refused:
        hand_over_review(review=review, to=to, by=review.owner, reason=REASON)

    assert (refused.value.error_code, to.name in str(refused.value)) == ("reviewer_away", True)
    assert Review.objects.get().owner == review.owner
    assert not ReviewMove.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(("first", "last"), [(9, 15), (20, 31)], ids=["half", "afterwards"])
def test_hand_over_to_somebody_who_is_there_for_half_of_the_time_is_possible(first: int, last: int) -> None:
    review, to = held_review(), away(pool_member().person, first, last)

    hand_over_review(review=review, to=to, by=review.owner, reason=REASON)

    assert Review.objects.get().owner == to


def test_hand_over_to_somebody_away_goes_to_whoever_acts_for_them() -> None:
    review, to = held_review(idea=submitted_idea(visibility="confidential")), away(pool_member().person, 8, 12)
    holder = acting_for(to)

    given = hand_over_review(review=review, to=to, by=review.owner, reason=REASON)

    row = Review.objects.get(pk=review.pk)
    assert (row.owner, row.acted_for, given.owner) == (holder, to, holder)
    move = ReviewMove.objects.get()
    assert (move.from_person, move.to_person, move.reason) == (review.owner, holder, REASON)
    event = Event.objects.get(type="review.assigned")
    assert event.payload == {"review_id": review.pk, "review_move_id": move.pk, "acted_for_id": to.pk}
    assert AuditEvent.objects.get().after == {"owner": str(holder.public_id), "in_place_of": str(to.public_id)}
    assert list(Idea.objects.visible_to(holder)) == [review.idea]


@pytest.mark.parametrize("why", ["away", "conflict", "other_tier", "ended", "holds_it"])
def test_hand_over_to_somebody_whose_stand_in_cannot_take_it_is_refused(why: str) -> None:
    review, to = held_review(), away(pool_member().person, 8, 12)
    fields = {"other_tier": {"scope_tier": 0}, "ended": {"ended_at": timezone.now()}}
    holder = acting_for(to, **fields.get(why, {}))
    if why == "away":
        away(holder, 8, 8)
    elif why == "conflict":
        InterestFactory(person=holder, idea=review.idea, recused=True)
    elif why == "holds_it":
        Review.objects.update(owner=holder)
        review.refresh_from_db()

    with pytest.raises(Conflict) as refused:
        hand_over_review(review=review, to=to, by=review.owner, reason=REASON)

    assert refused.value.error_code == "reviewer_away"
    assert Review.objects.get().owner == review.owner
    assert takers_of(review=review, people=[to]) == [Taker(to, is_away=True)]


def test_take_over_by_a_lead_who_is_away_is_refused_and_claiming_is_their_own_choice() -> None:
    lead = away(pool_member(lead=True).person, 8, 12)
    review, queued = held_review(), held_review(owner=None, assigned=False, state="queued")

    with pytest.raises(Conflict) as refused:
        take_over_review(review=review, by=lead, reason=REASON)
    claim_review(review=queued, by=lead)

    assert refused.value.error_code == "reviewer_away"
    assert Review.objects.get(pk=review.pk).owner == review.owner
    assert Review.objects.get(pk=queued.pk).owner == lead


def test_take_over_by_a_lead_who_is_away_goes_to_whoever_acts_for_them() -> None:
    lead = away(pool_member(lead=True).person, 8, 12)
    review, holder = held_review(), acting_for(lead)

    take_over_review(review=review, by=lead, reason=REASON)

    row = Review.objects.get()
    assert (row.owner, row.acted_for) == (holder, lead)
