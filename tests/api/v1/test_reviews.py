"""Reviews by the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.models import Department, Review
from tests.api.client import Caller, places, problem, with_token
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.fairness import DelegationFactory
from tests.factories.house import AbsenceFactory
from tests.factories.ideas import author_of
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db


def of_business(**fields: Any) -> Review:
    return ReviewFactory(department=Department.objects.get(slug="business"), **fields)


def path(review: Review, rest: str = "") -> str:
    return f"/api/v1/reviews/{review.public_id}{rest}"


def answer(**changes: Any) -> dict[str, Any]:
    return {
        "recommendation": "support",
        "confidence": "high",
        "plain_answer": "We can do this from Monday, and will.",
        "answers": {"problem": "Everybody who starts at six."},
        "scores": {
            "fit_with_goals": {"value": 4},
            "size_of_problem": {"value": 2, "comment": "Twice a year."},
            "people_ready": {"value": None},
        },
        "conditions": [{"text": "Sign for it", "owner_name": "Stores", "due_on": "2027-03-01"}],
        **changes,
    }


def test_reviews_listed_are_mine_by_date(api: Caller, member: Any) -> None:
    review = of_business(owner=member, state="assigned", assigned_because={"code": "lightest_load"})
    of_business(assigned=True)

    (row,) = api.get("/api/v1/reviews").json()["results"]

    assert (row["id"], row["idea"], row["mode"], row["rule"]) == (
        str(review.public_id),
        review.idea.ref,
        "required",
        "BUS-1",
    )
    assert row["why_me"] == "You had the lightest load that day."
    assert row["allowed_actions"] == ["save", "submit", "ask", "hand_over"]


@pytest.mark.parametrize(("scope", "count"), [("claimable", 1), ("department", 2)])
def test_reviews_listed_by_scope(scope: str, count: int) -> None:
    lead = pool_member(role="lead").person
    of_business()
    of_business(assigned=True)

    assert len(Caller(lead).get(f"/api/v1/reviews?scope={scope}").json()["results"]) == count


def test_reviews_of_unknown_scope_are_refused(api: Caller) -> None:
    assert problem(api.get("/api/v1/reviews?scope=all")) == (400, "invalid_parameter")


def test_reviews_listed_take_the_same_queries_for_more_rows(api: Caller, member: Any) -> None:
    api.get("/api/v1/reviews")  # the first call of a session writes down that it began
    counts = []
    for _round in range(2):
        for _ in range(4):
            of_business(owner=member, state="assigned")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            api.get("/api/v1/reviews")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_review_of_somebody_else_is_not_there(api: Caller) -> None:
    assert problem(api.get(path(of_business(assigned=True)))) == (404, "not_found")


def test_review_saved_answers_the_new_version() -> None:
    review = of_business(assigned=True)
    caller = Caller(review.owner)

    response = caller.put(path(review), answer(recommendation=""), if_match='"1"')

    assert (response.status_code, response["ETag"]) == (200, '"2"')
    body = response.json()
    assert (body["state"], body["recommendation"]) == ("drafting", "")
    assert body["answers"] == {"problem": "Everybody who starts at six."}
    assert body["scores"]["size_of_problem"] == {"value": 2, "comment": "Twice a year."}
    assert body["conditions"] == [{"text": "Sign for it", "owner_name": "Stores", "due_on": "2027-03-01"}]


def test_review_saved_without_version_is_refused() -> None:
    review = of_business(assigned=True)

    assert problem(Caller(review.owner).put(path(review), answer())) == (428, "precondition_required")
    assert problem(Caller(review.owner).put(path(review), answer(), if_match='"7"')) == (412, "stale_version")
    assert Review.objects.get().version == 1


def test_review_submitted_is_answered() -> None:
    review = of_business(assigned=True)

    response = Caller(review.owner).post(path(review, "/submit"), answer(), if_match='"1"')

    assert response.status_code == 200
    assert (response.json()["state"], response.json()["allowed_actions"]) == ("submitted", ["revise"])


def test_review_submitted_incomplete_names_each_part() -> None:
    review = of_business(assigned=True)
    body = answer(confidence="", scores={"fit_with_goals": {"value": 1}}, conditions=[{"text": "Sign for it"}])

    response = Caller(review.owner).post(path(review, "/submit"), body, if_match='"1"')

    assert problem(response) == (422, "validation")
    assert places(response) == [
        ("/scores/fit_with_goals/comment", "comment_required"),
        ("/scores/size_of_problem", "score_missing"),
        ("/scores/people_ready", "score_missing"),
        ("/confidence", "required"),
        ("/conditions/0/owner_name", "required"),
        ("/conditions/0/due_on", "required"),
    ]
    assert Review.objects.get().state == Review.State.ASSIGNED


@pytest.mark.parametrize(
    ("changes", "status", "where"),
    [
        ({"scores": {"fit_with_goals": {"value": 6}}}, 422, "/scores/fit_with_goals/value"),
        ({"scores": {"fit_with_goals": {"value": "4"}}}, 422, "/scores/fit_with_goals/value"),
        ({"scores": {"fit_with_goals": {"value": 4, "weight": 9}}}, 400, "/scores/fit_with_goals/weight"),
        ({"scores": {"nonsense": {"value": 4}}}, 422, "/scores/nonsense"),
        ({"answers": {"problem": 7}}, 422, "/answers/problem"),
        ({"answers": {"nonsense": "?"}}, 422, "/answers/nonsense"),
        ({"recommendation": "maybe"}, 422, "/recommendation"),
        ({"owner": "me"}, 400, "/owner"),
    ],
)
def test_review_with_wrong_values_is_refused(changes: dict[str, Any], status: int, where: str) -> None:
    review = of_business(assigned=True)

    response = Caller(review.owner).put(path(review), answer(**changes), if_match='"1"')

    assert response.status_code == status
    assert places(response)[0][0] == where
    assert Review.objects.get().version == 1


def test_review_with_token_for_reading_cannot_be_submitted() -> None:
    review = of_business(assigned=True)

    response = with_token(review.owner, "read").post(path(review, "/submit"), answer(), if_match='"1"')

    assert problem(response) == (403, "scope_missing")


def test_review_by_the_author_is_not_there() -> None:
    review = of_business(assigned=True)

    response = Caller(author_of(review.idea)).post(path(review, "/submit"), answer(), if_match='"1"')

    assert problem(response) == (404, "not_found")
    assert Review.objects.get().state == Review.State.ASSIGNED


def test_review_after_withdrawal_is_refused() -> None:
    review = of_business(assigned=True, idea=submitted_idea(stage="withdrawn"))

    response = Caller(review.owner).post(path(review, "/submit"), answer(), if_match='"1"')

    assert problem(response) == (409, "idea_closed")


def test_review_claimed_is_mine() -> None:
    me = pool_member().person
    review = of_business()

    response = Caller(me).post(path(review, "/claim"))

    assert response.json()["owner"] == {"id": str(me.public_id), "name": me.name}


def test_review_handed_over_is_theirs() -> None:
    review = of_business(assigned=True, owner=pool_member().person)
    to = pool_member().person

    response = Caller(review.owner).post(path(review, "/hand-over"), {"to": str(to.public_id), "reason": "On leave"})

    assert response.json()["owner"]["name"] == to.name


def test_review_handed_over_to_somebody_away_is_a_conflict() -> None:
    review = of_business(assigned=True, owner=pool_member().person)
    to, today = pool_member().person, timezone.now().date()
    AbsenceFactory(person=to, from_on=today - timedelta(days=1), to_on=today + timedelta(days=1))
    body = {"to": str(to.public_id), "reason": "On leave"}

    refused = Caller(review.owner).post(path(review, "/hand-over"), body)
    DelegationFactory(from_person=to, to_person=pool_member().person)
    given = Caller(review.owner).post(path(review, "/hand-over"), body)

    assert problem(refused) == (409, "reviewer_away")
    assert given.json()["acted_for"] == {"id": str(to.public_id), "name": to.name}


def test_review_handed_over_to_a_stranger_is_refused() -> None:
    review = of_business(assigned=True)
    body = {"to": str(UserFactory().public_id), "reason": "On leave"}

    response = Caller(review.owner).post(path(review, "/hand-over"), body)

    assert places(response) == [("/to", "not_in_pool")]
    assert Review.objects.get().owner == review.owner
