"""Working calendars by the API, with the example of docs/review-process.md 3.10."""

import pytest

from tests.api.client import Caller, problem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("key", "days", "due_at"),
    [
        ("england_and_wales", 2, "2026-04-08T16:00:00Z"),
        ("scotland", 2, "2026-04-07T16:00:00Z"),
        ("england_and_wales", 20, "2026-05-05T16:00:00Z"),
        ("scotland", 20, "2026-05-01T16:00:00Z"),
    ],
)
def test_calendar_add_counts_working_days_from_a_thursday_before_easter(
    api: Caller, key: str, days: int, due_at: str
) -> None:
    answer = api.get(f"/api/v1/calendars/{key}/add?start=2026-04-02T15:40:00Z&days={days}")

    assert answer.status_code == 200
    assert answer.json()["due_at"] == due_at


def test_calendars_are_listed_by_key(api: Caller) -> None:
    rows = api.get("/api/v1/calendars").json()["results"]

    assert [row["key"] for row in rows] == sorted(row["key"] for row in rows)
    assert {"england_and_wales", "scotland"} <= {row["key"] for row in rows}


@pytest.mark.parametrize("query", ["", "?start=2026-04-02T15:40:00Z", "?start=today&days=2", "?days=367"])
def test_calendar_add_of_what_cannot_be_counted_is_refused(api: Caller, query: str) -> None:
    assert api.get(f"/api/v1/calendars/scotland/add{query}").status_code in {400, 422}


def test_calendar_add_of_an_unknown_calendar_is_not_found(api: Caller) -> None:
    answer = api.get("/api/v1/calendars/nowhere/add?start=2026-04-02T15:40:00Z&days=2")

    assert problem(answer) == (404, "not_found")
