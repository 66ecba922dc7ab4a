"""Changed answers and second readings by the API."""

import pytest

from ideas.models import Department, Event, Review
from ideas.workflow import Stage
from tests.api.client import Caller, problem
from tests.factories import ReviewFactory, grant_role, submitted_idea
from tests.factories.people import UserFactory
from tests.factories.reviews import SecondReadingFactory, pool_member

pytestmark = pytest.mark.django_db
ANSWER = {
    "recommendation": "do_not_support",
    "confidence": "high",
    "plain_answer": "The room is let from March, so there is nowhere to put it.",
    "yes_if": "Another room is found.",
    "scores": {"fit_with_goals": {"value": None}, "size_of_problem": {"value": 3}, "people_ready": {"value": 4}},
    "reason": "The room is gone",
}


def answered(slug: str = "business", tier: int = 1) -> Review:
    idea = submitted_idea(stage=Stage.IN_REVIEW, tier=tier)
    return ReviewFactory(submitted=True, department=Department.objects.get(slug=slug), idea=idea)


def test_review_revised_gives_both_versions() -> None:
    review = answered()

    response = Caller(review.owner).post(f"/api/v1/reviews/{review.public_id}/revise", ANSWER, if_match='"1"')

    body = response.json()
    assert response.status_code == 200
    assert [(one["number"], one["recommendation"], one["reason"]) for one in body["versions"]] == [
        (1, "support", ""),
        (2, "do_not_support", "The room is gone"),
    ]
    assert body["allowed_actions"] == []


def test_review_revised_twice_is_a_conflict() -> None:
    review = answered()
    caller = Caller(review.owner)
    caller.post(f"/api/v1/reviews/{review.public_id}/revise", ANSWER, if_match='"1"')

    again = caller.post(f"/api/v1/reviews/{review.public_id}/revise", ANSWER, if_match='"2"')

    assert problem(again) == (409, "review_revised")


def test_second_reading_given_is_shown() -> None:
    review = answered("legal", tier=3)
    reader = pool_member("legal").person
    SecondReadingFactory(review=review, reader=reader)
    caller = Caller(reader)

    before = caller.get(f"/api/v1/reviews/{review.public_id}").json()
    after = caller.post(
        f"/api/v1/reviews/{review.public_id}/second-reading", {"verdict": "disagree", "text": "The act of 2019."}
    ).json()

    assert before["allowed_actions"] == ["second_read"]
    assert (after["second_reading"]["verdict"], after["second_reading"]["text"]) == ("disagree", "The act of 2019.")


def test_timeline_tells_the_reason_of_a_change_only_with_the_answer() -> None:
    review = answered()
    Caller(review.owner).post(f"/api/v1/reviews/{review.public_id}/revise", ANSWER, if_match='"1"')
    keeper = UserFactory()
    grant_role(keeper, "administrator")

    (line,) = [
        one
        for one in Caller(keeper).get(f"/api/v1/ideas/{review.idea.ref}/timeline").json()["results"]
        if one["type"] == "review.revised"
    ]
    audit = Caller(keeper).get(f"/api/v1/ideas/{review.idea.ref}/audit").content.decode()

    assert (line["recommendation"], line["reason"]) == ("", "")
    assert "The room is gone" not in audit
    assert Event.objects.filter(type="review.revised").count() == 1
