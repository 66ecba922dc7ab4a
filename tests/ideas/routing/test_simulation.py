from dataclasses import replace

from ideas.routing.conditions import ALWAYS
from ideas.routing.ruleset import Mode, Rule, RuleSet
from ideas.routing.simulation import IdeaChange, Load, ModeChange, PastIdea, simulate
from tests.factories.routing import answers, default_rule_set


def with_legal_always() -> RuleSet:
    rules = default_rule_set()
    return replace(rules, rules=(*rules.rules, Rule("LEG-9", ("legal",), Mode.REQUIRED, ALWAYS, "Legal reads all.")))


def without_tier_zero() -> RuleSet:
    rules = default_rule_set()
    return replace(rules, tiers=tuple(tier for tier in rules.tiers if tier.number != 0))


def test_simulate_same_rules_changes_nothing() -> None:
    rules = default_rule_set()

    found = simulate(rules, rules, [PastIdea(7, answers())])

    assert (found.tried_count, found.changes, found.unusable) == (1, (), ())


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


def test_simulate_answers_that_do_not_fit_are_listed_apart() -> None:
    found = simulate(default_rule_set(), default_rule_set(), [PastIdea(7, {}), PastIdea(8, answers())])

    assert (found.tried_count, found.unusable) == (1, (7,))


def test_reviews_a_week_divides_by_the_weeks_and_by_one_at_least() -> None:
    load = Load("legal", 4, 8, 4, 8)

    assert load.reviews_a_week(14) == (2.0, 4.0)
    assert load.reviews_a_week(1) == (4.0, 8.0)
