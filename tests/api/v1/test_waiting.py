"""The list of ideas that wait for a decision, over the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import AuditEvent, Department, User
from tests.api.client import Caller, problem
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.ranking import board_idea, lead_of_business, scored_idea, seat_for
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db
LIST = "/api/v1/ideas-to-decide"
BY_SCORE = f"{LIST}?order=score"


def test_list_by_score_gives_each_score_with_its_profile_and_says_where_there_is_none() -> None:
    lead = lead_of_business()
    low, high = scored_idea(2), scored_idea(5)
    small = scored_idea(5, answered={"reach": "several_teams"})

    rows = Caller(lead).get(BY_SCORE).json()["results"]

    assert [(row["ref"], row["score"] and row["score"]["score"], row["unscored"]) for row in rows] == [
        (high.ref, 100, None),
        (low.ref, 25, None),
        (small.ref, None, "small"),
    ]
    assert rows[0]["score"]["departments"] == [
        {"department": "business", "name": "Business", "score": 100, "recommendation": "support", "confidence": "high"}
    ]
    assert (rows[0]["act"], rows[0]["tier"]) == ("decide", 2)


def test_list_is_by_date_where_no_order_is_asked_for() -> None:
    lead = lead_of_business()
    late, soon = scored_idea(5, days=9), scored_idea(1, days=2)

    assert [row["ref"] for row in Caller(lead).get(LIST).json()["results"]] == [soon.ref, late.ref]


@pytest.mark.parametrize("order", ["score", "votes", ""])
def test_order_that_is_not_the_callers_is_as_unknown_as_one_that_there_is_not(order: str) -> None:
    deputy = pool_member(role="deputy").person
    scored_idea(5, answered={"reach": "several_teams"})

    response = Caller(deputy).get(f"{LIST}?order={order}")

    assert problem(response) == (400, "invalid_parameter")
    assert [one["parameter"] for one in response.json()["errors"]] == ["order"]


def test_caller_who_may_not_rank_reads_no_score() -> None:
    deputy = pool_member(role="deputy").person
    idea = scored_idea(5, answered={"reach": "several_teams"})

    rows = Caller(deputy).get(LIST).json()["results"]

    assert [(row["ref"], row["score"], row["unscored"]) for row in rows] == [(idea.ref, None, None)]


def test_voter_who_owes_a_review_reads_no_score() -> None:
    voter, idea = UserFactory(), board_idea(5)
    seat_for(voter, idea)
    ReviewFactory(idea=idea, department=Department.objects.get(slug="legal"), assigned=True, owner=voter)

    rows = Caller(voter).get(BY_SCORE).json()["results"]

    assert [(row["ref"], row["act"], row["score"], row["unscored"]) for row in rows] == [
        (idea.ref, "vote", None, "not_for_you")
    ]


def test_page_by_score_goes_on_where_the_one_before_ended() -> None:
    lead = lead_of_business()
    ideas = [scored_idea(value) for value in (3, 5, 1)]
    caller = Caller(lead)

    first = caller.get(f"{BY_SCORE}&limit=2").json()
    second = caller.get(first["next"].removeprefix("http://testserver")).json()

    assert [row["ref"] for row in first["results"] + second["results"]] == [ideas[place].ref for place in (1, 0, 2)]
    assert second["next"] is None


def test_cursor_of_another_order_is_refused() -> None:
    lead = lead_of_business()
    for value in (3, 5):
        scored_idea(value)
    cursor = Caller(lead).get(f"{BY_SCORE}&limit=1").json()["next"].split("cursor=")[1].split("&")[0]

    response = Caller(lead).get(f"{LIST}?order=due&limit=1&cursor={cursor}")

    assert problem(response) == (400, "invalid_cursor")


def test_confidential_ideas_of_the_list_are_logged_as_read() -> None:
    lead = lead_of_business()
    idea = scored_idea(4, visibility="confidential")

    Caller(lead).get(BY_SCORE)

    assert AuditEvent.objects.get(action="idea.read").object_id == idea.ref


def test_list_takes_as_many_queries_for_a_hundred_ideas_as_for_ten() -> None:
    chair = grant_role(UserFactory(), "board_chair")
    for value in range(10):
        board_idea(1 + value % 5)
    few = _queries(chair)
    for value in range(90):
        board_idea(1 + value % 5)

    assert _queries(chair) == few


def _queries(person: User) -> int:
    caller = Caller(person)
    caller.get(LIST)
    with CaptureQueriesContext(connection) as captured:
        caller.get(f"{BY_SCORE}&limit=100")
    return len(captured)
