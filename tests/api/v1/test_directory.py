"""Departments and people."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import User
from tests.api.client import Caller, places, problem
from tests.factories.people import DepartmentFactory, UserFactory

DEPARTMENTS = "/api/v1/departments"
PEOPLE = "/api/v1/people"


def test_departments_listed_by_name(api: Caller) -> None:
    zoo = DepartmentFactory(slug="zoo", name="Özoo", kind="adviser")
    DepartmentFactory(slug="pond", name="pond", kind="adviser")
    DepartmentFactory(slug="closed", name="Closed", kind="adviser", is_active=False)

    response = api.get(f"{DEPARTMENTS}?kind=adviser")

    assert response.status_code == 200
    assert [one["slug"] for one in response.json()["results"]] == ["zoo", "pond"]
    assert response.json()["results"][0] == {
        "id": str(zoo.public_id),
        "slug": "zoo",
        "name": "Özoo",
        "kind": "adviser",
    }
    assert response.json()["next"] is None
    assert response["Cache-Control"] == "no-store"


def test_departments_of_one_kind_leave_out_others(api: Caller) -> None:
    DepartmentFactory(slug="legal", core=True)
    DepartmentFactory(slug="parks")

    response = api.get(f"{DEPARTMENTS}?kind=service")

    assert [one["slug"] for one in response.json()["results"]] == ["parks"]


def test_departments_in_pages_show_each_once(api: Caller) -> None:
    for number in range(5):
        DepartmentFactory(slug=f"d-{number}", name=f"D {number}", kind="adviser")

    shown, address = [], f"{DEPARTMENTS}?kind=adviser&limit=2"
    while address:
        page = api.get(address).json()
        shown.append([one["slug"] for one in page["results"]])
        address = page["next"]

    assert shown == [["d-0", "d-1"], ["d-2", "d-3"], ["d-4"]]


def test_departments_previous_page_is_the_one_before(api: Caller) -> None:
    for number in range(5):
        DepartmentFactory(slug=f"d-{number}", name=f"D {number}", kind="adviser")
    second = api.get(api.get(f"{DEPARTMENTS}?kind=adviser&limit=2").json()["next"])

    first = api.get(second.json()["previous"]).json()

    assert [one["slug"] for one in first["results"]] == ["d-0", "d-1"]
    assert first["previous"] is None
    assert f'<{second.json()["next"]}>; rel="next"' in second["Link"]
    assert f'<{second.json()["previous"]}>; rel="previous"' in second["Link"]


def test_departments_by_slug_are_not_found(api: Caller) -> None:
    DepartmentFactory(slug="legal")

    response = api.get(f"{DEPARTMENTS}/legal")

    assert problem(response) == (404, "not_found")


def test_department_by_id_is_read(api: Caller) -> None:
    legal = DepartmentFactory(slug="legal", core=True)

    response = api.get(f"{DEPARTMENTS}/{legal.public_id}")

    assert response.json()["slug"] == "legal"


def test_department_unknown_and_malformed_ids_are_answered_alike(api: Caller) -> None:
    unknown = api.get(f"{DEPARTMENTS}/{uuid.uuid4()}").json()
    malformed = api.get(f"{DEPARTMENTS}/99999999999999999999").json()

    assert {**unknown, "instance": ""} == {**malformed, "instance": ""}


@pytest.mark.parametrize("name", ["pet", "ana", "PÉT"])
def test_people_found_by_the_beginning_of_a_name(api: Caller, name: str) -> None:
    ana = UserFactory(name="Ana Petrova", job_title="Librarian", department=DepartmentFactory(slug="libraries"))
    UserFactory(name="Stana Impetus")
    UserFactory(name="Ana Petrova", is_active=False)

    results = api.get(f"{PEOPLE}?name={name}").json()["results"]

    assert [one["id"] for one in results] == [str(ana.public_id)]
    assert set(results[0]) == {"id", "name", "job_title", "department"}


def test_people_without_name_are_refused(api: Caller) -> None:
    response = api.get(PEOPLE)

    assert problem(response) == (400, "invalid_parameter")
    assert places(response) == [("name", "invalid_parameter")]


def test_people_by_one_letter_are_refused(api: Caller) -> None:
    response = api.get(f"{PEOPLE}?name=a")

    assert problem(response) == (422, "too_short")


def test_people_by_email_are_not_found(api: Caller) -> None:
    UserFactory(name="Ana Petrova", email="secret.address@example.org")

    response = api.get(f"{PEOPLE}?name=secret.address")

    assert response.json()["results"] == []


def test_people_cost_the_same_queries_however_many(api: Caller, member: User) -> None:
    for number in range(30):
        UserFactory(name=f"Ana {number}", department=DepartmentFactory(slug="one"))

    api.get(f"{PEOPLE}?name=ana&limit=1")  # the session's own first visit

    with CaptureQueriesContext(connection) as few:
        api.get(f"{PEOPLE}?name=ana&limit=1")
    with CaptureQueriesContext(connection) as many:
        api.get(f"{PEOPLE}?name=ana&limit=30")

    assert len(few) == len(many)


def test_person_inactive_is_not_found(api: Caller) -> None:
    gone = UserFactory(is_active=False)

    response = api.get(f"{PEOPLE}/{gone.public_id}")

    assert problem(response) == (404, "not_found")
