"""Versions of the rules over the API."""

from typing import Any

import pytest

from ideas.models import RuleSet
from ideas.selectors.rule_sets import active_rule_set
from tests.api.client import Caller, problem, with_token
from tests.factories import UserFactory
from tests.factories.routing import changed_data, rule_set_data
from tests.factories.rule_sets import activated, draft, rules_editor
from tests.ideas.selectors.test_simulation import tried_idea

pytestmark = pytest.mark.django_db
SETS = "/api/v1/rule-sets"
TRY = "/api/v1/routing/simulate"


@pytest.fixture
def editor() -> Caller:
    return Caller(rules_editor(name="Priya Nair"))


def test_draft_is_made_read_changed_and_activated_by_somebody_else(editor: Caller) -> None:
    made = editor.post(SETS, {"name": "Of 2027"})
    body = {**made.json()["body"], "max_open_points_per_full_time_reviewer": 12}
    changed = editor.patch(made["Location"], {"body": body}, if_match=made["ETag"])
    own = editor.post(f"{made['Location']}/activate", {"reason": "More work."}, if_match=changed["ETag"])
    second = Caller(rules_editor())
    done = second.post(f"{made['Location']}/activate", {"reason": "More work."}, if_match=changed["ETag"])

    assert (made.status_code, made.json()["rule_set"]["name"], made["ETag"]) == (201, "Of 2027", '"1"')
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert problem(own) == (403, "own_draft")
    assert (done.status_code, done.json()["rule_set"]["state"]) == (200, "active")
    assert active_rule_set().version == 2


def test_allowed_actions_follow_state_and_person(editor: Caller) -> None:
    draft()

    mine = editor.get(SETS).json()["results"]
    others = Caller(UserFactory()).get(SETS).json()["results"]

    assert [(one["version"], one["state"], one["allowed_actions"]) for one in mine] == [
        (2, "draft", ["change", "activate", "discard", "simulate"]),
        (1, "active", ["simulate"]),
    ]
    assert [(one["version"], one["allowed_actions"]) for one in others] == [(1, [])]


def test_export_sent_again_is_the_same_rule_set(editor: Caller) -> None:
    body = editor.get(f"{SETS}/1").json()["body"]

    made = editor.post(SETS, {"body": body})

    assert made.status_code == 201
    assert RuleSet.objects.get(version=2).body == rule_set_data()


def test_import_that_is_wrong_names_part_and_field(editor: Caller) -> None:
    answer = editor.post(SETS, {"body": changed_data("rules/3/why", "")})

    assert problem(answer) == (422, "rule_set_invalid")
    assert [one["detail"] for one in answer.json()["errors"]] == ["rule FIN-1, why: must be a text that is not empty"]
    assert RuleSet.objects.count() == 1


@pytest.mark.parametrize("body", [{"body": []}, {"body": {}}, {"body": "x"}, {"name": ""}, {"rules": []}, []])
def test_draft_of_something_else_is_refused(editor: Caller, body: Any) -> None:
    answer = editor.post(SETS, body)

    assert answer.status_code in {400, 422}
    assert RuleSet.objects.count() == 1


def test_change_without_or_with_a_stale_etag_is_refused(editor: Caller) -> None:
    row = draft()
    body = {"body": {**row.body, "ruleset": "Other"}}

    assert problem(editor.patch(f"{SETS}/2", body)) == (428, "precondition_required")
    assert problem(editor.patch(f"{SETS}/2", body, if_match='"7"')) == (412, "stale_version")
    assert RuleSet.objects.get(version=2).name == "default-1"


def test_change_of_what_holds_is_refused(editor: Caller) -> None:
    activated(draft())

    answer = editor.patch(f"{SETS}/2", {"body": rule_set_data()}, if_match='"1"')

    assert problem(answer) == (409, "rule_set_closed")


def test_activate_from_a_date_and_discard_before_it(editor: Caller) -> None:
    draft()

    later = editor.post(
        f"{SETS}/2/activate", {"reason": "Of next year.", "active_from": "2027-01-01T00:00:00Z"}, if_match='"1"'
    )
    gone = editor.post(f"{SETS}/2/discard")

    assert later.json()["rule_set"]["state"] == "scheduled"
    assert gone.json()["rule_set"]["state"] == "discarded"


def test_token_needs_the_scope_admin_to_draft(editor: Caller) -> None:
    person = rules_editor()

    assert problem(with_token(person, "write").post(SETS, {})) == (403, "scope_missing")
    assert with_token(person, "admin").post(SETS, {}).status_code == 201


def test_simulate_a_body_that_is_stored_nowhere(editor: Caller) -> None:
    idea = tried_idea()

    answer = editor.post(TRY, {"body": changed_data("rules/15/when", {"all": []}), "ideas": 10})

    found = answer.json()
    assert (found["ideas"], found["guessed"], found["tiers"]) == (1, 0, [])
    assert found["effects"] == [
        {"rule": "T3-ADV", "department": "commercial", "added": 1, "removed": 0, "changed": 0},
        {"rule": "T3-ADV", "department": "procurement", "added": 1, "removed": 0, "changed": 0},
    ]
    assert [one["ref"] for one in found["changes"]] == [idea.ref]
    assert RuleSet.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, (422, "required")),
        ({"rule_set": 1, "body": {}}, (422, "required")),
        ({"rule_set": 99}, (422, "invalid_choice")),
        ({"rule_set": 1, "ideas": 9}, (422, "out_of_range")),
        ({"rule_set": 1, "ideas": 2001}, (422, "out_of_range")),
        ({"body": {}}, (422, "rule_set_invalid")),
    ],
)
def test_simulate_of_something_wrong_is_refused(editor: Caller, body: Any, expected: tuple[int, str]) -> None:
    assert problem(editor.post(TRY, body)) == expected


def test_simulate_by_a_member_is_refused() -> None:
    assert problem(Caller(UserFactory()).post(TRY, {"rule_set": 1})) == (403, "not_rules_editor")
