"""Leads are warned once a week, whoever asks how often."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Department, Event
from ideas.news import NewsKind
from ideas.selectors.recipients import recipients_of
from ideas.services.defaults import install_defaults
from ideas.services.load_warnings import warn_of_load
from tests.at_once import at_once
from tests.factories import ReviewFactory
from tests.factories.reviews import pool_member


def overload(slug: str) -> None:
    ReviewFactory(department=Department.objects.get(slug=slug), due_at=timezone.now() + timedelta(days=3), points=5)


@pytest.mark.django_db
def test_warn_of_load_tells_each_department_that_has_too_much() -> None:
    overload("business")
    pool_member("legal")
    lead, deputy = pool_member("business", lead=True), pool_member("business", deputy=True)
    for place in (lead, deputy):
        place.capacity = "0.5"
        place.save()

    assert warn_of_load() == 1

    event = Event.objects.get(type="department.load_warned")
    assert event.payload == {"department_id": lead.department_id}
    assert [(one.person_id, one.kind) for one in recipients_of(event=event)] == [
        (lead.person_id, NewsKind.DEPARTMENT_BUSY),
        (deputy.person_id, NewsKind.DEPARTMENT_BUSY),
    ]


@pytest.mark.django_db
def test_warn_of_load_again_in_the_same_week_tells_nobody() -> None:
    overload("business")
    warn_of_load()

    assert warn_of_load() == 0
    assert Event.objects.filter(type="department.load_warned").count() == 1


@pytest.mark.django_db
def test_warn_of_load_without_too_much_work_tells_nobody() -> None:
    pool_member("business")

    assert warn_of_load() == 0
    assert not Event.objects.filter(type="department.load_warned").exists()


@pytest.mark.django_db(transaction=True)
def test_warn_of_load_twice_at_once_tells_once() -> None:
    install_defaults()
    overload("business")

    at_once(warn_of_load, warn_of_load)

    assert Event.objects.filter(type="department.load_warned").count() == 1
