"""What every file of a list keeps to: order, language, limits, nobody's formula, logged reads."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils.translation import gettext_lazy, override

import frontend.csv as files
from frontend.csv import EXPORTS_A_DAY, FORMULA_STARTS, Column, Listing, csv_response, safe_cell
from ideas.models import AuditEvent, RateWindow, User
from ideas.querysets.keyset import Key, Ordering
from tests.csv_files import column, rows_of, text_of
from tests.factories import ReviewFactory, UserFactory, submitted_idea

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def test_file_more_than_five_times_a_day_is_refused_for_every_list(page: Client, reader: User) -> None:
    page.get("/ideas.csv")
    RateWindow.objects.filter(key=f"export:{reader.pk}").update(count=EXPORTS_A_DAY)

    response = page.get("/my-ideas.csv")

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0


def test_file_of_more_rows_than_a_batch_holds_each_once_in_order(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "ROWS_AT_ONCE", 2)
    refs = [submitted_idea().ref for _number in range(5)]

    assert column(page.get("/ideas.csv?order=new"), "Number") == refs[::-1]


def test_file_of_nothing_has_its_heading_alone(page: Client) -> None:
    assert rows_of(page.get("/ideas.csv")) == []


def test_file_is_written_in_the_language_of_the_request() -> None:
    UserFactory()
    listing = Listing[User](
        User.objects.all(), Ordering("id", (Key("id"),)), [Column(gettext_lazy("Yes"), lambda _one: gettext_lazy("No"))]
    )

    with override("de"):
        response = csv_response(name="people", listing=listing)

    assert text_of(response) == '"Ja"\r\n"Nein"\r\n'


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_safe_cell_quotes_what_a_spreadsheet_would_run(start: str) -> None:
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"


def test_safe_cell_leaves_numbers_and_nothing_alone() -> None:
    assert [safe_cell(value) for value in (-5, None, 1.5, "a=b")] == ["-5", "", "1.5", "a=b"]


def test_safe_cell_writes_moments_as_iso_8601() -> None:
    assert safe_cell(LATE) == "2026-11-02T09:30:00+00:00"


def test_file_with_a_confidential_idea_is_logged_once_for_each_but_ones_own(page: Client, reader: User) -> None:
    secret = submitted_idea(visibility="confidential")
    ReviewFactory(idea=secret, assigned=True, owner=reader)
    submitted_idea(visibility="confidential", author=reader)
    submitted_idea()

    assert len(rows_of(page.get("/ideas.csv"))) == 3

    assert list(AuditEvent.objects.values_list("action", "actor", "object_id")) == [
        ("idea.read", reader.pk, secret.ref)
    ]
