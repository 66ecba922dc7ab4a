"""What pages say while somebody is away, and of what left them meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from ideas.models import Absence, Department, Notification, Review, User
from ideas.services.absence_cover import cover_absence
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.fairness import DelegationFactory
from tests.factories.house import AbsenceFactory
from tests.factories.news import NotificationFactory
from tests.factories.reviews import pool_member, routed_idea
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/absences/add-for-member/"
FAR = timezone.localdate() + timedelta(days=30)


def away() -> User:
    """Somebody of Business who is away from yesterday on, for some days more."""
    person: User = pool_member().person
    today = timezone.localdate()
    AbsenceFactory(person=person, from_on=today - timedelta(days=1), to_on=today + timedelta(days=3))
    return person


def test_desk_of_somebody_away_says_until_when_and_who_acts_for_them() -> None:
    person = away()
    acting = DelegationFactory(from_person=person, to_person=pool_member().person).to_person
    until = date_format(timezone.localdate() + timedelta(days=3), "j M Y")

    page = signed_in(person).get("/reviews/").content.decode()

    assert f"You are away until {until}; nothing new comes to you. {acting.name} acts for you. Nothing is late." in page


def test_desk_of_somebody_who_is_here_says_nothing_of_absences() -> None:
    person = pool_member().person
    today = timezone.localdate()
    AbsenceFactory(person=person, from_on=today, to_on=today, part="morning")

    assert "You are away" not in signed_in(person).get("/reviews/").content.decode()


def test_review_of_somebody_away_says_in_the_history_why_it_looks_for_another_reviewer() -> None:
    person, reader = away(), pool_member("legal").person
    review = ReviewFactory(
        idea=routed_idea(stage="in_review"),
        department=Department.objects.get(slug="business"),
        assigned=True,
        owner=person,
        due_at=timezone.now() + timedelta(days=1),
    )

    cover_absence(person=person)

    assert Review.objects.get().owner is None
    page = signed_in(reader).get(f"/ideas/{review.idea.ref}/").content.decode()
    assert "looks for another reviewer: the one before is away. The date stays" in page


@pytest.mark.parametrize(("is_theirs", "count"), [(True, 0), (False, 1)])
def test_news_of_a_review_that_somebody_else_has_by_now_says_so(is_theirs: bool, count: int) -> None:
    person, other = pool_member().person, pool_member().person
    review = ReviewFactory(
        department=Department.objects.get(slug="business"), assigned=True, owner=person if is_theirs else other
    )
    NotificationFactory(person=person, kind="review_assigned", idea=review.idea, review=review)

    page = signed_in(person).get("/news/").content.decode()

    assert Notification.objects.count() == 1
    assert page.count("It is not yours any more.") == count


def test_profile_tells_an_absence_of_one_day_as_one_day() -> None:
    person = pool_member().person
    today = timezone.localdate()
    AbsenceFactory(person=person, from_on=today, to_on=today, part="morning")

    page = signed_in(person).get("/profile/").content.decode()

    day = date_format(today, "j M Y")
    assert f"<li>{day}, the morning" in page
    assert f"{day} to {day}" not in page


def test_lead_finds_changes_and_removes_what_members_are_away() -> None:
    lead = pool_member(role="lead").person
    row = AbsenceFactory(person=away(), from_on=timezone.localdate() + timedelta(days=9), to_on=FAR)
    AbsenceFactory(person=pool_member("legal").person, from_on=FAR, to_on=FAR)
    client, days = signed_in(lead), {"from_on": FAR.isoformat(), "to_on": FAR.isoformat(), "part": "whole"}

    page = client.get(PAGE).content.decode()
    form = client.get(f"/absences/{row.public_id}/").content.decode()
    changed = client.post(f"/absences/{row.public_id}/", days)
    removed = client.post(f"/absences/{row.public_id}/remove/")

    assert page.count(f"<strong>{row.person.name}</strong>") == 2
    assert page.count(f'href="/absences/{row.public_id}/remove/"') == 1
    assert page.count("/remove/") == 2
    assert f"Days away of {row.person.name}" in form
    assert [changed["Location"], removed["Location"]] == [PAGE, PAGE]
    assert not Absence.objects.filter(pk=row.pk).exists()


def test_own_absence_leads_back_to_the_profile() -> None:
    row = AbsenceFactory(person=pool_member(role="lead").person, from_on=FAR, to_on=FAR)
    client = signed_in(row.person)

    page = client.get(PAGE).content.decode()
    removed = client.post(f"/absences/{row.public_id}/remove/")

    assert "No absences are known." in page
    assert removed["Location"] == "/profile/"


@pytest.mark.parametrize("count", [1, 9])
def test_page_of_members_away_takes_a_fixed_number_of_queries(count: int, django_assert_num_queries: Any) -> None:
    client = signed_in(pool_member(role="lead").person)
    for _ in range(count):
        away()
    client.get(PAGE)

    with django_assert_num_queries(8):
        client.get(PAGE)


def test_person_in_the_settings_shows_what_was_fed_and_leads_back_there() -> None:
    admin = UserFactory()
    grant_role(admin, "administrator")
    row = AbsenceFactory(person=UserFactory(), from_on=FAR, to_on=FAR, source="feed")
    AbsenceFactory(person=row.person, from_on=FAR + timedelta(days=1), to_on=FAR + timedelta(days=1), source="self")
    client, page_of_person = signed_in(admin), f"/settings/people/{row.person.public_id}/"

    page = client.get(page_of_person).content.decode()
    form = client.get(f"/absences/{row.public_id}/").content.decode()
    removed = client.post(f"/absences/{row.public_id}/remove/")
    empty = client.get(page_of_person).content.decode()

    assert page.count("told by the personnel system") == 1
    assert page.count("/remove/") == 1
    assert f'href="{page_of_person}"' in form
    assert removed["Location"] == page_of_person
    assert "When they are away" in page
    assert "When they are away" not in empty
