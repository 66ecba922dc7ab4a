"""The seats of the board over the API."""

import pytest

from ideas.models import AuditEvent, BoardSeat, Department, User
from tests.api.client import Caller, problem
from tests.factories import UserFactory, grant_role
from tests.factories.people import BoardSeatFactory
from tests.factories.reviews import pool_member

SEATS = "/api/v1/board-seats"
NOBODY = {"holder": None, "deputy": None}


@pytest.fixture
def administrator(member: User) -> User:
    return grant_role(member, "administrator")


def test_seats_are_listed_by_department(api: Caller, administrator: User) -> None:
    lead = pool_member("legal", lead=True).person

    rows = api.get(SEATS).json()["results"]

    names = [row["department"]["slug"] for row in rows]
    assert names == ["business", "commercial", "finance", "legal", "operations", "procurement", "security"]
    assert rows[3]["holder"] == {"id": str(lead.public_id), "name": lead.name}
    assert (rows[3]["named_holder"], rows[3]["allowed_actions"]) == (None, ["change"])


def test_seat_is_named_and_given_back(api: Caller, administrator: User) -> None:
    person = UserFactory()

    named = api.put(f"{SEATS}/legal", {"holder": str(person.public_id), "deputy": None})
    given_back = api.put(f"{SEATS}/legal", NOBODY)

    assert named.json()["named_holder"]["id"] == str(person.public_id)
    assert given_back.json()["holder"] is None
    assert not BoardSeat.objects.exists()
    assert AuditEvent.objects.filter(action="board_seat.change").count() == 2


def test_seat_of_somebody_unknown_is_refused(api: Caller, administrator: User) -> None:
    body = {"holder": "0b0e6c6e-7d3a-4b51-9b62-0a8d7c1d2f10", "deputy": None}

    assert problem(api.put(f"{SEATS}/legal", body)) == (422, "unknown_person")
    assert not BoardSeat.objects.exists()


def test_seat_of_a_department_without_one_is_not_there(api: Caller, administrator: User) -> None:
    assert problem(api.get(f"{SEATS}/parks")) == (404, "not_found")


def test_seats_are_refused_to_others(api: Caller) -> None:
    assert api.get(SEATS).status_code == 403
    assert api.put(f"{SEATS}/legal", NOBODY).status_code == 403


@pytest.mark.parametrize("named", [0, 7])
def test_seats_take_as_many_queries_however_many_are_named(
    api: Caller, administrator: User, named: int, django_assert_num_queries: object
) -> None:
    for department in Department.objects.filter(kind="core")[:named]:
        BoardSeatFactory(department=department, deputy=UserFactory())

    with django_assert_num_queries(8):  # type: ignore[operator]
        assert len(api.get(SEATS).json()["results"]) == 7
