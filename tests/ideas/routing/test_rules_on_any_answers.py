import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ideas.routing.conditions import AnswerValue
from ideas.routing.outcome import Routing
from ideas.routing.parsing import parse_rule_set
from ideas.routing.rules import not_asked, route
from ideas.routing.ruleset import Mode, RuleSet
from tests.factories.routing import SEVEN, complete_answers, default_rule_set, rule_set_data

DATA = rule_set_data()


def rewritten_rule_set() -> RuleSet:
    data = rule_set_data()
    data["ruleset"] = "rewritten-2"
    for rule in data["rules"]:
        rule["why"] = "Rewritten"
    return parse_rule_set(data)


REWRITTEN = rewritten_rule_set()


def holds(when: dict[str, Any], tier: int, given_answers: dict[str, AnswerValue]) -> bool:
    """A second, plainer reading of a condition of the file, to compare with."""
    if "all" in when:
        return all(holds(part, tier, given_answers) for part in when["all"])
    if "any" in when:
        return any(holds(part, tier, given_answers) for part in when["any"])
    if "q" not in when:
        return tier >= when["tier_gte"] if "tier_gte" in when else tier == when["tier_eq"]
    answer = given_answers[when["q"]]
    if "in" in when:
        return answer in when["in"]
    return isinstance(answer, int) and (answer >= when["gte"] if "gte" in when else answer < when["lt"])


def modes_by_reading(given_answers: dict[str, AnswerValue]) -> tuple[int, dict[str, str]]:
    """Tier and modes as somebody would find them with the file in hand: weakest first, stronger ones over them."""
    data = DATA
    tier = next(one["tier"] for one in data["tiers"] if holds(one, -1, given_answers))
    modes: dict[str, str] = {}
    for mode in ("notify", "advisory", "required"):
        fired = [one for one in data["rules"] if one["mode"] == mode and holds(one["when"], tier, given_answers)]
        modes.update({slug: mode for rule in fired for slug in rule["departments"]})
    return tier, modes


@given(complete_answers())
def test_route_any_answers_agrees_with_a_plain_reading_of_the_file(given_answers: dict[str, AnswerValue]) -> None:
    routing = route(default_rule_set(), given_answers)

    tier, modes = modes_by_reading(given_answers)

    assert routing.tier == tier
    assert {one.slug: one.mode.value for one in routing.departments} == modes


@given(complete_answers())
def test_route_any_answers_requires_business_and_asks_each_department_at_most_once(
    given_answers: dict[str, AnswerValue],
) -> None:
    routing = route(default_rule_set(), given_answers)

    slugs = [one.slug for one in routing.departments]
    assert "business" in [one.slug for one in routing.asked(Mode.REQUIRED)]
    assert len(slugs) == len(set(slugs))
    assert {one.slug for one in routing.asked(Mode.REQUIRED)} <= set(SEVEN)
    assert sorted(slugs + [one.slug for one in not_asked(default_rule_set(), routing)]) == sorted(SEVEN)


@given(complete_answers())
def test_route_any_answers_names_the_strongest_rule_and_keeps_all(given_answers: dict[str, AnswerValue]) -> None:
    routing = route(default_rule_set(), given_answers)

    for ask in routing.departments:
        in_file_order = [rule for rule in routing.fired if ask.slug in rule.departments]
        strongest = max(rule.mode.strength for rule in in_file_order)
        first = next(rule for rule in in_file_order if rule.mode.strength == strongest)
        assert ask.fired[0] == first
        assert sorted(one.rule_id for one in ask.fired) == sorted(one.rule_id for one in in_file_order)


@given(complete_answers(), st.randoms())
def test_route_same_answers_in_another_order_gives_the_same_routing(
    given_answers: dict[str, AnswerValue], random: Any
) -> None:
    shuffled = list(given_answers.items())
    random.shuffle(shuffled)

    assert route(default_rule_set(), dict(shuffled)) == route(default_rule_set(), given_answers)


@given(complete_answers())
def test_route_every_reason_quotes_answers_that_were_given(given_answers: dict[str, AnswerValue]) -> None:
    routing = route(default_rule_set(), given_answers)

    for one in [answer for rule in routing.fired for answer in rule.answers] + list(routing.tier_reason.answers):
        assert given_answers[one.question_id] == one.answer


@given(complete_answers())
def test_stored_routing_rule_set_changed_keeps_its_explanation(given_answers: dict[str, AnswerValue]) -> None:
    before = route(default_rule_set(), given_answers)
    stored = json.dumps(before.as_json())

    after = route(REWRITTEN, given_answers)

    assert {one.why for one in after.fired} == {"Rewritten"}
    assert Routing.from_json(json.loads(stored)) == before
