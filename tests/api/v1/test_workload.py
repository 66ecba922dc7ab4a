"""The load of a department over the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Department, Membership, User
from tests.api.client import Caller, problem
from tests.factories import ReviewFactory
from tests.factories.people import MembershipFactory

LOAD = "/api/v1/departments/business/load"


@pytest.fixture
def lead(member: User) -> Membership:
    return MembershipFactory(person=member, department=Department.objects.get(slug="business"), lead=True)


def test_load_of_department_is_told_by_week(api: Caller, lead: Membership) -> None:
    ReviewFactory(department=lead.department, due_at=timezone.now() + timedelta(days=2), points=3)

    body = api.get(f"{LOAD}?weeks=2").json()

    assert body["department"]["slug"] == "business"
    assert body["warn_above"] == 0.75
    assert [week["open_points"] for week in body["weeks"]] == [3, 0]
    assert set(body["weeks"][0]) == {
        "first_on",
        "open_points",
        "expected_points",
        "capacity_points",
        "load",
        "is_over",
    }


def test_load_of_department_has_six_weeks_unless_said(api: Caller, lead: Membership) -> None:
    assert len(api.get(LOAD).json()["weeks"]) == 6


@pytest.mark.parametrize("weeks", ["0", "13", "six"])
def test_load_of_too_many_weeks_is_refused(api: Caller, lead: Membership, weeks: str) -> None:
    assert problem(api.get(f"{LOAD}?weeks={weeks}")) == (400, "invalid_parameter")


def test_load_of_department_of_others_is_refused(api: Caller) -> None:
    assert problem(api.get(LOAD)) == (403, "not_lead")
