import json
from pathlib import Path
from typing import Any

import pytest

from ideas.routing.conditions import AnswerValue
from ideas.routing.outcome import DepartmentAsk, Routing
from ideas.routing.rules import (
    AnswerProblem,
    AnswersUnusable,
    NotAsked,
    answer_problems,
    answers_from_text,
    not_asked,
    route,
    small_idea_answers,
    with_unknowns,
)
from ideas.routing.ruleset import Mode
from tests.factories.routing import SEVEN, answers, default_rule_set

EXAMPLES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "worked_examples.json").read_text())


def routed(**changes: AnswerValue) -> Routing:
    return route(default_rule_set(), answers(**changes))


def asked(routing: Routing, slug: str) -> DepartmentAsk:
    ask = routing.ask(slug)
    assert ask is not None
    return ask


@pytest.mark.parametrize("example", EXAMPLES, ids=[one["title"] for one in EXAMPLES])
def test_route_worked_example_gives_tier_departments_and_rules(example: dict[str, Any]) -> None:
    routing = route(default_rule_set(), example["answers"])

    assert routing.tier == example["expect"]["tier"]
    departments = {one.slug: {"mode": one.mode.value, "rule": one.rule_id} for one in routing.departments}
    assert departments == example["expect"]["departments"]


def test_route_worked_examples_together_require_each_department() -> None:
    routings = [route(default_rule_set(), one["answers"]) for one in EXAMPLES]

    required = {ask.slug for routing in routings for ask in routing.asked(Mode.REQUIRED)}

    assert required == set(SEVEN)


@pytest.mark.parametrize(
    ("changes", "slug", "rule_id"),
    [
        ({}, "business", "BUS-1"),
        ({"buys": "new"}, "procurement", "PRO-1"),
        ({"contract": "yes"}, "commercial", "COM-1"),
        ({"one_off": 1000}, "finance", "FIN-1"),
        ({"reach": "several_teams"}, "operations", "OPS-1"),
        ({"data": "personal"}, "security", "SEC-1"),
        ({"rules": "law"}, "legal", "LEG-1"),
    ],
)
def test_route_one_answer_changed_requires_the_department_by_its_own_rule(
    changes: dict[str, AnswerValue], slug: str, rule_id: str
) -> None:
    ask = asked(routed(**changes), slug)

    assert (ask.mode, ask.rule_id) == (Mode.REQUIRED, rule_id)


def test_route_personal_data_quotes_the_answer_that_fired() -> None:
    security = asked(routed(data="personal"), "security")

    assert security.why == "Personal information, new technology or physical access is involved"
    assert [(one.question_id, one.answer, one.short) for one in security.answers] == [
        ("data", "personal", "names or details")
    ]
    assert security.answers[0].question == "What information about people does it use?"


def test_route_several_grounds_in_one_rule_quotes_all_in_the_rule_s_order() -> None:
    finance = asked(routed(yearly=10000, one_off=1000, saving=0), "finance")

    assert [(one.question_id, one.answer) for one in finance.answers] == [("one_off", 1000), ("yearly", 10000)]
    assert [one.label for one in finance.answers] == ["£1,000 to £10,000", "£10,000 to £100,000"]


def test_route_required_and_advisory_rule_fire_keeps_both_and_names_the_required() -> None:
    legal = asked(routed(data="personal", tech="new_or_ai"), "legal")

    assert [one.rule_id for one in legal.fired] == ["LEG-1", "LEG-2"]
    assert (legal.mode, legal.rule_id) == (Mode.REQUIRED, "LEG-1")


def test_route_later_rule_is_stronger_names_it_before_the_earlier() -> None:
    legal = asked(routed(rules="policy", one_off=100000), "legal")

    assert [(one.rule_id, one.mode) for one in legal.fired] == [("T3-ALL", Mode.REQUIRED), ("LEG-2", Mode.ADVISORY)]


def test_route_equal_modes_names_the_first_in_the_file() -> None:
    legal = asked(routed(rules="policy", reuse="elsewhere"), "legal")

    assert [one.rule_id for one in legal.fired] == ["LEG-2", "LEG-3"]
    assert legal.mode == Mode.ADVISORY


