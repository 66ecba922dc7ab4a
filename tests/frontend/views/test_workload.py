"""Pages about how much work departments have, without JavaScript."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from ideas.models import Department, User
from tests.factories import ReviewFactory, UserFactory
from tests.factories.people import grant_role
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def business() -> Department:
    return Department.objects.get(slug="business")


def test_load_page_warns_of_the_first_week_that_is_too_full() -> None:
    lead = pool_member(lead=True, capacity=Decimal("0.5")).person
    ReviewFactory(opened_at=timezone.now() - timedelta(days=100))
    opened_at = timezone.now() - timedelta(days=90)
    ReviewFactory(department=business(), opened_at=opened_at, due_at=timezone.now() + timedelta(days=2), points=5)

    page = signed_in(lead).get("/departments/business/load/").content.decode()

    assert "the load is too high: 200 %" in page
    assert page.count('class="gs-fc-n"') == 6


def test_load_page_names_who_can_never_be_given_a_review() -> None:
    lead = pool_member(lead=True, capacity=Decimal("0.25")).person

    page = signed_in(lead).get("/departments/business/load/").content.decode()

    assert "Nobody here can take a review of tier 2, 3" in page
    assert "the load is too high" not in page


def test_load_page_of_others_is_refused() -> None:
    assert signed_in(pool_member().person).get("/departments/business/load/").status_code == 403


def test_loads_page_shows_every_department_to_programme_managers() -> None:
    page = signed_in(grant_role(UserFactory(), "programme_manager")).get("/departments/load/").content.decode()

    assert 'href="/departments/business/load/"' in page


def test_settings_of_department_and_member_warn_of_a_capacity_that_is_too_small() -> None:
    lead = pool_member(lead=True).person
    small = pool_member(capacity=Decimal("0.25"))
    client = signed_in(lead)

    department = client.get("/settings/departments/business/").content.decode()
    member = client.get(f"/settings/departments/business/members/{small.public_id}/").content.decode()

    assert f"{small.person.name}, capacity 0.25: none of tier 2, 3" in department
    assert "With this capacity no review of tier 2, 3 can ever be given to them." in member
