from datetime import date
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from ideas.models import Absence, ApiToken, User
from tests.factories import MembershipFactory, UserFactory
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client: Client) -> User:
    person = UserFactory(name="Rhian Morgan")
    client.force_login(person)
    return person


def test_profile_of_nobody_leads_to_signing_in(client: Client) -> None:
    assert client.get("/profile/")["Location"] == "/accounts/login/?next=/profile/"


def test_profile_shows_the_person_with_a_bounded_number_of_queries(
    client: Client, person: User, django_assert_max_num_queries: Any
) -> None:
    MembershipFactory(person=person)
    for month in range(1, 10):
        Absence.objects.create(person=person, from_on=date(2027, month, 1), to_on=date(2027, month, 2))

    with django_assert_max_num_queries(20):
        response = client.get("/profile/")

    assert response.status_code == 200
    assert b"Rhian Morgan" in response.content


def test_profile_changes_the_time_zone_and_shows_it(client: Client, person: User) -> None:
    response = client.post("/profile/", {"locale": "en-gb", "time_zone": "Asia/Tokyo"})

    person.refresh_from_db()
    assert response.status_code == 302
    assert person.time_zone == "Asia/Tokyo"


def test_profile_with_an_unknown_time_zone_keeps_the_form(client: Client, person: User) -> None:
    response = client.post("/profile/", {"locale": "en-gb", "time_zone": "Moon/Sea"})

    person.refresh_from_db()
    assert response.status_code == 422
    assert person.time_zone == "Europe/London"


def test_absence_is_added_changed_and_removed_on_pages(client: Client, person: User) -> None:
    client.post("/absences/add/", {"from_on": "2026-12-01", "to_on": "2026-12-04"})
    absence = Absence.objects.get(person=person)

    client.post(f"/absences/{absence.public_id}/", {"from_on": "2026-12-02", "to_on": "2026-12-04"})
    absence.refresh_from_db()
    assert absence.from_on == date(2026, 12, 2)

    assert client.get(f"/absences/{absence.public_id}/remove/").status_code == 200
    client.post(f"/absences/{absence.public_id}/remove/")
    assert not Absence.objects.exists()


def test_absence_that_ends_before_it_begins_keeps_the_days(client: Client, person: User) -> None:
    response = client.post("/absences/add/", {"from_on": "2026-12-04", "to_on": "2026-12-01"})

    assert response.status_code == 422
    assert b"The last day comes before the first." in response.content
    assert b'value="2026-12-04"' in response.content
    assert not Absence.objects.exists()


def test_absence_of_half_a_day_is_told_changed_and_listed(client: Client, person: User) -> None:
    client.post("/absences/add/", {"from_on": "2026-12-01", "to_on": "2026-12-01", "part": "morning"})
    absence = Absence.objects.get(person=person)

    listed = client.get("/profile/").content.decode()
    form = client.get(f"/absences/{absence.public_id}/").content.decode()
    csv = b"".join(client.get("/profile/absences.csv").streaming_content).decode()

    assert absence.part == "morning"
    assert "<li>1 Dec 2026, the morning" in listed
    assert '<option value="morning" selected>' in form
    assert "the morning" in csv


def test_absence_of_half_of_several_days_keeps_what_was_typed(client: Client, person: User) -> None:
    days = {"from_on": "2026-12-01", "to_on": "2026-12-04", "part": "afternoon"}

    response = client.post("/absences/add/", days)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Half a day is told for one day: give it as first and last day." in page
    assert '<option value="afternoon" selected>' in page
    assert 'value="2026-12-04"' in page
    assert not Absence.objects.exists()


def test_absence_of_somebody_else_is_not_found(client: Client, person: User) -> None:
    absence = Absence.objects.create(person=UserFactory(), from_on=date(2026, 12, 1), to_on=date(2026, 12, 1))

    assert client.get(f"/absences/{absence.public_id}/").status_code == 404
    assert client.post(f"/absences/{absence.public_id}/remove/").status_code == 404
    assert Absence.objects.count() == 1


def test_lead_adds_the_absence_of_a_member(client: Client, person: User) -> None:
    lead = MembershipFactory(lead=True, person=person)
    member = MembershipFactory(department=lead.department, person=UserFactory(email="tom@example.org"))
    days = {"from_on": "2026-12-01", "to_on": "2026-12-04"}

    added = client.post("/absences/add-for-member/", {"person": "tom@example.org", **days})
    stranger = client.post("/absences/add-for-member/", {"person": UserFactory().email, **days})

    assert (added.status_code, stranger.status_code) == (302, 403)
    assert Absence.objects.get().person == member.person


def test_member_cannot_open_the_page_for_others(client: Client, person: User) -> None:
    assert client.get("/absences/add-for-member/").status_code == 403


def test_sessions_are_listed_and_ended(client: Client) -> None:
    person = UserFactory()
    other = Client()
    sign_in(client, person)
    sign_in(other, person, agent="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")

    page = client.get("/profile/")
    row = UserSession.objects.exclude(session_key=client.session.session_key).get()
    client.post(f"/profile/sessions/{row.pk}/end/")

    assert b"Firefox, Windows" in page.content
    assert other.get("/profile/").status_code == 302
    assert client.get("/profile/").status_code == 200


def test_session_of_somebody_else_stays(client: Client, person: User) -> None:
    other = UserSession.objects.create(user=UserFactory(), session_key="k" * 32, ip="127.0.0.1", user_agent="x")

    client.post(f"/profile/sessions/{other.pk}/end/")

    assert UserSession.objects.filter(pk=other.pk).exists()


def test_token_is_shown_once_and_revoked(client: Client, person: User) -> None:
    made = client.post("/profile/tokens/", {"name": "report", "scopes": ["read"], "days": "30"})
    token = ApiToken.objects.get(person=person)

    assert made.context["secret"].startswith("gsp_")
    assert made.context["secret"].encode() in made.content
    assert made.context["secret"].encode() not in client.get("/profile/tokens/").content
    assert "no-store" in made["Cache-Control"]
    client.post(f"/profile/tokens/{token.public_id}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_token_without_a_scope_is_refused(client: Client, person: User) -> None:
    response = client.post("/profile/tokens/", {"name": "report", "days": "30"})

    assert response.status_code == 422
    assert not ApiToken.objects.exists()


def test_token_of_somebody_else_is_not_found(client: Client, person: User) -> None:
    client.post("/profile/tokens/", {"name": "report", "scopes": ["read"], "days": "30"})
    token = ApiToken.objects.get()
    client.force_login(UserFactory())

    assert client.post(f"/profile/tokens/{token.public_id}/revoke/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None
