"""Pages of conditions, and the same by the API."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Condition
from ideas.workflow import Stage
from tests.api.client import Caller, problem
from tests.csv_files import rows_of
from tests.factories import UserFactory, submitted_idea
from tests.factories.parts import ConditionFactory
from tests.factories.reviews import DecisionFactory
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


def condition(**fields: object) -> Condition:
    idea = submitted_idea(stage=Stage.APPROVED_WITH_CONDITIONS)
    decision = DecisionFactory(idea=idea, kind="approved_with_conditions", announced=True)
    given = {"decision": decision, "review": None, "owner": UserFactory(), "due_on": date(2026, 11, 2), **fields}
    return ConditionFactory(**given)


def test_conditions_lists_what_the_reader_sees_to() -> None:
    row, other = condition(text="Two keys, no more"), condition(text="Not before May")

    client = signed_in(row.owner)
    page = client.get("/conditions/").content.decode()

    assert (row.text in page, other.text in page) == (True, False)
    assert [line[0] for line in rows_of(client.get("/conditions.csv"))] == ["Two keys, no more"]
    assert "No condition waits for you" in signed_in(UserFactory()).get("/conditions/").content.decode()


def test_condition_is_met_and_the_idea_says_how() -> None:
    row = condition()
    client = signed_in(row.owner)

    response = client.post(f"/conditions/{row.public_id}/meet/", {"note": "The rota ends in May."})

    assert response.status_code == 302
    page = client.get(response.headers["Location"]).content.decode()
    assert page.count("The rota ends in May.") == 2  # beside the condition, and in the history


def test_condition_without_a_note_asks_for_one() -> None:
    row = condition()

    response = signed_in(row.owner).post(f"/conditions/{row.public_id}/meet/", {"note": ""})

    assert response.status_code == 422
    row.refresh_from_db()
    assert row.met_at is None


def test_conditions_costs_the_same_for_ten_and_for_thirty_rows() -> None:
    owner = UserFactory()
    client = signed_in(owner)
    counts = []
    for number in (10, 20):
        for _row in range(number):
            condition(owner=owner)
        client.get("/conditions/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/conditions/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_api_lists_and_meets_a_condition() -> None:
    row = condition()
    caller = Caller(row.owner)

    listed = caller.get("/api/v1/conditions").json()["results"]
    met = caller.post(f"/api/v1/conditions/{row.public_id}/meet", {"note": "The rota ends in May."}).json()

    assert [one["id"] for one in listed] == [str(row.public_id)]
    assert met["met_note"] == "The rota ends in May."


def test_api_refuses_whoever_does_not_see_to_it() -> None:
    row = condition()

    response = Caller(UserFactory()).post(f"/api/v1/conditions/{row.public_id}/meet", {"note": "Done."})

    assert problem(response) == (403, "not_condition_owner")
