"""Stakes in suppliers by the API."""

import pytest

from ideas.models import SupplierInterest
from tests.api.client import problem, with_token
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.fairness import stake_of, supplier_of
from tests.factories.ideas import author_of
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db
WHY = "It was another firm of that name."


def held_fast() -> tuple[SupplierInterest, str]:
    place = pool_member()
    review = ReviewFactory(department=place.department)
    supplier_of(review.idea)
    return stake_of(place.person), review.idea.ref


def test_stake_named_by_mistake_is_listed_with_its_ideas_and_struck_out() -> None:
    stake, ref = held_fast()
    caller = with_token(stake.person, "read", "write")
    keeper = with_token(grant_role(UserFactory(), "programme_manager"), "read", "write")

    kept = caller.put("/api/v1/me/suppliers", {"names": []})
    asked = caller.post("/api/v1/me/suppliers/strike", {"name": "Acme", "reason": WHY})
    listed = keeper.get("/api/v1/supplier-stakes").json()["results"]
    path = f"/api/v1/supplier-stakes/{listed[0]['id']}"
    read = keeper.get(path).json()
    settled = keeper.post(f"{path}/settle", {"is_struck": True})

    assert problem(kept) == (409, "supplier_named")
    assert (asked.status_code, settled.status_code) == (200, 204)
    assert (listed[0]["person"]["name"], listed[0]["name"], listed[0]["reason"]) == (
        stake.person.name,
        "ACME Limited",
        WHY,
    )
    assert (read["ideas"], read["allowed_actions"]) == ([ref], ["settle"])
    assert caller.get("/api/v1/me/suppliers").json() == {"names": []}
    assert problem(keeper.get(path)) == (404, "not_found")


def test_stake_that_stays_needs_words() -> None:
    stake, _ref = held_fast()
    with_token(stake.person, "write").post("/api/v1/me/suppliers/strike", {"name": "Acme", "reason": WHY})
    keeper = with_token(grant_role(UserFactory(), "programme_manager"), "read", "write")

    refused = keeper.post(f"/api/v1/supplier-stakes/{stake.public_id}/settle", {"is_struck": False})

    assert refused.status_code == 422
    assert SupplierInterest.objects.get().striking_reason == WHY


def test_stake_is_not_settled_by_an_author_of_what_it_names() -> None:
    place = pool_member()
    review = ReviewFactory(department=place.department)
    supplier_of(review.idea)
    stake = stake_of(place.person, mistaken=True)
    author = with_token(grant_role(author_of(review.idea), "programme_manager"), "read", "write")

    read = author.get(f"/api/v1/supplier-stakes/{stake.public_id}").json()
    refused = author.post(f"/api/v1/supplier-stakes/{stake.public_id}/settle", {"is_struck": True})

    assert read["allowed_actions"] == []
    assert problem(refused) == (403, "cannot_strike")
    assert SupplierInterest.objects.filter(pk=stake.pk).exists()


def test_stakes_of_others_are_listed_for_managers_alone() -> None:
    stake_of(UserFactory(), mistaken=True)
    lead = with_token(pool_member(role="lead").person, "read")

    assert problem(lead.get("/api/v1/supplier-stakes")) == (403, "cannot_strike")
