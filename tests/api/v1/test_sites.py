"""Sites over the API."""

import pytest

from ideas.models import AuditEvent, Site, User
from tests.api.client import Caller, places, problem
from tests.factories import DepartmentFactory, grant_role
from tests.factories.house import SiteFactory

SITES = "/api/v1/sites"


@pytest.fixture
def keeper(member: User) -> User:
    return grant_role(member, "programme_manager")


def test_site_is_added_changed_and_removed(api: Caller, keeper: User) -> None:
    added = api.post(SITES, {"name": "Leith", "calendar": "scotland"})
    address = f"{SITES}/{added.json()['id']}"

    changed = api.patch(address, {"calendar": "england_and_wales"})
    removed = api.delete(address)

    assert (added.status_code, added["Location"]) == (201, address)
    assert added.json()["allowed_actions"] == ["change", "remove"]
    assert (changed.json()["name"], changed.json()["calendar"]) == ("Leith", "england_and_wales")
    assert removed.status_code == 204
    assert not Site.objects.exists()
    assert AuditEvent.objects.count() == 3


def test_sites_are_listed_by_name_with_their_departments(api: Caller, keeper: User) -> None:
    DepartmentFactory(slug="parks", site=SiteFactory(name="leith"))
    SiteFactory(name="Leeds")

    rows = api.get(SITES).json()["results"]

    assert [(row["name"], row["department_count"]) for row in rows] == [("Leeds", 0), ("leith", 1)]
    assert rows[1]["allowed_actions"] == ["change"]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"name": "LEITH", "calendar": "scotland"}, ("/name", "name_taken")),
        ({"name": "Leeds", "calendar": "nowhere"}, ("/calendar", "invalid_choice")),
        ({"name": "Leeds"}, ("/calendar", "required")),
    ],
)
def test_site_with_a_wrong_value_is_refused(
    api: Caller, keeper: User, body: dict[str, str], place: tuple[str, str]
) -> None:
    SiteFactory(name="Leith")

    response = api.post(SITES, body)

    assert response.status_code == 422
    assert places(response) == [place]
    assert Site.objects.count() == 1


def test_site_of_a_department_is_not_removed(api: Caller, keeper: User) -> None:
    site = SiteFactory()
    DepartmentFactory(slug="parks", site=site)

    assert problem(api.delete(f"{SITES}/{site.public_id}")) == (409, "site_in_use")
    assert Site.objects.filter(pk=site.pk).exists()


def test_sites_are_for_those_who_keep_calendars(api: Caller, member: User) -> None:
    SiteFactory(name="Leith")

    assert api.get(SITES).status_code == 403
    assert api.post(SITES, {"name": "Leeds", "calendar": "scotland"}).status_code == 403
    assert Site.objects.count() == 1
