"""Which department speaks to which case."""

from typing import Any

import pytest

from ideas.routing.cases import Case
from ideas.routing.parsing import parse_rule_set
from ideas.routing.problems import RuleSetError
from tests.factories.routing import default_rule_set, rule_set_data


def data_with(cases: Any) -> Any:
    data = rule_set_data()
    data["departments"][0]["cases"] = cases
    return data


def test_cases_of_the_seven_are_the_five_and_assurance() -> None:
    cases = {guide.slug: [one.value for one in guide.cases] for guide in default_rule_set().departments}

    assert cases == {
        "business": ["strategic", "economic"],
        "procurement": ["commercial"],
        "commercial": ["commercial"],
        "finance": ["economic", "financial"],
        "operations": ["management"],
        "security": ["assurance"],
        "legal": ["assurance"],
    }


def test_cases_that_the_rules_name_take_the_place_of_the_usual_ones() -> None:
    guide = parse_rule_set(data_with(["management"])).departments[0]

    assert (guide.slug, guide.cases) == ("business", (Case.MANAGEMENT,))


@pytest.mark.parametrize(
    ("cases", "words"),
    [
        ([], "cases: must not be empty"),
        (["fiscal"], "cases: must be one of strategic, economic"),
        (["economic", "economic"], "cases: names economic twice"),
        ([{}], "cases: must be one of"),
        ("economic", "cases: must be a list"),
    ],
)
def test_cases_that_cannot_be_read_are_refused(cases: object, words: str) -> None:
    with pytest.raises(RuleSetError, match=words):
        parse_rule_set(data_with(cases))
