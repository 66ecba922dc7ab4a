"""What a rule set may say about the order of departments."""

import pytest

from ideas.routing.dependencies import dependencies_between
from ideas.routing.parsing import parse_rule_set
from ideas.routing.problems import RuleSetError
from tests.factories.routing import REMOVED, SEVEN, answers, changed_data, default_rule_set


def test_dependencies_are_optional() -> None:
    assert parse_rule_set(changed_data("dependencies", REMOVED)).dependencies == ()


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("dependencies/0/after", "nobody", "must be a department of this rule set"),
        ("dependencies/0/after", "finance", "must not let a department wait for one that waits itself"),
        ("dependencies/1/department", "procurement", "must not let a department wait for one that waits itself"),
        ("dependencies/0/days", 3, "is not a known field"),
        ("dependencies/0/why", "", "must be a text that is not empty"),
        ("dependencies/1/id", "DEP-1", "twice"),
        ("dependencies", [], "must not be empty"),
    ],
)
def test_dependencies_that_are_wrong_are_refused(path: str, value: object, words: str) -> None:
    with pytest.raises(RuleSetError, match=words):
        parse_rule_set(changed_data(path, value))


def test_dependencies_between_need_both_departments_and_the_tier() -> None:
    rules = default_rule_set()

    found = [one.id for one in dependencies_between(rules, answers(), tier=2, asked=SEVEN)]

    assert found == ["DEP-1"]
    assert dependencies_between(rules, answers(), tier=1, asked=SEVEN) == ()
    assert dependencies_between(rules, answers(), tier=2, asked=["finance"]) == ()


@pytest.mark.parametrize("data", ["personal", "special"])
def test_dependencies_between_let_legal_wait_where_personal_data_meets_new_technology(data: str) -> None:
    given = answers(data=data, tech="new_or_ai")

    found = dependencies_between(default_rule_set(), given, tier=2, asked=["legal", "security"])

    assert [(one.department, one.after) for one in found] == [("legal", "security")]
