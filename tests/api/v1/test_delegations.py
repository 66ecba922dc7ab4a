"""Acting for somebody by the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Delegation, Review, User
from tests.api.client import problem, with_token
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.fairness import DelegationFactory
from tests.factories.ideas import author_of
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db


def asked(to: User) -> dict[str, str]:
    today = timezone.now().date()
    return {
        "to": str(to.public_id),
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=5)).isoformat(),
    }


def held() -> Review:
    place = pool_member()
    return ReviewFactory(department=place.department, assigned=True, owner=place.person)


def test_own_delegations_are_named_and_ended() -> None:
    giver, holder = pool_member().person, pool_member().person
    caller = with_token(giver, "read", "write")

    made = caller.post("/api/v1/me/delegations", asked(holder))
    listed = caller.get("/api/v1/me/delegations").json()["results"]
    ended = caller.delete(f"/api/v1/delegations/{made.json()['id']}")

    assert (made.status_code, ended.status_code) == (201, 204)
    assert made["Location"] == f"/api/v1/delegations/{made.json()['id']}"
    assert [one["id"] for one in listed] == [made.json()["id"]]
    assert Delegation.objects.get().ended_at is not None


def test_own_delegation_that_would_be_a_chain_is_refused() -> None:
    giver, holder = pool_member().person, pool_member().person
    DelegationFactory(from_person=UserFactory(), to_person=giver)

    answer = with_token(giver, "write").post("/api/v1/me/delegations", asked(holder))

    assert answer.status_code == 422
    assert [one["code"] for one in answer.json()["errors"]] == ["delegation_chain"]
    assert not Delegation.objects.filter(from_person=giver).exists()


def test_delegation_outside_the_pool_is_agreed_to_by_a_programme_manager() -> None:
    row = DelegationFactory(asked=True, from_person=pool_member().person)
    caller = with_token(grant_role(UserFactory(), "programme_manager"), "read", "write")

    waiting = caller.get("/api/v1/delegations").json()["results"]
    agreed = caller.post(f"/api/v1/delegations/{row.public_id}/approval")
    again = caller.post(f"/api/v1/delegations/{row.public_id}/approval")

    assert [one["id"] for one in waiting] == [str(row.public_id)]
    assert agreed.status_code == 200
    assert problem(again) == (409, "delegation_settled")


def test_approval_by_whoever_is_to_act_is_refused() -> None:
    row = DelegationFactory(asked=True, from_person=pool_member().person)

    answer = with_token(row.to_person, "write").post(f"/api/v1/delegations/{row.public_id}/approval")

    assert problem(answer) == (403, "not_lead")
    assert Delegation.objects.get().agreed_at is None


def test_step_in_takes_the_review_and_says_for_whom() -> None:
    review = held()
    row = DelegationFactory(from_person=review.owner, to_person=pool_member().person)

    answer = with_token(row.to_person, "read", "write").post(f"/api/v1/reviews/{review.public_id}/step-in")

    assert answer.status_code == 200
    assert (Review.objects.get().owner, Review.objects.get().acted_for) == (row.to_person, row.from_person)


def test_step_in_by_an_author_is_refused() -> None:
    review = held()
    holder = author_of(review.idea)
    DelegationFactory(from_person=review.owner, to_person=holder)

    answer = with_token(holder, "write").post(f"/api/v1/reviews/{review.public_id}/step-in")

    assert answer.status_code == 404
    assert Review.objects.get().owner == review.owner


def test_step_in_after_it_ended_is_refused() -> None:
    review = held()
    row = DelegationFactory(from_person=review.owner, to_person=pool_member().person, ended_at=timezone.now())

    answer = with_token(row.to_person, "write").post(f"/api/v1/reviews/{review.public_id}/step-in")

    assert problem(answer) == (403, "not_your_review")
    assert Review.objects.get().owner == row.from_person
