import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from ideas.models import Calendar, Department, Event, Holiday, Membership, Organisation, RoleGrant, User
from tests.factories import DepartmentFactory, MembershipFactory, UserFactory, grant_role

pytestmark = pytest.mark.django_db

PAGES = (
    "/settings/",
    "/settings/organisation/",
    "/settings/people/",
    "/settings/people/add/",
    "/settings/people/import/",
    "/settings/departments/",
    "/settings/departments/add/",
    "/settings/departments/legal/",
    "/settings/roles/",
    "/settings/calendars/",
    "/settings/calendars/scotland/",
    "/settings/sites/",
)
ALLOWED = {
    "administrator": set(PAGES),
    "programme_manager": {"/settings/", "/settings/calendars/", "/settings/calendars/scotland/", "/settings/sites/"},
    "triager": {"/settings/", "/settings/calendars/", "/settings/calendars/scotland/", "/settings/sites/"},
    "board_chair": set(),
}


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def administrator(client: Client) -> User:
    person = grant_role(UserFactory(email="admin@example.org", name="Lewis Grant"), "administrator")
    client.force_login(person)
    return person


@pytest.mark.parametrize("role", sorted(ALLOWED))
@pytest.mark.parametrize("page", PAGES)
def test_settings_page_opens_for_those_it_is_for(client: Client, role: str, page: str) -> None:
    client.force_login(grant_role(UserFactory(), role))

    status = client.get(page).status_code

    hidden = 404 if page == "/settings/departments/legal/" else 403
    assert status == (200 if page in ALLOWED[role] else hidden)


def test_settings_of_a_member_are_refused(client: Client) -> None:
    client.force_login(UserFactory())

    assert client.get("/settings/").status_code == 403


def test_settings_of_a_lead_show_the_own_department_alone(client: Client) -> None:
    lead = MembershipFactory(lead=True, department=Department.objects.get(slug="legal"))
    client.force_login(lead.person)

    listed = client.get("/settings/departments/")

    assert [one.slug for one in listed.context["departments"]] == ["legal"]
    assert client.get("/settings/departments/legal/").status_code == 200
    assert client.get("/settings/departments/finance/").status_code == 404
    changed = client.post("/settings/departments/legal/", {"name": "Law", "kind": "core", "is_active": "on"})
    assert changed.status_code == 403
    assert Department.objects.get(slug="legal").name == "Legal"


def test_first_steps_are_shown_until_they_are_done_or_left_out(client: Client, administrator: User) -> None:
    before = client.get("/settings/")
    client.post("/settings/steps/", {"step": "endpoint"})
    after = client.get("/settings/")
    client.post("/settings/steps/", {"step": "endpoint", "skip": "no"})

    assert [step.key for step in before.context["steps"]] == [
        "organisation",
        "departments",
        "calendar",
        "reviewers",
        "endpoint",
        "idea",
    ]
    assert [step.key for step in after.context["skipped"]] == ["endpoint"]
    assert Organisation.objects.get().setup_done == []


def test_organisation_is_changed_and_wrong_values_keep_the_form(client: Client, administrator: User) -> None:
    fields = {
        "name": "Aldermere",
        "time_zone": "Europe/London",
        "currency": "GBP",
        "calendar": "scotland",
        "announce_delay_seconds": "60",
    }

    saved = client.post("/settings/organisation/", fields)
    refused = client.post("/settings/organisation/", {**fields, "name": "Kept", "currency": "£££"})

    assert (saved.status_code, refused.status_code) == (302, 422)
    assert b'value="Kept"' in refused.content
    assert Organisation.objects.get().name == "Aldermere"


def test_logo_is_taken_shown_to_anybody_and_removed(client: Client, administrator: User) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(picture, "PNG")
    file = SimpleUploadedFile("x.png", picture.getvalue())

    client.post("/settings/organisation/logo/", {"logo": file})
    shown = Client().get("/organisation/logo")
    client.post("/settings/organisation/logo/", {"remove": "yes"})

    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert Client().get("/organisation/logo").status_code == 404


def test_logo_that_is_no_picture_is_refused(client: Client, administrator: User) -> None:
    response = client.post("/settings/organisation/logo/", {"logo": SimpleUploadedFile("x.png", b"<svg/>")})

    assert response.status_code == 422
    assert not Organisation.objects.get().logo


def test_people_are_looked_for_whatever_is_typed(client: Client, administrator: User) -> None:
    response = client.get("/settings/people/", {"q": "\0"})

    assert response.status_code == 200
    assert administrator.name in response.content.decode()


