"""The weeks to come of departments, from rows."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.exceptions import NotFound, NotPermitted
from ideas.models import Absence, Department, Review
from ideas.routing.forecast import Week
from ideas.selectors.forecast import (
    department_with_load,
    departments_with_load,
    load_forecasts,
    never_given,
    reaches_of,
)
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.house import SiteFactory
from tests.factories.people import MembershipFactory, grant_role
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)  # a Monday


def business() -> Department:
    return Department.objects.get(slug="business")


def of_business(due_in_days: int, **fields: Any) -> Review:
    given = {"opened_at": NOW - timedelta(days=100), "due_at": NOW + timedelta(days=due_in_days, hours=8)}
    return ReviewFactory(department=business(), **(given | fields))


def first_week() -> Week:
    return load_forecasts(departments=[business()], at=NOW)[0].weeks[0]


def test_forecast_of_department_counts_open_points_and_who_is_there() -> None:
    pool_member(capacity=Decimal("0.5"))
    away = pool_member().person
    Absence.objects.create(person=away, from_on=date(2026, 11, 23), to_on=date(2026, 11, 24))
    of_business(2, points=3)
    of_business(-2, points=1)

    week = first_week()

    assert (week.first, week.open_points, week.expected_points) == (date(2026, 11, 23), 4, 0)
    assert week.capacity_points == 5 * 0.5 + 3


def test_forecast_leaves_out_what_stands_is_closed_or_of_others() -> None:
    paused_at = NOW - timedelta(days=1)
    of_business(2, paused_at=paused_at, paused_for="question")
    of_business(2, submitted=True)
    of_business(2, state="cancelled")
    of_business(2, idea=submitted_idea(stage="withdrawn"))
    ReviewFactory(department=Department.objects.get(slug="legal"), due_at=NOW + timedelta(days=2))

    assert first_week().open_points == 0


def test_forecast_expects_what_came_in_twelve_weeks_without_what_was_cancelled() -> None:
    ReviewFactory(opened_at=NOW - timedelta(days=200))  # the first review of all: twelve weeks are known
    recent = {"opened_at": NOW - timedelta(days=70), "submitted": True}
    of_business(-70, points=84, **recent)
    of_business(-70, points=5, opened_at=recent["opened_at"], state="cancelled")

    assert first_week().expected_points == 7


def test_forecast_of_young_installation_takes_the_mean_of_its_days() -> None:
    opened = NOW - timedelta(days=13, hours=1)
    ReviewFactory(
        department=business(), opened_at=opened, due_at=opened + timedelta(hours=1), submitted=True, points=14
    )

    assert first_week().expected_points == 7


def test_forecast_of_department_without_people_is_over() -> None:
    of_business(9)

    (forecast,) = load_forecasts(departments=[business()], at=NOW)

    assert [week.is_over for week in forecast.weeks] == [False, True, False, False, False, False]
    assert forecast.first_over == forecast.weeks[1]


def test_forecast_counts_nobody_on_a_day_that_their_site_does_not_work() -> None:
    SiteFactory(name="Leith")
    pool_member(person=UserFactory(site="leith"))
    pool_member(person=UserFactory(site="Leeds"))

    weeks = load_forecasts(departments=[business()], at=NOW)[0].weeks

    # St Andrew's Day, Monday 30 November, is a holiday in Scotland alone.
    assert [week.capacity_points for week in weeks[:2]] == [10, 9]


def test_forecast_of_department_at_a_site_counts_on_its_calendar() -> None:
    Department.objects.filter(slug="business").update(site=SiteFactory(name="Leith"))
    pool_member()

    weeks = load_forecasts(departments=[business()], at=NOW)[0].weeks

    assert [week.capacity_points for week in weeks[:2]] == [5, 4]


def test_forecast_takes_as_many_queries_for_many_sites_as_for_one() -> None:
    Department.objects.filter(slug="business").update(site=SiteFactory(name="Leith"))
    pool_member(person=UserFactory(site="Leith"))
    few = queries_of_forecast()
    for number in range(20):
        pool_member(person=UserFactory(site=SiteFactory(name=f"Depot {number}").name))

    assert (few, queries_of_forecast()) == (11, 11)


def queries_of_forecast() -> int:
    departments = list(Department.objects.filter(kind="core"))
    with CaptureQueriesContext(
        connection,
    ) as found:
        load_forecasts(departments=departments, at=NOW)
    return len(found)


def test_forecast_takes_as_many_queries_for_a_hundred_rows_as_for_ten() -> None:
    for day in range(10):
        of_business(day, owner=pool_member().person, state="assigned")
    few = queries_of_forecast()
    for day in range(90):
        of_business(day, owner=pool_member().person, state="assigned")

    assert (few, queries_of_forecast()) == (8, 8)


def test_department_with_load_is_for_lead_deputy_and_who_keeps_order() -> None:
    allowed = [
        pool_member(lead=True).person,
        pool_member(deputy=True).person,
        grant_role(UserFactory(), "triager"),
        grant_role(UserFactory(), "programme_manager"),
    ]

    assert [department_with_load(viewer=one, slug="business").slug for one in allowed] == ["business"] * 4


def test_department_with_load_refuses_others_and_does_not_find_what_is_not_there() -> None:
    others = [UserFactory(), pool_member().person, pool_member("legal", lead=True).person]

    for person in others:
        with pytest.raises(NotPermitted) as refused:
            department_with_load(viewer=person, slug="business")
        assert refused.value.error_code == "not_lead"
    with pytest.raises(NotFound):
        department_with_load(viewer=others[0], slug="no-such-department")


def test_departments_with_load_are_own_ones_or_all_that_review() -> None:
    lead = pool_member("legal", lead=True).person
    MembershipFactory(department__slug="parks", department__kind="service")
    manager = grant_role(UserFactory(), "programme_manager")

    assert [one.slug for one in departments_with_load(viewer=lead)] == ["legal"]
    assert departments_with_load(viewer=manager).count() == Department.objects.exclude(kind="service").count()
    with pytest.raises(NotPermitted):
        departments_with_load(viewer=UserFactory())


def test_reaches_of_department_name_whom_and_which_tiers() -> None:
    small = pool_member(capacity=Decimal("0.25"))
    smallest = pool_member(capacity=Decimal("0.1"))

    reaches = reaches_of(department=business())

    assert {one.place.pk: one.tiers for one in reaches.people} == {small.pk: (2, 3), smallest.pk: (1, 2, 3)}
    assert reaches.tiers == (2, 3)


def test_reaches_of_department_with_one_full_reviewer_leave_no_tier_out() -> None:
    pool_member(capacity=Decimal("0.25"))
    full = pool_member()

    assert reaches_of(department=business()).tiers == ()
    assert never_given(full) == ()
