"""Pages of declined ideas that came first, and the same by the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Precedent, User
from ideas.services.precedents import settle_precedent
from ideas.workflow import Stage
from tests.api.client import Caller, problem
from tests.csv_files import rows_of
from tests.factories import UserFactory, grant_role
from tests.factories.after_decision import PrecedentFactory
from tests.factories.ideas import author_of, submitted_idea
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

WHY = "The same key, asked for two years before."


@pytest.fixture
def triager() -> User:
    return grant_role(UserFactory(), "triager")


def test_precedents_lists_what_waits_and_nothing_of_ones_own(triager: User) -> None:
    row = PrecedentFactory()
    own = PrecedentFactory(earlier=submitted_idea(author=triager, stage=Stage.DECLINED))
    hidden = PrecedentFactory(earlier=submitted_idea(stage=Stage.DECLINED, visibility="confidential"))

    client = signed_in(triager)
    page = client.get("/precedents/").content.decode()

    assert [one.earlier.ref in page for one in (row, own, hidden)] == [True, False, False]
    assert [(line[0], line[2]) for line in rows_of(client.get("/precedents.csv"))] == [(row.idea.ref, row.earlier.ref)]
    assert signed_in(UserFactory()).get("/precedents/").status_code == 403


def test_precedent_is_credited_and_both_pages_say_so(triager: User) -> None:
    row = PrecedentFactory()
    client = signed_in(triager)
    address = f"/precedents/{row.public_id}/"

    asked = client.get(address).content.decode()
    response = client.post(address, {"state": "credited", "reason": WHY})

    assert (row.idea.title in asked, row.earlier.title in asked) == (True, True)
    assert (response.status_code, response.headers["Location"]) == (302, "/precedents/")
    reader = signed_in(UserFactory())
    later = reader.get(f"/ideas/{row.idea.ref}/").content.decode()
    earlier = reader.get(f"/ideas/{row.earlier.ref}/").content.decode()
    assert f"<strong>{author_of(row.earlier).name}</strong> proposed it first:" in later
    assert "This idea came first." in earlier
    assert (later.count(WHY), earlier.count(WHY)) == (2, 2)  # in its own card, and in the history


def test_credit_does_not_name_an_author_who_is_not_shown(triager: User) -> None:
    row = PrecedentFactory(earlier=submitted_idea(stage=Stage.DECLINED, author_shown=False))
    settle_precedent(precedent=row, by=triager, state="credited", reason=WHY)

    page = signed_in(triager).get(f"/ideas/{row.idea.ref}/").content.decode()

    assert author_of(row.earlier).name not in page
    assert "A colleague who is not shown proposed it first:" in page


def test_credit_is_not_shown_to_who_may_not_see_the_other_idea(triager: User) -> None:
    row = PrecedentFactory(earlier=submitted_idea(stage=Stage.DECLINED, visibility="restricted"))
    settle_precedent(precedent=row, by=triager, state="credited", reason=WHY)

    page = signed_in(UserFactory()).get(f"/ideas/{row.idea.ref}/").content.decode()

    assert row.earlier.title not in page


def test_precedent_without_an_answer_keeps_what_was_typed(triager: User) -> None:
    row = PrecedentFactory()

    response = signed_in(triager).post(f"/precedents/{row.public_id}/", {"reason": WHY})

    assert (response.status_code, WHY in response.content.decode()) == (422, True)
    assert Precedent.objects.get().state == "open"


def test_precedents_costs_the_same_for_ten_and_for_thirty_rows(triager: User) -> None:
    client = signed_in(triager)
    counts = []
    for number in (10, 10):
        for _row in range(number):
            PrecedentFactory()
        client.get("/precedents/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/precedents/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_api_lists_and_settles_a_precedent(triager: User) -> None:
    row = PrecedentFactory()
    caller = Caller(triager)

    listed = caller.get("/api/v1/precedents").json()["results"]
    settled = caller.post(f"/api/v1/precedents/{row.public_id}/settle", {"state": "credited", "reason": WHY}).json()

    assert [(one["earlier"], one["allowed_actions"]) for one in listed] == [(row.earlier.ref, ["settle"])]
    assert (settled["state"], settled["reason"], settled["allowed_actions"]) == ("credited", WHY, [])


def test_api_precedent_of_nobodys_business_is_unknown() -> None:
    row, api = PrecedentFactory(), Caller(UserFactory())

    response = api.post(f"/api/v1/precedents/{row.public_id}/settle", {"state": "credited", "reason": WHY})

    assert problem(response) == (404, "not_found")
    assert api.get("/api/v1/precedents").json()["results"] == []
