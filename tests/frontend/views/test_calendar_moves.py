"""The settings of a calendar say how many dates will move before anything is saved."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from ideas.models import Calendar
from tests.factories import UserFactory, grant_role
from tests.factories.clocks import london, running_review

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


@pytest.fixture
def settings_holiday_address() -> str:
    return reverse("settings-holiday-add", kwargs={"key": "england_and_wales"})