def test_person_is_added_and_invited(client: Client, administrator: User) -> None:
    fields = {"name": "Ada Byron", "email": "ada@example.org", "department": "legal", "manager": "Lewis Grant"}

    response = client.post("/settings/people/add/", {**fields, "is_invited": "on"})

    person = User.objects.get(email="ada@example.org")
    assert response["Location"] == f"/settings/people/{person.public_id}/"
    assert (person.department.slug, person.manager) == ("legal", administrator)
    assert Event.objects.get().type == "person.invited"


def test_person_with_a_taken_address_keeps_what_was_typed(client: Client, administrator: User) -> None:
    response = client.post("/settings/people/add/", {"name": "Ada Byron", "email": "ADMIN@example.org"})

    assert response.status_code == 422
    assert b"Somebody here has this address already." in response.content
    assert b'value="Ada Byron"' in response.content
    assert User.objects.count() == 1


@pytest.mark.parametrize(("typed", "words"), [("nobody", b"Nobody here has"), ("Twin", b"Several people have")])
def test_person_with_an_unclear_manager_is_refused(
    client: Client, administrator: User, typed: str, words: bytes
) -> None:
    UserFactory(name="Twin")
    UserFactory(name="Twin")

    fields = {"name": "Ada", "email": "ada@example.org", "manager": typed}
    response = client.post("/settings/people/add/", fields)

    assert response.status_code == 422
    assert words in response.content


def test_person_is_changed_closed_and_opened_again(client: Client, administrator: User) -> None:
    person = UserFactory(name="Ada", email="ada@example.org")
    page = f"/settings/people/{person.public_id}/"

    client.post(page, {"name": "Ada Byron", "email": "ada@example.org"})
    asked = client.get(f"{page}deactivate/")
    client.post(f"{page}deactivate/", {"reason": "left"})
    person.refresh_from_db()

    assert (person.name, person.is_active, asked.status_code) == ("Ada Byron", False, 200)
    client.post(f"{page}reactivate/")
    person.refresh_from_db()
    assert person.is_active


def test_own_account_cannot_be_closed(client: Client, administrator: User) -> None:
    response = client.post(f"/settings/people/{administrator.public_id}/deactivate/", {"reason": ""})

    administrator.refresh_from_db()
    assert response.status_code == 409
    assert administrator.is_active


