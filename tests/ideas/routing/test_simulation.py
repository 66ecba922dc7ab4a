from dataclasses import replace

from ideas.routing.conditions import ALWAYS
from ideas.routing.parsing import parse_rule_set
from ideas.routing.ruleset import Mode, Rule, RuleSet
from ideas.routing.simulation import (
    IdeaChange,
    Load,
    ModeChange,
    PastIdea,
    RuleEffect,
    TierMove,
    answers_under,
    simulate,
)
from tests.factories.routing import answers, changed_data, default_rule_set


def with_legal_always() -> RuleSet:
    rules = default_rule_set()
    return replace(rules, rules=(*rules.rules, Rule("LEG-9", ("legal",), Mode.REQUIRED, ALWAYS, "Legal reads all.")))


def without_tier_zero() -> RuleSet:
    rules = default_rule_set()
    return replace(rules, tiers=tuple(tier for tier in rules.tiers if tier.number != 0))


def test_simulate_same_rules_changes_nothing() -> None:
    rules = default_rule_set()

    found = simulate(rules, rules, [PastIdea(7, answers())])

    assert (found.tried_count, found.changes, found.guessed) == (1, (), ())


def test_simulate_added_rule_names_department_and_rule() -> None:
    found = simulate(default_rule_set(), with_legal_always(), [PastIdea(7, answers())])

    added = ModeChange("legal", None, Mode.REQUIRED, None, "LEG-9")
    assert found.changes == (IdeaChange(7, 0, 0, (added,)),)


def test_simulate_removed_rule_names_the_rule_that_asked() -> None:
    found = simulate(with_legal_always(), default_rule_set(), [PastIdea(7, answers())])

    removed = ModeChange("legal", Mode.REQUIRED, None, "LEG-9", None)
    assert found.changes == (IdeaChange(7, 0, 0, (removed,)),)


def test_simulate_changed_tier_is_a_change() -> None:
    found = simulate(default_rule_set(), without_tier_zero(), [PastIdea(7, answers())])

    assert [(one.tier_before, one.tier_after) for one in found.changes] == [(0, 1)]


def test_simulate_load_counts_reviews_and_points_but_not_notices() -> None:
    ideas = [PastIdea(7, answers()), PastIdea(8, answers())]

    found = simulate(default_rule_set(), with_legal_always(), ideas)

    loads = {one.department: one for one in found.loads}
    assert loads["legal"] == Load("legal", 0, 2, 0, 2)
    assert loads["operations"] == Load("operations", 0, 0, 0, 0)


def test_simulate_missing_and_strange_answers_count_as_unknown_and_are_named() -> None:
    strange = {**answers(), "reach": "moon", "colour": "red"}

    found = simulate(
        default_rule_set(), default_rule_set(), [PastIdea(7, {}), PastIdea(8, answers()), PastIdea(9, strange)]
    )

    assert (found.tried_count, found.guessed) == (3, (7, 9))


def test_simulate_small_idea_takes_the_tick_of_each_rule_set() -> None:
    found = simulate(default_rule_set(), default_rule_set(), [PastIdea(7, {}, is_small=True)])

    assert (found.tried_count, found.guessed) == (1, ())


def test_answers_under_amount_counts_in_the_band_that_holds_it() -> None:
    rules = parse_rule_set(changed_data("questions/1/options", [0, 500, 5000, "unknown"]))

    found, is_guessed = answers_under(rules, PastIdea(7, answers(one_off=1000, yearly=10_000)))

    assert (found["one_off"], found["yearly"], is_guessed) == (500, 10_000, False)


def test_effects_count_each_rule_and_department() -> None:
    ideas = [PastIdea(7, answers()), PastIdea(8, answers(reuse="elsewhere"))]

    found = simulate(default_rule_set(), with_legal_always(), ideas)

    assert found.effects() == (RuleEffect("LEG-9", "legal", 1, 0, 1),)
    assert simulate(with_legal_always(), default_rule_set(), ideas).effects() == (
        RuleEffect("LEG-3", "legal", 0, 0, 1),
        RuleEffect("LEG-9", "legal", 0, 1, 0),
    )


def test_tier_moves_count_ideas_by_move() -> None:
    ideas = [PastIdea(7, answers()), PastIdea(8, answers()), PastIdea(9, answers(novel="yes"))]

    found = simulate(default_rule_set(), without_tier_zero(), ideas)

    assert found.tier_moves() == (TierMove(0, 1, 2),)


def test_reviews_a_week_divides_by_the_weeks_and_by_one_at_least() -> None:
    load = Load("legal", 4, 8, 4, 8)

    assert load.reviews_a_week(14) == (2.0, 4.0)
    assert load.reviews_a_week(1) == (4.0, 8.0)