def test_route_tier_three_gives_its_condition_s_answers_and_decider() -> None:
    routing = routed(rules="law", reach="public")

    assert routing.tier == 3
    assert routing.tier_reason.name == "Major or new"
    assert routing.tier_reason.decided_by == "The board"
    assert [(one.question_id, one.answer) for one in routing.tier_reason.answers] == [
        ("rules", "law"),
        ("reach", "public"),
    ]


def test_route_no_other_tier_holds_gives_tier_one_without_answers() -> None:
    routing = routed(reach="several_teams")

    assert (routing.tier, routing.tier_reason.name, routing.tier_reason.answers) == (1, "Standard", ())


@pytest.mark.parametrize("question_id", ["one_off", "yearly"])
def test_route_unknown_cost_fails_every_comparison(question_id: str) -> None:
    routing = routed(**{question_id: "unknown"})

    assert routing.tier == 1
    assert asked(routing, "finance").rule_id == "FIN-2"


def test_route_departments_follow_the_rule_set_s_order() -> None:
    routing = routed(novel="yes")

    assert [one.slug for one in routing.departments] == list(SEVEN)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"reach": "moon"}, AnswerProblem("reach", "unknown_option", "Who would notice this change?")),
        ({"one_off": 5}, AnswerProblem("one_off", "unknown_option", "Rough one-off cost, with staff time")),
        ({"one_off": False}, AnswerProblem("one_off", "unknown_option", "Rough one-off cost, with staff time")),
        ({"one_off": 1000.0}, AnswerProblem("one_off", "unknown_option", "Rough one-off cost, with staff time")),
        ({"one_off": "1000"}, AnswerProblem("one_off", "unknown_option", "Rough one-off cost, with staff time")),
        ({"reach": ["public"]}, AnswerProblem("reach", "unknown_option", "Who would notice this change?")),
        ({"shoe_size": 9}, AnswerProblem("shoe_size", "unknown_question", "shoe_size")),
    ],
)
def test_answer_problems_one_wrong_answer_is_named(changes: dict[str, object], problem: AnswerProblem) -> None:
    assert answer_problems(default_rule_set(), answers() | changes) == (problem,)


def test_answer_problems_nothing_answered_names_every_question_in_order() -> None:
    problems = answer_problems(default_rule_set(), {})

    assert [one.question_id for one in problems] == [one.id for one in default_rule_set().questions]
    assert {one.code for one in problems} == {"answer_missing"}
    assert problems[0].detail == "Choose an answer to “Who would notice this change?”, or “I don’t know”."


def test_route_unusable_answers_raises_with_every_problem() -> None:
    wrong = answers() | {"reach": "moon", "extra": "no"}

    with pytest.raises(AnswersUnusable) as caught:
        route(default_rule_set(), wrong)

    assert [one.code for one in caught.value.problems] == ["unknown_option", "unknown_question"]
    assert "There is no question “extra”." in str(caught.value)


def test_answers_from_text_form_values_become_options_and_the_rest_stays() -> None:
    texts = {"one_off": "1000", "yearly": "unknown", "reach": "public", "saving": "12", "extra": "x"}

    found = answers_from_text(default_rule_set(), texts)

    assert found == {"one_off": 1000, "yearly": "unknown", "reach": "public", "saving": "12", "extra": "x"}


def test_with_unknowns_half_filled_form_can_be_routed() -> None:
    filled = with_unknowns(default_rule_set(), {"novel": "yes"})

    assert filled["reach"] == "unknown"
    assert route(default_rule_set(), filled).tier == 3


def test_small_idea_answers_route_to_tier_zero_and_tell_operations_only() -> None:
    routing = route(default_rule_set(), small_idea_answers(default_rule_set()))

    assert routing.tier == 0
    assert {one.slug: one.mode.value for one in routing.departments} == {
        "business": "required",
        "operations": "notify",
    }
    assert not_asked(default_rule_set(), routing)[3] == NotAsked(
        "security", "Security", "No personal details, new technology or access to buildings was named."
    )
