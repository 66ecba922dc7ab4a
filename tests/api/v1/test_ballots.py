"""The board's vote by the API."""

import pytest

from tests.api.client import Caller, problem
from tests.factories import UserFactory
from tests.factories.reviews import BallotSeatFactory

pytestmark = pytest.mark.django_db


def test_ballot_takes_the_vote_of_a_seat() -> None:
    seat = BallotSeatFactory()
    other = BallotSeatFactory(ballot=seat.ballot, department__slug="security", department__name="Security")
    path = f"/api/v1/ideas/{seat.ballot.idea.ref}/ballot"

    before = Caller(seat.holder).get(path).json()
    Caller(other.holder).put(path, {"choice": "yes"})
    after = Caller(seat.holder).put(path, {"choice": "no", "reason": "Too dear."}).json()

    assert before["allowed_actions"] == ["vote"]
    assert before["outcome"] == ""
    assert (before["seats"][0]["choice"], before["seats"][0]["has_voted"]) == ("", False)
    assert len(after["seats"]) == 2
    assert after["closed_at"] is None


def test_ballot_of_somebody_without_a_seat_is_refused() -> None:
    seat = BallotSeatFactory()

    response = Caller(UserFactory()).put(f"/api/v1/ideas/{seat.ballot.idea.ref}/ballot", {"choice": "yes"})

    assert problem(response) == (403, "no_seat")


def test_vote_without_a_reason_for_a_no_names_the_field() -> None:
    seat = BallotSeatFactory()

    response = Caller(seat.holder).put(f"/api/v1/ideas/{seat.ballot.idea.ref}/ballot", {"choice": "no"})

    assert problem(response) == (422, "required")
