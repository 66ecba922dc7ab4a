"""Answers that are asked about again, by the API."""

import pytest

from tests.api.client import Caller, problem
from tests.frontend.views.test_reaffirmations import asked

pytestmark = pytest.mark.django_db


def test_review_changed_after_the_answer_says_what_is_asked() -> None:
    row = asked()

    body = Caller(row.review.owner).get(f"/api/v1/reviews/{row.review.public_id}").json()

    found = body["reaffirmation"]
    assert (found["from_version"], found["to_version"]) == (1, 2)
    assert found["answers"] == [{"question": "saving", "before": "Under £1,000", "after": "£1,000 to £10,000"}]
    assert body["allowed_actions"] == ["reaffirm", "revise"]


def test_review_reaffirmed_is_asked_no_more() -> None:
    row = asked()

    response = Caller(row.review.owner).post(f"/api/v1/reviews/{row.review.public_id}/reaffirm", {"version": 2})

    assert response.status_code == 200
    assert response.json()["reaffirmation"] is None
    assert response.json()["allowed_actions"] == ["revise"]


def test_review_reaffirmed_twice_is_a_conflict() -> None:
    row = asked()
    caller = Caller(row.review.owner)
    caller.post(f"/api/v1/reviews/{row.review.public_id}/reaffirm", {"version": 2})

    again = caller.post(f"/api/v1/reviews/{row.review.public_id}/reaffirm", {"version": 2})

    assert problem(again) == (409, "nothing_to_reaffirm")


def test_review_reaffirmed_for_another_version_is_a_conflict() -> None:
    row = asked()

    response = Caller(row.review.owner).post(f"/api/v1/reviews/{row.review.public_id}/reaffirm", {"version": 1})

    row.refresh_from_db()
    assert problem(response) == (409, "idea_changed")
    assert row.verdict == ""