def test_people_are_listed_in_pages_found_and_counted(
    client: Client, administrator: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        UserFactory(name=f"Person {number:02d}")

    with django_assert_max_num_queries(14):
        first = client.get("/settings/people/")
    second = client.get("/settings/people/" + first.context["next_url"])
    found = client.get("/settings/people/?q=lewis")
    edited = client.get("/settings/people/?cursor=abc")

    assert (len(first.context["people"]), len(second.context["people"])) == (50, 11)
    assert [one.name for one in found.context["people"]] == ["Lewis Grant"]
    assert edited.status_code == 400


def test_import_is_tried_first_and_then_confirmed(client: Client, administrator: User) -> None:
    content = b"email,name\nada@example.org,Ada\nbad,Bad\n"

    tried = client.post("/settings/people/import/", {"file": SimpleUploadedFile("people.csv", content)})
    nothing_yet = User.objects.count()
    sealed = re.findall(rb'name="list" value="([^"]+)"', tried.content)[0].decode()
    confirmed = client.post("/settings/people/import/confirm/", {"list": sealed, "invite": "yes"})

    assert nothing_yet == 1
    assert b"<td>3</td><td>email</td><td><code>email</code></td>" in tried.content
    assert confirmed["Location"] == "/settings/people/"
    assert User.objects.filter(email="ada@example.org").exists()
    assert User.objects.count() == 2


@pytest.mark.parametrize("sealed", ["", "abc", "eyJ:x:y"])
def test_import_of_a_list_that_was_not_tried_is_refused(client: Client, administrator: User, sealed: str) -> None:
    response = client.post("/settings/people/import/confirm/", {"list": sealed})

    assert response["Location"] == "/settings/people/import/"
    assert User.objects.count() == 1


def test_department_gets_leaders_and_reviewers(client: Client, administrator: User) -> None:
    lead, reviewer = UserFactory(email="lead@example.org"), UserFactory(email="rev@example.org")
    page = "/settings/departments/legal/"

    client.post(f"{page}leaders/", {"lead": "lead@example.org", "deputy": ""})
    client.post(f"{page}members/", {"person": "rev@example.org", "capacity": "0.5", "tags": "contracts, property"})
    place = Membership.objects.get(person=reviewer)
    client.post(f"{page}members/{place.public_id}/", {"capacity": "0.4", "tags": ""})

    roles = dict(Department.objects.get(slug="legal").memberships.values_list("person_id", "role"))
    assert roles == {lead.pk: "lead", reviewer.pk: "reviewer"}
    place.refresh_from_db()
    assert (str(place.capacity), place.tags) == ("0.40", [])
    client.post(f"{page}members/{place.public_id}/remove/")
    assert not Membership.objects.filter(person=reviewer).exists()


@pytest.mark.parametrize("role", ["lead", "deputy"])
def test_leader_of_a_department_is_not_offered_to_be_removed(client: Client, administrator: User, role: str) -> None:
    place = MembershipFactory(department=Department.objects.get(slug="legal"), role=role, person__name="Ana Petrova")
    page = f"/settings/departments/legal/members/{place.public_id}/"
    why = f"Ana Petrova is the department’s {role}. Name somebody else first."

    shown = client.get(page).content.decode()
    asked, sent = client.get(f"{page}remove/"), client.post(f"{page}remove/")

    assert why in shown
    assert f"{page}remove/" not in shown
    assert [(answer.status_code, why in answer.content.decode()) for answer in (asked, sent)] == [(409, True)] * 2
    assert Membership.objects.get() == place


def test_reviewer_of_a_department_is_offered_to_be_removed(client: Client, administrator: User) -> None:
    place = MembershipFactory(department=Department.objects.get(slug="legal"))
    page = f"/settings/departments/legal/members/{place.public_id}/"

    shown = client.get(page).content.decode()

    assert f'href="{page}remove/"' in shown
    assert "Name somebody else first." not in shown


def test_department_with_one_person_in_both_places_is_refused(client: Client, administrator: User) -> None:
    UserFactory(email="lead@example.org")

    response = client.post(
        "/settings/departments/legal/leaders/", {"lead": "lead@example.org", "deputy": "lead@example.org"}
    )

    assert response.status_code == 422
    assert not Membership.objects.exists()


def test_department_is_added(client: Client, administrator: User) -> None:
    response = client.post("/settings/departments/add/", {"name": "Parks", "kind": "service", "is_active": "on"})

    assert response["Location"] == "/settings/departments/parks/"
    assert Department.objects.get(slug="parks").kind == "service"


def test_reviewer_with_an_impossible_capacity_is_refused(client: Client, administrator: User) -> None:
    UserFactory(email="rev@example.org")

    fields = {"person": "rev@example.org", "capacity": "3", "tags": ""}
    response = client.post("/settings/departments/legal/members/", fields)

    assert response.status_code == 422
    assert not Membership.objects.exists()


def test_role_is_given_and_taken_back(client: Client, administrator: User) -> None:
    person = UserFactory(email="owen@example.org")

    client.post("/settings/roles/", {"person": "owen@example.org", "role": "triager"})
    grant = RoleGrant.objects.get(person=person)
    client.post(f"/settings/roles/{grant.public_id}/revoke/")

    assert not RoleGrant.objects.filter(person=person).exists()


def test_last_administrator_stays(client: Client, administrator: User) -> None:
    grant = RoleGrant.objects.get(person=administrator)

    response = client.post(f"/settings/roles/{grant.public_id}/revoke/")

    assert response.status_code == 409
    assert RoleGrant.objects.count() == 1


def test_calendar_and_its_holidays_are_changed(client: Client, administrator: User) -> None:
    page = "/settings/calendars/scotland/"
    fields = {
        "name": "Scotland",
        "time_zone": "Europe/London",
        "weekdays": ["1", "2"],
        "opens_at": "08:00",
        "closes_at": "16:00",
    }

    client.post(page, fields)
    client.post(f"{page}holidays/", {"on": "2030-06-14", "name": "Founders’ day"})
    holiday = Holiday.objects.get(name="Founders’ day")
    client.post(f"{page}holidays/{holiday.public_id}/remove/")
    filled = client.post(f"{page}holidays/refill/")

    assert Calendar.objects.get(key="scotland").weekdays == [1, 2]
    assert not Holiday.objects.filter(name="Founders’ day").exists()
    assert filled.status_code == 302


def test_calendar_that_closes_before_it_opens_keeps_the_form(client: Client, administrator: User) -> None:
    fields = {
        "name": "Kept",
        "time_zone": "Europe/London",
        "weekdays": ["1"],
        "opens_at": "16:00",
        "closes_at": "08:00",
    }

    response = client.post("/settings/calendars/scotland/", fields)

    assert response.status_code == 422
    assert b"Closing time comes after opening time." in response.content
    assert Calendar.objects.get(key="scotland").name == "Scotland"


def test_department_page_of_another_name_is_not_found(client: Client, administrator: User) -> None:
    DepartmentFactory(slug="parks")

    assert client.get("/settings/departments/nowhere/").status_code == 404
    assert client.get(f"/settings/departments/parks/members/{administrator.public_id}/").status_code == 404
