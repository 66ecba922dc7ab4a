"""Sites in the settings, on departments and on people, without JavaScript."""

import pytest
from django.test import Client

from ideas.models import AuditEvent, Department, Site, User
from tests.csv_files import column
from tests.factories import DepartmentFactory, UserFactory, grant_role
from tests.factories.house import SiteFactory
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
SITES = "/settings/sites/"


@pytest.fixture
def keeper() -> Client:
    return signed_in(grant_role(UserFactory(), "programme_manager"))


@pytest.fixture
def office() -> Client:
    return signed_in(grant_role(UserFactory(), "administrator"))


def test_sites_page_adds_changes_and_removes(keeper: Client) -> None:
    keeper.post(SITES, {"name": "Leith", "calendar": "scotland"})
    address = f"{SITES}{Site.objects.get().public_id}/"

    keeper.post(address, {"name": "Leith Walk", "calendar": "scotland"})
    shown = keeper.get(address).content.decode()
    listed = column(keeper.get("/settings/sites.csv"), "Name")
    keeper.post(f"{address}remove/")

    assert "Leith Walk" in shown
    assert listed == ["Leith Walk"]
    assert not Site.objects.exists()
    acts = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
    assert acts == ["site.add", "site.change", "site.remove"]


@pytest.mark.parametrize("place", ["list", "one"])
def test_sites_page_with_a_taken_name_keeps_what_was_typed(keeper: Client, place: str) -> None:
    SiteFactory(name="Leeds")
    row = SiteFactory(name="Leith")

    response = keeper.post(
        SITES if place == "list" else f"{SITES}{row.public_id}/", {"name": "LEEDS", "calendar": "scotland"}
    )

    assert response.status_code == 422
    assert "There is a site of this name already." in response.content.decode()
    assert 'value="LEEDS"' in response.content.decode()
    assert sorted(Site.objects.values_list("name", flat=True)) == ["Leeds", "Leith"]


def test_site_of_a_department_offers_no_removal_and_refuses_it(keeper: Client) -> None:
    site = SiteFactory(name="Leith")
    DepartmentFactory(slug="parks", site=site)
    address = f"{SITES}{site.public_id}/"

    shown = keeper.get(address).content.decode()
    refused = keeper.post(f"{address}remove/")

    assert "Departments work there." in shown
    assert f"{address}remove/" not in shown
    assert refused.status_code == 409
    assert Site.objects.filter(pk=site.pk).exists()


def test_department_form_gives_a_site_and_shows_it_again(office: Client) -> None:
    site = SiteFactory(name="Leith")
    form = {"name": "Parks", "kind": "service", "site": str(site.public_id), "is_active": "on"}

    office.post("/settings/departments/add/", form)

    assert Department.objects.get(slug="parks").site == site
    assert f'value="{site.public_id}" selected' in office.get("/settings/departments/parks/").content.decode()
    assert "Scotland" in column(office.get("/settings/departments.csv"), "Working days")


def test_department_form_with_an_unknown_site_is_refused(office: Client) -> None:
    department = DepartmentFactory(slug="parks", name="Parks")

    response = office.post("/settings/departments/parks/", {"name": "Parks", "kind": "service", "site": "leith"})

    department.refresh_from_db()
    assert response.status_code == 422
    assert department.is_active


def test_person_form_offers_the_sites_and_takes_any_words(office: Client) -> None:
    SiteFactory(name="Leith")
    person = UserFactory(name="Ada Byron", email="ada@example.org")
    address = f"/settings/people/{person.public_id}/"

    shown = office.get(address).content.decode()
    office.post(address, {"name": "Ada Byron", "email": "ada@example.org", "site": "At home"})

    assert '<datalist id="sites"><option value="Leith"></option></datalist>' in shown
    assert User.objects.get(pk=person.pk).site == "At home"
