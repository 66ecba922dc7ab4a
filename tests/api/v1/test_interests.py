"""Interests and suppliers by the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Interest, Review
from tests.api.client import problem, with_token
from tests.factories import ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.fairness import InterestFactory
from tests.factories.ideas import author_of
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db
SAID = {"nature": "potential", "kind": "financial", "text": "I own shares of the only seller."}


def held() -> Review:
    place = pool_member()
    return ReviewFactory(department=place.department, assigned=True, owner=place.person)


def test_own_interest_that_was_not_named_is_null() -> None:
    review = held()

    body = with_token(review.owner, "read").get(f"/api/v1/ideas/{review.idea.ref}/interest").json()

    assert body == {"interest": None, "allowed_actions": ["declare"]}


def test_own_interest_is_named_decided_and_told() -> None:
    review, lead = held(), pool_member(role="lead").person
    caller, decider = with_token(review.owner, "read", "write"), with_token(lead, "read", "write")

    named = caller.put(f"/api/v1/ideas/{review.idea.ref}/interest", SAID)
    waiting = decider.get("/api/v1/interests").json()["results"]
    decided = decider.post(
        f"/api/v1/interests/{waiting[0]['id']}/decision", {"may_go_on": True, "mitigation": "Mira reads it first."}
    )

    assert (named.status_code, decided.status_code) == (200, 200)
    assert named.json()["interest"]["state"] == "declared"
    assert (waiting[0]["idea"], waiting[0]["allowed_actions"]) == (review.idea.ref, ["decide"])
    assert "text" not in waiting[0]
    told = caller.get(f"/api/v1/ideas/{review.idea.ref}/interest").json()["interest"]
    assert (told["state"], told["mitigation"], told["has_voted"]) == ("mitigated", "Mira reads it first.", False)


def test_interest_named_by_mistake_is_listed_and_struck_out() -> None:
    review = held()
    person, manager = review.owner, grant_role(UserFactory(), "programme_manager")
    caller, keeper = with_token(person, "read", "write"), with_token(manager, "read", "write")
    caller.put(f"/api/v1/ideas/{review.idea.ref}/interest", {**SAID, "nature": "actual"})

    listed = keeper.get("/api/v1/interests?state=recused").json()["results"]
    path = f"/api/v1/interests/{listed[0]['id']}"
    before = keeper.get(path).json()
    struck = keeper.post(f"{path}/strike", {"reason": "It was another idea."})
    again = keeper.post(f"{path}/strike", {"reason": "It was another idea."})

    assert listed[0]["allowed_actions"] == []
    assert before["allowed_actions"] == ["strike"]
    assert (struck.json()["state"], struck.json()["struck_reason"]) == ("struck", "It was another idea.")
    assert (struck.json()["struck_by"]["name"], struck.json()["allowed_actions"]) == (manager.name, [])
    assert problem(again) == (409, "interest_settled")
    assert caller.get(f"/api/v1/ideas/{review.idea.ref}/interest").json()["interest"] is None


def test_interest_is_not_struck_out_by_the_person() -> None:
    interest = InterestFactory()

    answer = with_token(interest.person, "write").post(
        f"/api/v1/interests/{interest.public_id}/strike", {"reason": "It was another idea."}
    )

    assert problem(answer) == (403, "cannot_strike")
    assert Interest.objects.get().state == "declared"


def test_own_interest_of_somebody_not_asked_is_refused() -> None:
    review = held()

    answer = with_token(UserFactory(), "write").put(f"/api/v1/ideas/{review.idea.ref}/interest", SAID)

    assert problem(answer) == (403, "not_asked")
    assert not Interest.objects.exists()


def test_review_with_an_undecided_interest_allows_saving_alone() -> None:
    review = held()
    caller = with_token(review.owner, "read", "write")
    caller.put(f"/api/v1/ideas/{review.idea.ref}/interest", SAID)

    assert caller.get(f"/api/v1/reviews/{review.public_id}").json()["allowed_actions"] == ["save"]


def test_suppliers_of_an_idea_are_named_by_its_author() -> None:
    idea = submitted_idea()
    caller = with_token(author_of(idea), "read", "write")

    put = caller.put(f"/api/v1/ideas/{idea.ref}/suppliers", {"names": ["Zenith", "ACME Ltd", "acme"]})

    assert put.json() == {"names": ["ACME Ltd", "Zenith"]}
    assert caller.get(f"/api/v1/ideas/{idea.ref}/suppliers").json() == put.json()


def test_suppliers_of_a_person_are_their_own_list() -> None:
    caller = with_token(UserFactory(), "read", "write")
    caller.put("/api/v1/me/suppliers", {"names": ["Acme"]})

    assert caller.get("/api/v1/me/suppliers").json() == {"names": ["Acme"]}


@pytest.mark.parametrize("count", [10, 100])
def test_list_of_interests_takes_as_many_queries_for_any_number(count: int) -> None:
    caller = with_token(grant_role(UserFactory(), "programme_manager"), "read", "write")
    place = pool_member()
    for _ in range(count):
        InterestFactory(department=place.department)
    caller.get("/api/v1/interests?limit=100")

    with CaptureQueriesContext(connection) as asked:
        assert len(caller.get("/api/v1/interests?limit=100").json()["results"]) == count

    assert len([one for one in asked if "ideas_interest" in one["sql"]]) == 1
    assert len(asked) <= 8
