"""The report on the rules over the API."""

import pytest

from ideas.models import RuleSet
from tests.api.client import Caller, problem
from tests.factories import UserFactory
from tests.factories.rule_reports import costly_ideas, overridden, reported_idea
from tests.factories.rule_sets import rules_editor

pytestmark = pytest.mark.django_db
REPORT = "/api/v1/rules/report"
ADVICE = "ask_weaker.FIN-1.finance.advisory"


@pytest.fixture
def editor() -> Caller:
    return Caller(rules_editor())


def test_report_tells_lines_additions_and_suggestions(editor: Caller) -> None:
    costly_ideas(9, unwanted=3)
    overridden(reported_idea(), added=("security",))

    body = editor.get(REPORT).json()

    assert (body["weeks"], body["rule_set"], body["ideas"]) == (1, 1, 10)
    assert next(one for one in body["rules"] if one["rule"] == "FIN-1") == {
        "rule": "FIN-1",
        "department": "finance",
        "mode": "required",
        "is_current": True,
        "asked": 10,
        "sent_back": {"count": 3, "percent": 30},
        "kept": 0,
        "named": [{"department": "legal", "count": 3}],
        "went_to": [],
        "left_out": {"count": 0, "percent": 0},
        "added_beside": {"count": 1, "percent": 10},
    }
    added = {"department": "security", "ideas": 10, "added": {"count": 1, "percent": 10}, "sent_on": 0, "sent_back": 0}
    assert body["added"] == [added]
    (suggestion,) = body["suggestions"]
    trial = suggestion.pop("trial")
    assert suggestion == {
        "key": ADVICE,
        "kind": "ask_weaker",
        "rule": "FIN-1",
        "department": "finance",
        "instead": None,
        "mode": "advisory",
        "question": None,
        "answer": None,
        "count": 3,
        "of": 10,
    }
    assert (trial["ideas"], trial["changed"]) == (10, 10)
    assert trial["effects"] == [{"rule": "FIN-1", "department": "finance", "added": 0, "removed": 0, "changed": 10}]


def test_report_of_another_period_is_refused(editor: Caller) -> None:
    assert problem(editor.get(f"{REPORT}?weeks=2")) == (400, "invalid_parameter")
    assert editor.get(f"{REPORT}?weeks=13").json()["weeks"] == 13


def test_report_for_a_member_is_refused() -> None:
    assert problem(Caller(UserFactory()).get(REPORT)) == (403, "not_rules_editor")


def test_suggestion_becomes_a_draft(editor: Caller) -> None:
    costly_ideas(5, unwanted=2)

    made = editor.post(f"{REPORT}/drafts", {"weeks": 4, "suggestion": ADVICE})

    assert (made.status_code, made["Location"], made["ETag"]) == (201, "/api/v1/rule-sets/2", '"1"')
    assert (made.json()["rule_set"]["state"], made.json()["problems"]) == ("draft", [])


@pytest.mark.parametrize(
    ("weeks", "key", "refusal"),
    [
        (1, "ask_weaker.BUS-1.business.advisory", (409, "suggestion_gone")),
        (2, ADVICE, (422, "invalid_choice")),
        (1, " ", (422, "blank")),
        ("1", ADVICE, (422, "type")),
    ],
)
def test_draft_of_something_else_is_refused(editor: Caller, weeks: object, key: str, refusal: tuple[int, str]) -> None:
    costly_ideas(5, unwanted=2)

    assert problem(editor.post(f"{REPORT}/drafts", {"weeks": weeks, "suggestion": key})) == refusal
    assert RuleSet.objects.count() == 1
