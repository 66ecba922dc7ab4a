"""Triage by the API: the inbox, the lanes, and changes of tier and departments."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Event, FirstResponse, Follow, Idea, Merge, Redirect, RoutingOverride, Triage, User
from ideas.workflow import Stage
from tests.api.client import Caller, problem
from tests.factories import UserFactory, grant_role, submitted_idea
from tests.factories.triage import FirstResponseFactory, RedirectFactory, idea_in_triage, promised, triager

pytestmark = pytest.mark.django_db
TEXT = "Thank you. Operations looks at it this week."
REASON = "Both want a second key."


@pytest.fixture
def owen() -> User:
    return triager(name="Owen Parry")


def address(idea: Idea, act: str = "") -> str:
    return f"/api/v1/ideas/{idea.ref}/triage{'/' if act else ''}{act}"


def acts(person: User, idea: Idea) -> list[str]:
    found: list[str] = Caller(person).get(address(idea)).json()["allowed_actions"]
    return found


def test_inbox_lists_the_next_due_first(owen: User) -> None:
    later, late = idea_in_triage(), idea_in_triage(due_in=timedelta(days=-1))
    idea_in_triage(author=owen)

    rows = Caller(owen).get("/api/v1/triage").json()["results"]

    assert [(row["ref"], row["turn"]["is_late"], row["turn"]["is_held"]) for row in rows] == [
        (late.ref, True, True),
        (later.ref, False, True),
    ]


def test_inbox_costs_as_many_statements_for_a_hundred_rows_as_for_ten(owen: User) -> None:
    caller, counts = Caller(owen), []
    caller.get("/api/v1/triage")  # what is asked once a process is not counted
    for size in (10, 90):
        for _row in range(size):
            idea_in_triage()
        with CaptureQueriesContext(connection) as queries:
            rows = caller.get("/api/v1/triage?limit=100").json()["results"]
        counts.append((len(rows), len(queries)))

    assert counts == [(10, counts[0][1]), (100, counts[0][1])]


@pytest.mark.parametrize("path", ["/api/v1/triage", "/api/v1/ideas/{ref}/triage"])
def test_reading_is_refused_to_those_who_sort_no_ideas(path: str) -> None:
    idea = idea_in_triage()

    response = Caller(grant_role(UserFactory(), "administrator")).get(path.format(ref=idea.ref))

    assert problem(response) == (403, "not_triager")


def test_triager_reads_nothing_of_their_own_idea_in_triage(owen: User) -> None:
    assert problem(Caller(owen).get(address(idea_in_triage(author=owen)))) == (403, "own_idea")


def test_idea_in_triage_tells_what_helps_to_sort_it(owen: User) -> None:
    idea = idea_in_triage(problem="A camera at the gate would show who comes.")

    body = Caller(owen).get(address(idea)).json()

    assert [(hint["department"], hint["phrase"]) for hint in body["hints"]] == [("security", "camera")]
    assert (body["stage"], body["first_response"], body["suggested_door"]) == ("triage", None, None)
    assert "people_team" in [door["code"] for door in body["doors"]]


@pytest.mark.parametrize(
    ("stage", "wanted"),
    [
        (Stage.TRIAGE, ["review", "quick_fix", "match", "merge", "redirect", "respond", "override"]),
        (Stage.READY_FOR_DECISION, ["review", "quick_fix", "match", "respond", "override"]),
        (Stage.DECLINED, []),
    ],
)
def test_allowed_actions_follow_the_stage(owen: User, stage: Stage, wanted: list[str]) -> None:
    idea = idea_in_triage()
    Idea.objects.filter(pk=idea.pk).update(stage=stage)

    assert acts(owen, idea) == wanted


def test_allowed_actions_after_a_first_response_offer_no_other(owen: User) -> None:
    idea = idea_in_triage()
    FirstResponseFactory(idea=idea)

    assert acts(owen, idea) == ["review", "quick_fix", "merge", "redirect", "override"]


def test_review_ends_the_turn_and_writes_to_the_author(owen: User) -> None:
    idea = idea_in_triage()

    body = Caller(owen).post(address(idea, "review"), {"text": TEXT}).json()

    assert (body["turn"], body["first_response"]["text"]) == (None, TEXT)
    assert body["allowed_actions"] == ["merge", "redirect", "override"]
    assert Triage.objects.get().lane == "review"


def test_review_twice_is_a_conflict(owen: User) -> None:
    idea = idea_in_triage()
    Caller(owen).post(address(idea, "review"), {})

    again = Caller(owen).post(address(idea, "review"), {"text": TEXT})

    assert problem(again) == (409, "not_in_triage")
    assert not FirstResponse.objects.exists()


def test_quick_fix_makes_it_tier_0(owen: User) -> None:
    idea = idea_in_triage()
    promised(idea)

    body = Caller(owen).post(address(idea, "quick-fix"), {"reason": "It stays in one team."}).json()

    assert (body["tier"], body["turn"]) == (0, None)
    assert Triage.objects.get().lane == "quick_fix"


def test_quick_fix_without_reason_changes_nothing(owen: User) -> None:
    idea = idea_in_triage()

    response = Caller(owen).post(address(idea, "quick-fix"), {})

    assert problem(response) == (422, "required")
    assert Triage.objects.get().done_at is None


def test_first_response_is_given_once(owen: User) -> None:
    idea = idea_in_triage()
    path = f"/api/v1/ideas/{idea.ref}/first-response"

    first = Caller(owen).post(path, {"text": TEXT})
    second = Caller(owen).post(path, {"text": "And again."})

    assert (first.status_code, first.json()["text"], first.json()["by"]["name"]) == (200, TEXT, "Owen Parry")
    assert problem(second) == (409, "first_response_given")
    assert FirstResponse.objects.get().text == TEXT


def test_match_with_a_colleague_lets_them_follow(owen: User) -> None:
    idea, ravi = idea_in_triage(), UserFactory(name="Ravi Shah")

    response = Caller(owen).post(address(idea, "match"), {"text": TEXT, "colleague": str(ravi.public_id)})

    assert response.json()["text"] == f"{TEXT}\n\nRavi Shah knows about this and follows your idea."
    assert Follow.objects.filter(idea=idea, person=ravi).exists()


@pytest.mark.parametrize(
    ("named", "pointer", "code"),
    [
        ({"colleague": "00000000-0000-0000-0000-000000000000"}, "/colleague", "unknown_person"),
        ({"similar": "GS-999999"}, "/similar", "unknown_idea"),
        ({}, "/similar", "match_needed"),
    ],
)
def test_match_with_nobody_changes_nothing(owen: User, named: dict[str, Any], pointer: str, code: str) -> None:
    idea = idea_in_triage()

    response = Caller(owen).post(address(idea, "match"), {"text": TEXT, **named})

    assert response.status_code == 422
    assert [(one["pointer"], one["code"]) for one in response.json()["errors"]] == [(pointer, code)]
    assert not FirstResponse.objects.exists()


def test_merge_and_unmerge_are_told_with_their_reasons(owen: User) -> None:
    source, target = idea_in_triage(), submitted_idea(stage=Stage.IN_REVIEW)
    promised(source)
    caller = Caller(owen)

    merged = caller.post(address(source, "merge"), {"target": target.ref, "reason": REASON}).json()
    offered = acts(owen, source)
    undone = caller.post(address(source, "unmerge"), {"reason": "They differ."}).json()

    assert (merged["source"], merged["target"], merged["reason"], merged["undone_at"]) == (
        source.ref,
        target.ref,
        REASON,
        None,
    )
    assert offered == ["unmerge"]
    assert (undone["id"], undone["undo_reason"]) == (merged["id"], "They differ.")
    assert Idea.objects.get(pk=source.pk).stage == Stage.TRIAGE


def test_merged_idea_tells_where_it_went(owen: User) -> None:
    source, target = idea_in_triage(), submitted_idea(stage=Stage.IN_REVIEW)
    caller = Caller(owen)
    before = caller.get(f"/api/v1/ideas/{source.ref}").json()

    caller.post(address(source, "merge"), {"target": target.ref, "reason": REASON})

    after = caller.get(f"/api/v1/ideas/{source.ref}").json()
    assert (before["merged_into"], after["merged_into"]) == (None, target.ref)


@pytest.mark.parametrize(("target", "code"), [("GS-999999", "unknown_idea"), ("itself", "same_idea")])
def test_merge_into_nothing_changes_nothing(owen: User, target: str, code: str) -> None:
    idea = idea_in_triage()
    ref = idea.ref if target == "itself" else target

    response = Caller(owen).post(address(idea, "merge"), {"target": ref, "reason": REASON})

    assert [(one["pointer"], one["code"]) for one in response.json()["errors"]] == [("/target", code)]
    assert not Merge.objects.exists()
    assert Idea.objects.get().stage == Stage.TRIAGE


def test_unmerge_of_what_is_not_merged_is_a_conflict(owen: User) -> None:
    response = Caller(owen).post(address(idea_in_triage(), "unmerge"), {"reason": "They differ."})

    assert problem(response) == (409, "not_merged")


def test_redirect_names_the_door_and_hides_the_idea(owen: User) -> None:
    idea = idea_in_triage()

    body = Caller(owen).post(address(idea, "redirect"), {"door": "people_team", "words": "They hear this."}).json()

    assert (body["idea"], body["door"], body["words"]) == (idea.ref, "people_team", "They hear this.")
    assert Idea.objects.get().visibility == Idea.Visibility.CONFIDENTIAL
    assert Caller(owen).get(f"/api/v1/ideas/{idea.ref}").status_code == 404


def test_redirected_idea_tells_its_author_where_it_belongs() -> None:
    idea = idea_in_triage()
    redirect = RedirectFactory(idea=idea)
    Idea.objects.filter(pk=idea.pk).update(stage=Stage.REDIRECTED, next_answer_at=None)

    body = Caller(author(idea)).get(f"/api/v1/ideas/{idea.ref}").json()

    assert body["redirect"] == {"door": "people_team", "label": "People team", "words": redirect.words}


def test_redirect_to_an_unknown_door_changes_nothing(owen: User) -> None:
    idea = idea_in_triage()

    response = Caller(owen).post(address(idea, "redirect"), {"door": "cellar", "words": "Down there."})

    assert [(one["pointer"], one["code"]) for one in response.json()["errors"]] == [("/door", "unknown_door")]
    assert not Redirect.objects.exists()


def test_override_is_made_and_listed_with_its_reason(owen: User) -> None:
    idea = idea_in_triage()
    promised(idea)
    path = f"/api/v1/ideas/{idea.ref}/routing/overrides"
    body = {"tier": 2, "departments": {"legal": "required"}, "reason": "A contract is touched."}

    made = Caller(owen).post(path, body)
    listed = Caller(author(idea)).get(path).json()["results"]

    assert (made.status_code, made["Location"]) == (201, path)
    assert listed == [made.json()]
    assert (listed[0]["from_tier"], listed[0]["to_tier"], listed[0]["is_of_tier"]) == (1, 2, True)
    assert (listed[0]["required"], listed[0]["left_out"]) == (["legal"], [])
    assert Idea.objects.get().tier == 2


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"tier": 1}, "nothing_changed"),
        ({"departments": {"cellar": "required"}}, "unknown_department"),
        ({"departments": {"business": "left_out", "operations": "left_out"}}, "nobody_required"),
        ({"departments": {"legal": "perhaps"}}, "invalid_choice"),
        ({"tier": 4}, "out_of_range"),
    ],
)
def test_override_that_makes_no_sense_changes_nothing(owen: User, body: dict[str, Any], code: str) -> None:
    idea = idea_in_triage()

    response = Caller(owen).post(f"/api/v1/ideas/{idea.ref}/routing/overrides", {**body, "reason": "It must."})

    document = response.json()
    assert code in {document["code"], *(one["code"] for one in document["errors"])}
    assert not RoutingOverride.objects.exists()
    assert not Event.objects.filter(type="routing.overridden").exists()


def author(idea: Idea) -> User:
    found: User = idea.authors.get(kind="author").person
    return found
