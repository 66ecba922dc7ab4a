"""Days away by the API."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Absence, Event, User
from tests.api.client import Caller, problem, with_token
from tests.factories import UserFactory
from tests.factories.people import MembershipFactory, grant_role
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db

DAYS = {"from_on": "2031-02-03", "to_on": "2031-02-07"}
LATER = {"from_on": "2031-03-03", "to_on": "2031-03-07"}
OWN = "/api/v1/me/absences"


@pytest.fixture
def person() -> User:
    member: User = pool_member().person
    return member


@pytest.fixture
def caller(person: User) -> Caller:
    return with_token(person, "read", "write")


def test_own_absence_is_told_moved_and_taken_back(caller: Caller) -> None:
    made = caller.post(OWN, DAYS)
    address = made["Location"]
    moved = caller.patch(address, LATER)
    listed = caller.get(OWN).json()["results"]
    read = caller.get(address)
    gone = caller.delete(address)

    assert (made.status_code, moved.status_code, gone.status_code) == (201, 200, 204)
    assert (made.json()["from_on"], made.json()["to_on"], made.json()["source"]) == ("2031-02-03", "2031-02-07", "self")
    assert listed == [read.json()] == [moved.json()]
    assert moved.json()["from_on"] == "2031-03-03"
    assert not Absence.objects.exists()


def test_own_absences_give_the_latest_first(caller: Caller) -> None:
    for days in (DAYS, LATER):
        caller.post(OWN, days)

    assert [one["from_on"] for one in caller.get(OWN).json()["results"]] == ["2031-03-03", "2031-02-03"]


def test_own_absence_of_the_same_days_is_told_once(caller: Caller) -> None:
    first, again = caller.post(OWN, DAYS), caller.post(OWN, DAYS)

    assert first.json() == again.json()
    assert Absence.objects.count() == 1


@pytest.mark.parametrize(
    ("days", "field", "code"),
    [
        ({"from_on": "2031-02-07", "to_on": "2031-02-03"}, "to_on", "ends_before_start"),
        ({"from_on": "2031-02-07", "to_on": "2034-02-03"}, "to_on", "too_long"),
        ({"from_on": "soon", "to_on": "2031-02-03"}, "from_on", "date"),
    ],
)
def test_own_absence_of_wrong_days_changes_nothing(caller: Caller, days: Any, field: str, code: str) -> None:
    answer = caller.post(OWN, days)

    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [(f"/{field}", code)]
    assert not Absence.objects.exists()


def test_lead_says_when_a_member_is_away() -> None:
    lead = pool_member(role="lead")
    person = MembershipFactory(department=lead.department).person

    answer = with_token(lead.person, "write").post("/api/v1/absences", {"person": str(person.public_id), **DAYS})

    assert answer.status_code == 201
    assert Absence.objects.get().person == person
    assert answer.json()["source"] == "lead"
    assert Event.objects.filter(type="pool.changed").exists()


def test_absence_of_somebody_else_is_refused(caller: Caller) -> None:
    stranger = UserFactory()
    Absence.objects.create(person=stranger, **DAYS)
    row = Absence.objects.get()

    named = caller.post("/api/v1/absences", {"person": str(stranger.public_id), **LATER})
    moved = caller.patch(f"/api/v1/absences/{row.public_id}", LATER)
    gone = caller.delete(f"/api/v1/absences/{row.public_id}")

    assert [one["code"] for one in named.json()["errors"]] == ["invalid_choice"]
    assert problem(moved) == problem(gone) == (404, "not_found")
    row.refresh_from_db()
    assert (row.person, str(row.from_on)) == (stranger, "2031-02-03")


def test_own_absences_take_as_many_statements_for_a_hundred_as_for_ten(caller: Caller, person: User) -> None:
    caller.get(OWN)  # the first use of a token is noted
    counts = []
    for first_year in (2040, 2060):
        days = [date(first_year + number // 10, number % 10 + 1, 3) for number in range(10 if not counts else 90)]
        Absence.objects.bulk_create([Absence(person=person, from_on=day, to_on=day) for day in days])
        with CaptureQueriesContext(connection) as captured:
            listed = caller.get(f"{OWN}?limit=100").json()["results"]
        counts.append((len(listed), len(captured)))

    assert counts == [(10, counts[0][1]), (100, counts[0][1])]


def test_own_absence_of_half_a_day_is_told_and_kept_where_part_is_not_named(caller: Caller) -> None:
    made = caller.post(OWN, {"from_on": "2031-02-03", "to_on": "2031-02-03", "part": "afternoon"})
    moved = caller.patch(made["Location"], {"from_on": "2031-02-04", "to_on": "2031-02-04"})
    several = caller.patch(made["Location"], DAYS)

    assert (made.status_code, made.json()["part"]) == (201, "afternoon")
    assert (moved.json()["from_on"], moved.json()["part"]) == ("2031-02-04", "afternoon")
    assert [(one["pointer"], one["code"]) for one in several.json()["errors"]] == [("/part", "half_of_several")]
    assert caller.get(made["Location"]).json() == moved.json()


def test_own_absence_of_an_unknown_part_changes_nothing(caller: Caller) -> None:
    answer = caller.post(OWN, {**DAYS, "part": "evening"})

    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [("/part", "invalid_choice")]
    assert not Absence.objects.exists()


def test_administrators_token_feeds_moves_and_takes_back_absences_of_anybody() -> None:
    feed = with_token(grant_role(UserFactory(), "administrator"), "admin")
    person = UserFactory()

    made = feed.post("/api/v1/absences", {"person": str(person.public_id), **DAYS})
    moved = feed.patch(made["Location"], LATER)
    gone = feed.delete(made["Location"])

    assert (made.status_code, moved.status_code, gone.status_code) == (201, 200, 204)
    assert (made.json()["source"], made.json()["allowed_actions"]) == ("feed", ["change", "remove"])
    assert moved.json()["from_on"] == "2031-03-03"
    assert not Absence.objects.exists()


def test_administrators_token_without_the_scope_feeds_and_changes_nothing() -> None:
    narrow = with_token(grant_role(UserFactory(), "administrator"), "write")
    person = UserFactory()
    row = Absence.objects.create(person=person, source="feed", **DAYS)

    made = narrow.post("/api/v1/absences", {"person": str(person.public_id), **LATER})
    moved = narrow.patch(f"/api/v1/absences/{row.public_id}", LATER)
    gone = narrow.delete(f"/api/v1/absences/{row.public_id}")

    assert problem(made) == problem(moved) == problem(gone) == (403, "scope_missing")
    assert [str(one.from_on) for one in Absence.objects.all()] == ["2031-02-03"]


def test_administrators_token_does_not_touch_what_people_told_themselves() -> None:
    feed = with_token(grant_role(UserFactory(), "administrator"), "admin")
    person = UserFactory()
    row = Absence.objects.create(person=person, **DAYS)

    again = feed.post("/api/v1/absences", {"person": str(person.public_id), **DAYS})
    moved = feed.patch(f"/api/v1/absences/{row.public_id}", LATER)
    closed = feed.post("/api/v1/absences", {"person": str(UserFactory(is_active=False).public_id), **DAYS})

    assert (again.json()["source"], again.json()["allowed_actions"]) == ("self", [])
    assert problem(moved) == (404, "not_found")
    assert [one["code"] for one in closed.json()["errors"]] == ["unknown_person"]
    assert [str(one.from_on) for one in Absence.objects.all()] == ["2031-02-03"]
