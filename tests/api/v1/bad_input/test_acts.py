"""Rows 29 and 50 to 57: keys, versions, votes, decisions."""

from typing import Any

import pytest

from ideas.models import Idea, Vote
from ideas.workflow import Stage
from tests.api.client import Caller, problem
from tests.api.v1.bad_input.catalogue import IDEAS, Case, World, check
from tests.factories import ReviewFactory
from tests.factories.ideas import submitted_idea
from tests.factories.people import UserFactory
from tests.factories.reviews import pool_member


def ready_idea() -> Idea:
    idea = submitted_idea(stage=Stage.READY_FOR_DECISION)
    ReviewFactory(idea=idea, submitted=True)
    return idea


def decide(idea: Idea, **changes: Any) -> Any:
    body = {
        "kind": "declined",
        "reason_code": "benefit_too_small",
        "explanation": "The stores are open from six, so nobody waits for the key any more.",
        "what_would_change": "If the stores close before seven again.",
    }
    return lambda world: world.api.post(f"{IDEAS}/{idea.ref}/decisions", body | changes, if_match='"1"')


@pytest.fixture
def deciding(world: World) -> World:
    """The world as the lead of Business sees it."""
    person = pool_member(role="lead").person
    world.member, world.api = person, Caller(person)
    return world


@pytest.mark.parametrize("key", ["", "k" * 10_240])
def test_row_50_key_that_is_none_is_refused(world: World, key: str) -> None:
    def send(one: World) -> Any:
        return one.api.post(IDEAS, {"title": "Two keys"}, idempotency_key=key)

    check(world, Case(50, send, 400, "invalid_idempotency_key"))


def test_row_50_key_used_for_another_body_is_refused(world: World) -> None:
    world.api.post(IDEAS, {"title": "Two keys"}, idempotency_key="k-1")

    def send(one: World) -> Any:
        return one.api.post(IDEAS, {"title": "Three keys"}, idempotency_key="k-1")

    check(world, Case(50, send, 422, "idempotency_mismatch"))


def test_row_50_key_of_two_people_makes_two_ideas(world: World) -> None:
    first = world.api.post(IDEAS, {"title": "Two keys"}, idempotency_key="k-1").json()
    second = Caller(UserFactory()).post(IDEAS, {"title": "Two keys"}, idempotency_key="k-1").json()

    assert first["ref"] != second["ref"]


def test_row_51_same_post_twice_makes_one_idea(world: World) -> None:
    answers = [world.api.post(IDEAS, {"title": "Only once"}, idempotency_key="k-1") for _ in range(2)]

    assert answers[0].content == answers[1].content
    assert Idea.objects.filter(title="Only once").count() == 1


@pytest.mark.parametrize("place", ["draft", "own"])
@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 428, "precondition_required"),
        ({"if_match": "*"}, 428, "precondition_required"),
        ({"if_match": '"0"'}, 412, "stale_version"),
        ({"if_match": '"999999999"'}, 412, "stale_version"),
        ({"if_match": 'W/"1"'}, 412, "stale_version"),
        ({"if_match": "1"}, 412, "stale_version"),
        ({"if_match": '"1", "2"'}, 412, "stale_version"),
    ],
)
def test_row_52_edit_of_a_version_not_read_is_refused(
    world: World, place: str, headers: dict[str, str], status: int, code: str
) -> None:
    idea: Idea = getattr(world, place)

    def send(one: World) -> Any:
        return one.api.patch(f"{IDEAS}/{idea.ref}", {"title": "Mine"}, **headers)

    response = check(world, Case(52, send, status, code))

    assert response["ETag"] == f'"{idea.version}"'


def test_row_53_vote_given_and_taken_twice_counts_once(world: World) -> None:
    address = f"{IDEAS}/{world.open.ref}/vote"

    given = [world.api.put(address) for _ in range(2)]
    votes = Vote.objects.filter(idea=world.open).count()
    taken = [world.api.delete(address) for _ in range(2)]

    assert [answer.status_code for answer in given] == [200, 200]
    assert [answer.json()["figures"]["votes"] for answer in given] == [1, 1]
    assert votes == 1
    assert [answer.status_code for answer in taken] == [204, 204]
    world.open.tally.refresh_from_db()
    assert world.open.tally.vote_count == 0


@pytest.mark.parametrize(
    ("stage", "status", "code"), [(Stage.DECLINED, 409, "idea_closed"), (Stage.WITHDRAWN, 409, "idea_closed")]
)
def test_row_54_vote_for_a_closed_idea_is_refused(world: World, stage: Stage, status: int, code: str) -> None:
    idea = submitted_idea(stage=stage)

    check(world, Case(54, lambda one: one.api.put(f"{IDEAS}/{idea.ref}/vote"), status, code))


def test_row_54_vote_for_what_may_not_be_seen_is_not_found(world: World) -> None:
    hidden = submitted_idea(visibility="confidential")

    check(world, Case(54, lambda one: one.api.put(f"{IDEAS}/{hidden.ref}/vote"), 404, "not_found"))


def test_row_57_decision_without_reason_is_refused(deciding: World) -> None:
    refused = Case(
        57, decide(ready_idea(), reason_code=""), 422, "reason_required", (("/reason_code", "reason_required"),)
    )

    check(deciding, refused)


@pytest.mark.parametrize("day", ["2020-01-01", "2076-11-21"])
def test_row_29_day_long_ago_or_far_ahead_is_refused(deciding: World, day: str) -> None:
    parked = decide(ready_idea(), kind="parked", reason_code="wait_for_date", reason_detail=day, wakes_on=day)

    response = parked(deciding)

    assert response.status_code == 422
    assert ("/wakes_on", "out_of_range") in [(one["pointer"], one["code"]) for one in response.json()["errors"]]


def test_row_56_decision_by_somebody_else_is_refused(world: World) -> None:
    idea = ready_idea()

    response = decide(idea)(world)

    assert problem(response) == (403, "not_decider")
    assert not idea.decisions.exists()
