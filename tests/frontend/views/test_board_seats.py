"""Pages and the file of the board's seats."""

import re

import pytest

from ideas.models import AuditEvent, BoardSeat, Department, User
from tests.csv_files import rows_of
from tests.factories import UserFactory, grant_role
from tests.factories.people import BoardSeatFactory
from tests.factories.reviews import pool_member
from tests.pages import Seen, signed_in

pytestmark = pytest.mark.django_db
PATH = "/settings/board/legal/"


@pytest.fixture
def administrator() -> User:
    return grant_role(UserFactory(), "administrator")


def test_board_lists_seven_seats_and_says_who_is_named(administrator: User) -> None:
    pool_member("finance", lead=True, person=UserFactory(name="Farah Nadeem"))
    BoardSeatFactory(department=Department.objects.get(slug="legal"), holder=UserFactory(name="Lena Orr"))

    html = signed_in(administrator).get("/settings/board/").content.decode()

    rows = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in html.split("<tr>")[2:]]
    assert len(rows) == 7
    assert rows[2].startswith("Finance Farah Nadeem nobody Change")
    assert rows[3].startswith("Legal Lena Orr named nobody Change")


def test_board_says_whose_account_is_closed(administrator: User) -> None:
    gone = UserFactory(name="Lena Orr", is_active=False)
    BoardSeatFactory(department=Department.objects.get(slug="legal"), holder=gone)

    html = signed_in(administrator).get("/settings/board/").content.decode()

    assert "instead of Lena Orr, whose account is closed" in html


def test_seat_is_named_and_given_back(administrator: User) -> None:
    person = UserFactory(email="lena@example.org")
    client = signed_in(administrator)

    named = client.post(PATH, {"holder": "lena@example.org", "deputy": ""})
    shown = client.get(PATH).content.decode()
    holder = BoardSeat.objects.get().holder
    client.post(PATH, {"holder": "", "deputy": ""})

    assert named["Location"] == "/settings/board/"
    assert holder == person
    assert 'value="lena@example.org"' in shown
    assert not BoardSeat.objects.exists()


def test_seat_of_one_person_twice_keeps_what_was_typed(administrator: User) -> None:
    UserFactory(email="lena@example.org")

    response = signed_in(administrator).post(PATH, {"holder": "lena@example.org", "deputy": "lena@example.org"})

    assert response.status_code == 422
    fields = Seen(response).all("input", list="people")
    assert [one["value"] for one in fields] == ["lena@example.org", "lena@example.org"]
    assert not BoardSeat.objects.exists()
    assert not AuditEvent.objects.exists()


def test_seats_as_a_file_hold_whoever_sits_there_now(administrator: User) -> None:
    pool_member("legal", lead=True, person=UserFactory(name="Lena Orr"))

    rows = rows_of(signed_in(administrator).get("/settings/board.csv"))

    assert len(rows) == 7
    assert ["Legal", "Lena Orr", ""] in rows
