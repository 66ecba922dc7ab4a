"""By which calendar somebody works."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Calendar, User
from ideas.selectors.calendars import CALENDAR_OF_THEIRS
from ideas.selectors.personal_days import calendars_of, days_of
from tests.factories import UserFactory
from tests.factories.house import SiteFactory
from tests.factories.people import DepartmentFactory

pytestmark = pytest.mark.django_db
SAINT_ANDREW = date(2026, 11, 30)  # a holiday in Scotland alone


def calendar(key: str) -> Calendar:
    return Calendar.objects.get(key=key)


@pytest.mark.parametrize(
    ("site", "department", "key"),
    [
        ("Leith", "england_and_wales", "scotland"),
        ("LEITH ", None, "scotland"),
        ("Nowhere", "northern_ireland", "northern_ireland"),
        ("", "scotland", "scotland"),
        ("", None, "england_and_wales"),
    ],
)
def test_calendar_of_a_person_is_that_of_site_else_department_else_house(
    site: str, department: str | None, key: str
) -> None:
    SiteFactory(name="Leith")
    place = DepartmentFactory(slug="stores", calendar=calendar(department)) if department else None
    person = UserFactory(site=site, department=place)

    assert calendars_of(people=[person])[person.pk].key == key


def test_quiet_time_is_on_days_off_of_the_site() -> None:
    SiteFactory(name="Leith")
    here, there = UserFactory(), UserFactory(site="Leith")

    works = [days_of(person=one).works_on(SAINT_ANDREW) for one in (here, there)]

    assert works == [True, False]


def test_calendars_of_many_people_cost_the_same_as_of_few() -> None:
    SiteFactory(name="Leith")
    department = DepartmentFactory(slug="stores", calendar=calendar("scotland"))
    counts = []
    for number in (2, 20):
        for site in ("Leith", ""):
            UserFactory.create_batch(number, site=site, department=department)
        people = User.objects.select_related(*CALENDAR_OF_THEIRS)
        with CaptureQueriesContext(connection) as queries:
            calendars_of(people=people)
        counts.append(len(queries))

    assert counts == [4, 4]
