"""The settings of a calendar say how many dates will move before anything is saved."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from ideas.models import Calendar
from tests.factories import UserFactory, grant_role
from tests.factories.clocks import london, running_review
from tests.factories.house import HolidayFactory
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db
DAY = {"on": "2027-03-05", "name": "Founders’ day"}


def post(address: str, fields: dict[str, str]) -> tuple[int, str]:
    person = UserFactory()
    grant_role(person, "programme_manager")
    with time_machine.travel(london(2027, 3, 2, 12), tick=False):
        client = Client()
        client.force_login(person)
        response = client.post(address, fields)
    return response.status_code, response.content.decode()


def test_day_that_moves_dates_is_saved_after_saying_so(settings_holiday_address: str) -> None:
    running_review()

    status, page = post(settings_holiday_address, DAY)

    assert status == 200
    assert "2 open dates will move." in page
    assert not Calendar.objects.get(key="england_and_wales").holidays.filter(on="2027-03-05").exists()
    assert post(settings_holiday_address, {**DAY, "moves": "2"})[0] == 302
    assert Calendar.objects.get(key="england_and_wales").holidays.filter(on="2027-03-05").exists()


def test_day_that_moves_nothing_is_saved_at_once(settings_holiday_address: str) -> None:
    assert post(settings_holiday_address, DAY)[0] == 302


def test_holiday_whose_removal_moves_dates_stays_until_that_was_said() -> None:
    calendar = Calendar.objects.get(key="england_and_wales")
    holiday = HolidayFactory(calendar=calendar, on=date(2027, 3, 8))
    running_review()
    address = reverse("settings-holiday-remove", kwargs={"key": calendar.key, "public_id": holiday.public_id})

    status, page = post(address, {})

    assert status == 200
    assert "One open date will move." in page
    assert "One of them comes nearer; its reviewer is told." in page
    assert calendar.holidays.filter(pk=holiday.pk).exists()
    assert post(address, {"moves": "1"})[0] == 302
    assert not calendar.holidays.filter(pk=holiday.pk).exists()


def test_missing_public_holidays_that_move_dates_are_added_after_saying_so() -> None:
    calendar = Calendar.objects.get(key="england_and_wales")
    calendar.holidays.filter(on="2027-03-26").delete()  # Good Friday
    running_review(due_at=london(2027, 3, 26, 17))
    address = reverse("settings-holidays-refill", kwargs={"key": calendar.key})

    status, page = post(address, {})

    assert status == 200
    assert "One open date will move." in page
    assert not calendar.holidays.filter(on="2027-03-26").exists()
    assert post(address, {"moves": "1"})[0] == 302
    assert calendar.holidays.filter(on="2027-03-26").exists()


def test_removal_by_somebody_who_may_not_is_refused_before_anything_is_said() -> None:
    calendar = Calendar.objects.get(key="england_and_wales")
    holiday = HolidayFactory(calendar=calendar, on=date(2027, 3, 8))
    running_review()
    lead = pool_member(lead=True).person
    address = reverse("settings-holiday-remove", kwargs={"key": calendar.key, "public_id": holiday.public_id})

    with time_machine.travel(london(2027, 3, 2, 12), tick=False):
        client = Client()
        client.force_login(lead)
        response = client.post(address, {})

    assert response.status_code == 403
    assert calendar.holidays.filter(pk=holiday.pk).exists()


@pytest.fixture
def settings_holiday_address() -> str:
    return reverse("settings-holiday-add", kwargs={"key": "england_and_wales"})
