"""Claiming, handing over and giving back."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from ideas.exceptions import Conflict, IdeaClosed, InvalidValue, NotPermitted
from ideas.models import Absence, AuditEvent, Delivery, Department, Event, Review, ReviewMove, User
from ideas.services.review_owners import claim_review, hand_over_review, release_reviews, take_over_review
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db


def review_of_business(**fields: Any) -> Review:
    return ReviewFactory(department=Department.objects.get(slug="business"), **fields)


def owner() -> User | None:
    return Review.objects.get().owner


def test_claim_review_by_pool_member_takes_it() -> None:
    place = pool_member()
    review = review_of_business()

    claim_review(review=review, by=place.person)

    review.refresh_from_db()
    assert (review.owner, review.state) == (place.person, Review.State.ASSIGNED)
    assert review.assigned_because == {"code": "claimed"}
    assert Event.objects.get().type == "review.assigned"


def test_claim_review_again_changes_nothing() -> None:
    place = pool_member()
    review = review_of_business()
    claim_review(review=review, by=place.person)

    claim_review(review=review, by=place.person)

    assert Event.objects.count() == 1


def test_claim_review_that_somebody_has_is_refused() -> None:
    review = review_of_business(assigned=True)

    with pytest.raises(Conflict) as refused:
        claim_review(review=review, by=pool_member().person)

    assert refused.value.error_code == "review_taken"
    assert owner() == review.owner


def test_claim_review_from_outside_the_pool_is_refused() -> None:
    review = review_of_business()

    with pytest.raises(NotPermitted) as refused:
        claim_review(review=review, by=pool_member("legal").person)

    assert refused.value.error_code == "not_in_pool"
    assert owner() is None


def test_claim_review_by_author_is_refused() -> None:
    review = review_of_business()
    author = author_of(review.idea)
    pool_member(person=author)

    with pytest.raises(NotPermitted) as refused:
        claim_review(review=review, by=author)

    assert refused.value.error_code == "own_idea"
    assert owner() is None


def test_claim_review_by_the_authors_team_is_refused() -> None:
    manager = UserFactory()
    review = review_of_business(idea=submitted_idea(author=UserFactory(manager=manager)))

    with pytest.raises(NotPermitted) as refused:
        claim_review(review=review, by=pool_member(person=UserFactory(manager=manager)).person)

    assert refused.value.error_code == "own_team"
    assert owner() is None


def test_claim_review_of_withdrawn_idea_is_refused() -> None:
    review = review_of_business(idea=submitted_idea(stage=Stage.WITHDRAWN))

    with pytest.raises(IdeaClosed):
        claim_review(review=review, by=pool_member().person)

    assert owner() is None


@pytest.mark.parametrize("who", ["owner", "lead", "deputy"])
def test_hand_over_review_keeps_the_draft_and_is_audited(who: str) -> None:
    review = review_of_business(assigned=True, plain_answer="Half a sen", state="drafting")
    by = review.owner if who == "owner" else pool_member(role=who).person
    to = pool_member().person

    hand_over_review(review=review, to=to, by=by, reason="I am on leave")

    review.refresh_from_db()
    assert (review.owner, review.state, review.plain_answer) == (to, Review.State.DRAFTING, "Half a sen")
    assert review.assigned_because == {"code": "handed_over", "by": str(by.public_id)}
    assert AuditEvent.objects.get().reason == "I am on leave"


def test_hand_over_review_by_another_reviewer_is_refused() -> None:
    review = review_of_business(assigned=True)
    by = pool_member().person

    with pytest.raises(NotPermitted):
        hand_over_review(review=review, to=by, by=by, reason="Mine")

    assert owner() == review.owner


def test_hand_over_review_by_a_lead_who_wrote_the_idea_is_refused() -> None:
    review = review_of_business(assigned=True)
    lead = author_of(review.idea)
    pool_member(person=lead, role="lead")

    with pytest.raises(NotPermitted):
        hand_over_review(review=review, to=pool_member().person, by=lead, reason="Choose my reviewer")

    assert owner() == review.owner


def receivers(review: Review) -> dict[str, User]:
    author = author_of(review.idea)
    pool_member(person=author)
    return {"not_in_pool": UserFactory(), "own_team": author, "same_owner": review.owner}


@pytest.mark.parametrize("code", ["not_in_pool", "own_team", "same_owner"])
def test_hand_over_review_to_the_wrong_person_is_refused(code: str) -> None:
    review = review_of_business(assigned=True, owner=pool_member().person)

    with pytest.raises(InvalidValue) as refused:
        hand_over_review(review=review, to=receivers(review)[code], by=review.owner, reason="On leave")

    assert [problem.code for problem in refused.value.problems] == [code]
    assert owner() == review.owner


@pytest.mark.parametrize(("reason", "code"), [("  ", "required"), ("x" * 501, "too_long")])
def test_hand_over_review_needs_a_short_reason(reason: str, code: str) -> None:
    review = review_of_business(assigned=True)

    with pytest.raises(InvalidValue) as refused:
        hand_over_review(review=review, to=pool_member().person, by=review.owner, reason=reason)

    assert [(problem.field, problem.code) for problem in refused.value.problems] == [("reason", code)]


def test_release_reviews_of_leaver_puts_open_ones_back() -> None:
    review = review_of_business(assigned=True)
    done = review_of_business(submitted=True, owner=review.owner)

    assert release_reviews(person=review.owner) == 1

    review.refresh_from_db()
    done.refresh_from_db()
    assert (review.owner, review.state) == (None, Review.State.QUEUED)
    assert done.state == Review.State.SUBMITTED
    assert Delivery.objects.get().consumer == "assign"
    assert Event.objects.get().payload == {"department_id": review.department_id}


def test_claim_review_beyond_capacity_is_refused() -> None:
    me = pool_member(capacity=Decimal("0.25"))
    review = ReviewFactory(department=me.department, points=3)

    with pytest.raises(Conflict) as refused:
        claim_review(review=review, by=me.person)

    assert refused.value.error_code == "over_capacity"
    assert Review.objects.get(pk=review.pk).owner is None
    assert not ReviewMove.objects.exists()


def test_claim_review_is_kept_as_a_change_of_hands() -> None:
    me = pool_member()
    review = ReviewFactory(department=me.department)

    claim_review(review=review, by=me.person)

    move = ReviewMove.objects.get()
    assert (move.kind, move.from_person, move.to_person, move.reason) == ("claimed", None, me.person, "")
    assert Event.objects.get(type="review.assigned").payload == {"review_id": review.pk, "review_move_id": move.pk}


def test_hand_over_to_somebody_who_carries_enough_is_for_leads_alone() -> None:
    owner, full = pool_member().person, pool_member(capacity=Decimal("0.25")).person
    lead = pool_member(lead=True)
    review = ReviewFactory(department=lead.department, points=3, assigned=True, owner=owner)

    with pytest.raises(InvalidValue) as refused:
        hand_over_review(review=review, to=full, by=owner, reason="She knows it.")
    hand_over_review(review=review, to=full, by=lead.person, reason="She agreed.")

    assert [(one.field, one.code) for one in refused.value.problems] == [("to", "over_capacity")]
    assert Review.objects.get(pk=review.pk).owner == full
    assert ReviewMove.objects.get().reason == "She agreed."


def test_take_over_by_lead_keeps_the_reason() -> None:
    lead = pool_member(lead=True, capacity=Decimal("0.25"))
    review = ReviewFactory(department=lead.department, points=5, assigned=True, owner=pool_member().person)

    take_over_review(review=review, by=lead.person, reason="He is ill.")

    move = ReviewMove.objects.get()
    assert (move.kind, move.to_person, move.reason) == ("taken_over", lead.person, "He is ill.")
    assert Review.objects.get(pk=review.pk).owner == lead.person
    assert AuditEvent.objects.get(action="review.take_over").reason == "He is ill."


def test_take_over_by_reviewer_or_without_reason_is_refused() -> None:
    lead, colleague = pool_member(lead=True), pool_member().person
    owner = pool_member().person
    review = ReviewFactory(department=lead.department, assigned=True, owner=owner)

    with pytest.raises(NotPermitted):
        take_over_review(review=review, by=colleague, reason="Mine.")
    with pytest.raises(InvalidValue):
        take_over_review(review=review, by=lead.person, reason="  ")

    assert Review.objects.get(pk=review.pk).owner == owner
    assert not ReviewMove.objects.exists()


def away_today(person: User) -> User:
    today = timezone.now().date()
    Absence.objects.create(person=person, from_on=today - timedelta(days=1), to_on=today + timedelta(days=1))
    return person


def test_take_over_by_programme_manager_is_for_days_without_lead_and_deputy() -> None:
    manager = grant_role(UserFactory(), "programme_manager")
    lead, deputy = pool_member(lead=True).person, pool_member(deputy=True).person
    review = review_of_business(assigned=True, owner=pool_member().person)
    away_today(lead)

    with pytest.raises(NotPermitted) as refused:
        take_over_review(review=review, by=manager, reason="Nobody else is here.")
    away_today(deputy)
    take_over_review(review=review, by=manager, reason="Nobody else is here.")

    assert refused.value.error_code == "not_lead"
    assert owner() == manager
    assert (ReviewMove.objects.get().kind, ReviewMove.objects.get().by) == ("taken_over", manager)


def test_hand_over_by_programme_manager_of_a_department_without_lead_is_audited() -> None:
    manager, to = grant_role(UserFactory(), "programme_manager"), pool_member().person
    review = review_of_business(assigned=True, owner=away_today(pool_member().person))

    hand_over_review(review=review, to=to, by=manager, reason="He is ill.")

    assert owner() == to
    assert AuditEvent.objects.get(action="review.hand_over").actor == manager


@pytest.mark.parametrize("who", ["triager", "author", "team"])
def test_take_over_of_a_department_without_lead_by_others_is_refused(who: str) -> None:
    review = review_of_business(assigned=True, owner=pool_member().person)
    before, author = owner(), author_of(review.idea)
    person = author if who == "author" else UserFactory()
    grant_role(person, "triager" if who == "triager" else "programme_manager")
    if who == "team":
        boss = UserFactory()
        User.objects.filter(pk__in=[person.pk, author.pk]).update(manager=boss)

    with pytest.raises(NotPermitted) as refused:
        take_over_review(review=review, by=person, reason="Nobody else is here.")

    assert refused.value.error_code == {"triager": "not_lead", "author": "own_idea", "team": "own_team"}[who]
    assert owner() == before
    assert not ReviewMove.objects.exists()
