"""Which changes of the rules the figures suggest, at the edges of what is often, and how a change is written."""

from dataclasses import replace

import pytest

from ideas.routing.conditions import AnswerValue
from ideas.routing.parsing import parse_rule_set
from ideas.routing.rule_figures import RuleLine
from ideas.routing.rule_suggestions import (
    AnsweredIdea,
    Suggestion,
    SuggestionKind,
    changed_body,
    of_additions,
    of_rule,
)
from ideas.routing.ruleset import Mode, Rule
from tests.factories.routing import answers, default_rule_set, rule_set_data

FINANCE = RuleLine("FIN-1", "finance", Mode.REQUIRED, is_current=True, asked=10)
WEAKER = Suggestion(SuggestionKind.ASK_WEAKER, "finance", Mode.ADVISORY, 3, 10, rule="FIN-1")


def rules_of(suggestion: Suggestion) -> dict[str, Rule]:
    parsed = parse_rule_set(changed_body(rule_set_data(), suggestion, why="It was often needed."))
    return {rule.id: rule for rule in parsed.rules}


@pytest.mark.parametrize(
    ("asked", "sent_back", "is_suggested"), [(10, 3, True), (10, 2, False), (4, 4, False), (5, 2, True), (5, 1, False)]
)
def test_of_rule_is_suggested_from_three_in_ten_of_five_asks_on(asked: int, sent_back: int, is_suggested: bool) -> None:
    found = of_rule(replace(FINANCE, asked=asked, sent_back=sent_back), ("finance",))

    assert found == (replace(WEAKER, count=sent_back, of=asked) if is_suggested else None)


def test_of_rule_counts_what_a_triager_left_out_and_not_what_was_settled_to_stay() -> None:
    line = replace(FINANCE, sent_back=4, kept=2, left_out=1)

    assert of_rule(line, ("finance",)) == WEAKER
    assert of_rule(replace(line, kept=3), ("finance",)) is None


def test_of_rule_asks_another_department_where_half_of_all_ended_there() -> None:
    line = replace(FINANCE, sent_back=5, went_to=(("legal", 5),))

    found = of_rule(line, ("finance",))

    assert found == Suggestion(
        SuggestionKind.ASK_INSTEAD, "finance", Mode.REQUIRED, 5, 10, rule="FIN-1", instead="legal"
    )
    assert of_rule(replace(line, went_to=(("legal", 4),)), ("finance",)) == replace(WEAKER, count=5)
    assert of_rule(line, ("finance", "legal")) == replace(WEAKER, count=5)


def test_of_rule_that_asks_for_advice_only_tells() -> None:
    found = of_rule(replace(FINANCE, mode=Mode.ADVISORY, sent_back=3), ("finance",))

    assert found == replace(WEAKER, mode=Mode.NOTIFY)


def test_of_rule_that_reads_otherwise_today_is_nothing() -> None:
    assert of_rule(replace(FINANCE, is_current=False, sent_back=10), ("finance",)) is None


def given(count: int, added: int, **changes: AnswerValue) -> list[AnsweredIdea]:
    """So many ideas with these answers, to the first of which Legal was added."""
    return [
        AnsweredIdea(answers(**changes), frozenset({"business"}), frozenset({"legal"} if number < added else ()))
        for number in range(count)
    ]


def new_rules(*ideas: AnsweredIdea) -> list[Suggestion]:
    return list(of_additions(ideas, departments=("legal",), questions=default_rule_set().questions))


def added_rule(answer: AnswerValue, count: int, of: int, mode: Mode, question: str = "buys") -> Suggestion:
    return Suggestion(SuggestionKind.ADD_RULE, "legal", mode, count, of, question_id=question, answer=answer)


@pytest.mark.parametrize(
    ("ideas", "added", "mode"),
    [(10, 3, Mode.ADVISORY), (10, 2, None), (10, 5, Mode.REQUIRED), (5, 2, Mode.ADVISORY), (4, 4, None)],
)
def test_of_additions_is_suggested_from_three_in_ten_of_five_ideas_on(
    ideas: int, added: int, mode: Mode | None
) -> None:
    found = new_rules(*given(ideas, added, buys="new"), *given(20, 0))

    assert found == ([added_rule("new", added, ideas, mode)] if mode else [])


def test_of_additions_takes_the_answer_that_explains_most() -> None:
    found = new_rules(*given(6, 6, buys="new", reach="public"), *given(6, 1, reach="public"), *given(10, 0))

    assert found == [added_rule("new", 6, 6, Mode.REQUIRED)]


def test_of_additions_with_an_answer_that_all_ideas_share_is_nothing() -> None:
    assert new_rules(*given(10, 10)) == []


def test_of_additions_leaves_out_ideas_in_which_the_department_is_asked() -> None:
    asked = AnsweredIdea(answers(buys="new"), frozenset({"legal"}), frozenset())

    found = new_rules(*given(5, 2, buys="new"), *[asked] * 20, *given(10, 0))

    assert found == [added_rule("new", 2, 5, Mode.ADVISORY)]


def test_changed_body_asks_for_advice() -> None:
    rules = rules_of(WEAKER)

    before = {rule.id: rule for rule in default_rule_set().rules}
    assert rules == {**before, "FIN-1": replace(before["FIN-1"], mode=Mode.ADVISORY)}


def test_changed_body_leaves_the_other_departments_of_a_rule_as_they_are() -> None:
    rules = rules_of(replace(WEAKER, rule="T3-ALL"))

    assert rules["T3-ALL"].departments == ("business", "operations", "security", "legal")
    assert rules["FIN-3"] == replace(rules["T3-ALL"], id="FIN-3", departments=("finance",), mode=Mode.ADVISORY)
    assert list(rules).index("FIN-3") == list(rules).index("T3-ALL") + 1


def test_changed_body_asks_another_department_in_the_same_place() -> None:
    rules = rules_of(replace(WEAKER, kind=SuggestionKind.ASK_INSTEAD, instead="legal", mode=Mode.REQUIRED))

    assert (rules["FIN-1"].departments, rules["FIN-1"].mode) == (("legal",), Mode.REQUIRED)


@pytest.mark.parametrize(("question", "answer"), [("buys", "new"), ("one_off", 1000), ("data", "unknown")])
def test_changed_body_adds_a_rule_at_the_end(question: str, answer: AnswerValue) -> None:
    rules = rules_of(added_rule(answer, 5, 5, Mode.ADVISORY, question))

    assert list(rules)[-1] == "LEG-4"
    assert (rules["LEG-4"].departments, rules["LEG-4"].mode) == (("legal",), Mode.ADVISORY)
    assert rules["LEG-4"].why == "It was often needed."
    assert rules["LEG-4"].condition.values == (answer,)  # type: ignore[union-attr]


def test_changed_body_leaves_the_given_data_alone() -> None:
    body = rule_set_data()

    changed_body(body, replace(WEAKER, rule="T3-ALL"), why="")

    assert body == rule_set_data()


def test_key_names_the_change_and_not_its_numbers() -> None:
    assert WEAKER.key == replace(WEAKER, count=9, of=20).key == "ask_weaker.FIN-1.finance.advisory"
    assert added_rule(0, 5, 5, Mode.REQUIRED, "one_off").key == "add_rule.legal.required.one_off.0"
