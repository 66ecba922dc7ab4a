"""Pages of suppliers in which people have a stake, without JavaScript."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ideas.models import SupplierInterest, User
from tests.csv_files import rows_of
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.fairness import stake_of, supplier_of
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db
OWN = "/profile/suppliers/"
STRIKE = "/profile/suppliers/strike/"
WHY = "It was another firm of that name."


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def manager() -> Client:
    return signed_in(grant_role(UserFactory(), "programme_manager"))


def held_fast(**fields: bool) -> SupplierInterest:
    """Return a stake that an open idea of the holder's department names."""
    place = pool_member()
    review = ReviewFactory(department=place.department)
    supplier_of(review.idea)
    return stake_of(place.person, **fields)


def test_own_page_offers_no_striking_of_what_one_takes_off_alone() -> None:
    stake = stake_of(UserFactory())

    page = signed_in(stake.person).get(OWN).content.decode()

    assert "ACME Limited" in page
    assert STRIKE not in page


def test_own_page_that_refuses_to_take_it_off_offers_to_ask() -> None:
    stake = held_fast()
    stake_of(stake.person, "Apex")

    response = signed_in(stake.person).post(OWN, {"names": "Apex"})

    page = response.content.decode()
    assert response.status_code == 409
    assert f'action="{STRIKE}"' in page
    assert 'value="ACME Limited"' in page
    assert 'value="Apex"' not in page
    assert SupplierInterest.objects.filter(pk=stake.pk).exists()


def test_striking_is_asked_for_and_told_on_the_own_page() -> None:
    stake = held_fast()
    client = signed_in(stake.person)

    response = client.post(STRIKE, {"striking-supplier": stake.name, "striking-reason": WHY})

    assert (response.status_code, response["Location"]) == (302, OWN)
    assert f"You asked to strike ACME Limited out: {WHY}" in client.get(OWN).content.decode()


def test_striking_without_words_keeps_what_was_chosen() -> None:
    stake = held_fast()

    response = signed_in(stake.person).post(STRIKE, {"striking-supplier": stake.name, "striking-reason": ""})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Say in a few words why." in page
    assert "checked" in page
    assert not SupplierInterest.objects.filter(striking_asked_at__isnull=False).exists()


def test_striking_of_a_supplier_that_is_not_offered_is_refused() -> None:
    stake = held_fast()

    response = signed_in(stake.person).post(STRIKE, {"striking-supplier": "Apex", "striking-reason": WHY})

    assert response.status_code == 422
    assert not SupplierInterest.objects.filter(striking_asked_at__isnull=False).exists()


def test_manager_strikes_it_out() -> None:
    stake = held_fast(mistaken=True)
    client = manager()

    listed = client.get("/interests/suppliers/").content.decode()
    page = client.get(f"/interests/suppliers/{stake.public_id}/").content.decode()
    response = client.post(f"/interests/suppliers/{stake.public_id}/", {"answer": "strike"})

    assert stake.person.name in listed
    assert stake.striking_reason in page
    assert (response.status_code, response["Location"]) == (302, "/interests/suppliers/")
    assert not SupplierInterest.objects.exists()
    assert client.get(f"/interests/suppliers/{stake.public_id}/").status_code == 404


def test_manager_who_lets_it_stand_says_why() -> None:
    stake = held_fast(mistaken=True)
    client = manager()

    wordless = client.post(f"/interests/suppliers/{stake.public_id}/", {"answer": "keep", "reason": ""})
    response = client.post(f"/interests/suppliers/{stake.public_id}/", {"answer": "keep", "reason": "You own it."})

    assert wordless.status_code == 422
    assert response.status_code == 302
    assert "ACME Limited stays: You own it." in signed_in(stake.person).get(OWN).content.decode()


def test_pages_of_managers_are_for_them_alone_and_tell_nobody_what_is_asked() -> None:
    stake = held_fast(mistaken=True)
    lead = signed_in(pool_member(role="lead").person)

    listed = lead.get("/interests/suppliers/")
    one = lead.get(f"/interests/suppliers/{stake.public_id}/")

    assert (listed.status_code, one.status_code) == (403, 404)
    assert stake.name not in listed.content.decode() + one.content.decode()
    assert "/interests/suppliers/" not in lead.get("/interests/").content.decode()
    assert "/interests/suppliers/" in manager().get("/interests/").content.decode()


def test_list_and_file_of_stakes_take_as_many_queries_for_ten_as_for_one() -> None:
    client = manager()
    held_fast(mistaken=True)
    client.get("/interests/suppliers/")
    counts = []
    for _size in (1, 10):
        with CaptureQueriesContext(connection) as queries:
            rows = rows_of(client.get("/suppliers-named-by-mistake.csv"))
            client.get("/interests/suppliers/")
        counts.append(len(queries))
        for _one in range(9):
            held_fast(mistaken=True)

    assert len(rows) == 10
    assert rows[0][2:] == ["ACME Limited", WHY]
    assert counts[0] == counts[1]
