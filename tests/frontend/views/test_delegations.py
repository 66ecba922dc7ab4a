"""Pages about acting for somebody, without JavaScript."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ideas.models import Absence, Delegation, Review, ReviewMove, User
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.fairness import DelegationFactory, InterestFactory
from tests.factories.reviews import pool_member, routed_idea

pytestmark = pytest.mark.django_db


def signed_in(person: User | None) -> Client:
    client = Client()
    client.force_login(person)
    return client


def days(last: int = 5) -> dict[str, str]:
    today = timezone.now().date()
    return {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=last)).isoformat()}


def held(**fields: Any) -> Review:
    place = pool_member()
    return ReviewFactory(department=place.department, assigned=True, owner=place.person, **fields)


def test_delegation_page_names_a_colleague_of_the_pool_at_once() -> None:
    giver, holder = pool_member().person, pool_member().person

    response = signed_in(giver).post("/profile/delegations/add/", {"to": holder.email, **days()})

    assert (response.status_code, response["Location"]) == (302, "/profile/")
    row = Delegation.objects.get()
    assert (row.from_person, row.to_person, row.agreed_at is not None) == (giver, holder, True)


def test_delegation_page_offers_colleagues_by_name() -> None:
    giver, holder = pool_member().person, pool_member().person

    page = signed_in(giver).get("/profile/delegations/add/").content.decode()

    assert f'<option value="{holder.email}">{holder.name}</option>' in page


def test_delegation_page_that_would_be_a_chain_keeps_what_was_typed() -> None:
    giver, holder = pool_member().person, pool_member().person
    DelegationFactory(from_person=holder, to_person=pool_member().person)

    response = signed_in(giver).post("/profile/delegations/add/", {"to": holder.email, **days()})

    assert response.status_code == 422
    assert days()["ends_on"] in response.content.decode()
    assert not Delegation.objects.filter(from_person=giver).exists()


def test_delegations_page_lets_the_lead_agree() -> None:
    lead, giver = pool_member(lead=True).person, pool_member().person
    row = DelegationFactory(asked=True, from_person=giver)

    page = signed_in(lead).get("/delegations/").content.decode()
    response = signed_in(lead).post(f"/delegations/{row.public_id}/approve/")

    assert row.to_person.name in page
    assert (response.status_code, response["Location"]) == (302, "/delegations/")
    assert Delegation.objects.get().approved_by == lead


def test_agreeing_by_one_of_the_two_is_refused() -> None:
    row = DelegationFactory(asked=True, from_person=pool_member().person)

    response = signed_in(row.from_person).post(f"/delegations/{row.public_id}/approve/")

    assert response.status_code == 403
    assert Delegation.objects.get().agreed_at is None


def test_end_page_ends_it_for_one_of_the_two() -> None:
    row = DelegationFactory()

    response = signed_in(row.to_person).post(f"/delegations/{row.public_id}/end/")

    assert (response.status_code, response["Location"]) == (302, "/profile/")
    assert Delegation.objects.get().ended_at is not None


def test_step_in_page_takes_the_review_in_the_others_place() -> None:
    review = held()
    row = DelegationFactory(from_person=review.owner, to_person=pool_member().person)

    response = signed_in(row.to_person).post(f"/reviews/{review.public_id}/step-in/")

    assert (response.status_code, response["Location"]) == (302, f"/reviews/{review.public_id}/")
    assert (Review.objects.get().owner, Review.objects.get().acted_for) == (row.to_person, row.from_person)


@pytest.mark.parametrize("bound", ["giver", "holder"])
def test_step_in_page_where_one_of_the_two_has_an_interest_is_refused(bound: str) -> None:
    review = held()
    row = DelegationFactory(from_person=review.owner, to_person=pool_member().person)
    person = row.from_person if bound == "giver" else row.to_person
    InterestFactory(recused=True, idea=review.idea, person=person)

    response = signed_in(row.to_person).post(f"/reviews/{review.public_id}/step-in/")

    assert response.status_code == 403
    assert Review.objects.get().owner == row.from_person


def test_history_and_lane_name_who_acts_for_whom() -> None:
    idea = routed_idea(stage=Stage.IN_REVIEW)
    place = pool_member()
    review = ReviewFactory(idea=idea, department=place.department, assigned=True, owner=place.person)
    holder = DelegationFactory(from_person=place.person).to_person

    signed_in(holder).post(f"/reviews/{review.public_id}/step-in/")

    page = " ".join(signed_in(UserFactory()).get(f"/ideas/{idea.ref}/").content.decode().split())
    assert f"gave it to {holder.name} for {place.person.name}" in page
    assert f'<p class="gs-lane-o">{holder.name} for {place.person.name}</p>' in page


def test_take_over_page_is_open_to_programme_managers_while_the_lead_is_away() -> None:
    lead, review = pool_member(lead=True).person, held()
    manager = signed_in(grant_role(UserFactory(), "programme_manager"))
    address = f"/reviews/{review.public_id}/take-over/"
    before = manager.get(address).status_code
    today = timezone.now().date()
    Absence.objects.create(person=lead, from_on=today, to_on=today)

    page, done = manager.get(address), manager.post(address, {"reason": "Nobody else is here."})

    assert (before, page.status_code, done.status_code) == (404, 200, 302)
    assert ReviewMove.objects.get().reason == "Nobody else is here."


def test_desk_shows_programme_managers_what_is_open_where_lead_and_deputy_are_away() -> None:
    lead, review = pool_member(lead=True).person, held()
    manager = signed_in(grant_role(UserFactory(), "programme_manager"))
    before = manager.get("/reviews/").content.decode()
    today = timezone.now().date()
    Absence.objects.create(person=lead, from_on=today, to_on=today)

    page = manager.get("/reviews/").content.decode()
    file = b"".join(manager.get("/reviews/departments.csv").streaming_content).decode()

    address = f'href="/reviews/{review.public_id}/"'
    assert (address in before, address in page) == (False, True)
    assert "Open where lead and deputy are away" in page
    assert review.idea.ref in file
