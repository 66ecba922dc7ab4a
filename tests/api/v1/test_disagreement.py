"""Whether departments disagree, and how the board voted, where an idea is decided."""

import pytest
from django.utils import timezone

from ideas.models import Department, Review
from ideas.workflow import Stage
from tests.api.client import Caller
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.reviews import BallotSeatFactory, BallotVoteFactory, DecisionFactory, routed_idea

pytestmark = pytest.mark.django_db


def answered(**second: object) -> Review:
    idea = routed_idea(answered={"reach": "several_teams"}, stage=Stage.IN_REVIEW)
    ReviewFactory(idea=idea, submitted=True, department=Department.objects.get(slug="business"))
    operations = Department.objects.get(slug="operations")
    review: Review = ReviewFactory(idea=idea, submitted=True, department=operations, **second)
    return review


def told(review: Review, role: str = "triager") -> object:
    person = grant_role(UserFactory(), role) if role else UserFactory()
    return Caller(person).get(f"/api/v1/ideas/{review.idea.ref}/departments").json()["disagrees"]


@pytest.mark.parametrize(("recommendation", "expected"), [("do_not_support", True), ("support", False)])
def test_departments_say_whether_they_disagree(recommendation: str, expected: bool) -> None:
    assert told(answered(recommendation=recommendation)) is expected


def test_departments_say_nothing_of_it_to_those_who_may_not_read_the_answers() -> None:
    assert told(answered(recommendation="do_not_support"), role="") is None


def test_decision_shows_how_the_board_voted() -> None:
    seat = BallotSeatFactory(ballot__closed_at=timezone.now(), ballot__outcome="yes")
    BallotVoteFactory(seat=seat, voter=seat.holder)
    decision = DecisionFactory(idea=seat.ballot.idea, announced=True, kind="approved", reason_code="good_value")

    body = Caller(UserFactory()).get(f"/api/v1/decisions/{decision.public_id}").json()

    assert body["ballot"]["outcome"] == "yes"
    assert [(one["choice"], one["voter"]["name"]) for one in body["ballot"]["seats"]] == [("yes", seat.holder.name)]


def test_decision_without_a_board_has_no_ballot() -> None:
    decision = DecisionFactory(announced=True)

    assert Caller(UserFactory()).get(f"/api/v1/decisions/{decision.public_id}").json()["ballot"] is None
