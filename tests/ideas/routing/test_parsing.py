import re
from typing import Any

import pytest

from ideas.routing.parsing import parse_rule_set
from ideas.routing.problems import RuleSetError
from ideas.routing.ruleset import QuestionKind, ReasonKind, ReasonNeeds, Windows
from tests.factories.routing import REMOVED, SEVEN, changed_data, default_rule_set, rule_set_data

FIRST_WHEN = "rules/3/when/any/0"  # FIN-1: one_off of 1,000 or more


def deep_condition(levels: int) -> dict[str, Any]:
    when: dict[str, Any] = {"q": "novel", "in": ["yes"]}
    for _ in range(levels):
        when = {"all": [when]}
    return when


WRONG: list[tuple[str, object, str, str, str]] = [
    ("schema_version", 2, "rule set", "schema_version", "must be 1"),
    ("ruleset", "  ", "rule set", "ruleset", "must be a text that is not empty"),
    ("colour", "red", "rule set", "colour", "is not a known field"),
    ("currency", "pounds", "rule set", "currency", "must be a code of three capital letters"),
    ("rules", REMOVED, "rule set", "rules", "is missing"),
    ("rules", {}, "rule set", "rules", "must be a list"),
    ("rules", [], "rule set", "rules", "must not be empty"),
    ("rules/1", "OPS", "rule set", "rules[1]", "must be an object"),
    ("rules/1/id", "BUS-1", "rule set", "rules", "names BUS-1 twice"),
    ("rules/0/mode", "advisory", "rule set", "rules",
     'must hold a required rule with {"all": []}, so that somebody is always asked'),
    ("rules/3/mode", "perhaps", "rule FIN-1", "mode", "must be one of required, advisory, notify"),
    ("rules/3/why", "", "rule FIN-1", "why", "must be a text that is not empty"),
    ("rules/3/if", {}, "rule FIN-1", "if", "is not a known field"),
    ("rules/3/departments", [], "rule FIN-1", "departments",
     "must list departments of this rule set, at least one"),
    ("rules/3/departments", "finance", "rule FIN-1", "departments", "must be a list"),
    ("rules/3/departments", ["finance", "catering"], "rule FIN-1", "departments",
     "must list departments of this rule set, at least one"),
    ("rules/3/departments", ["finance", "finance"], "rule FIN-1", "departments", "names finance twice"),
    ("rules/3/when", {}, "rule FIN-1", "when", "must have one of all, any, q, tier_gte, tier_eq"),
    ("rules/3/when", [], "rule FIN-1", "when", "must be an object"),
    ("rules/3/when", {"any": []}, "rule FIN-1", "when.any", "must not be empty"),
    ("rules/3/when/q", "novel", "rule FIN-1", "when.q", "is not a known field"),
    ("rules/3/when", {"all": [], "tier_eq": 1}, "rule FIN-1", "when.tier_eq", "is not a known field"),
    ("rules/3/when", deep_condition(11), "rule FIN-1", "when" + ".all[0]" * 11, "is nested more than 10 levels deep"),
    (f"{FIRST_WHEN}/q", "price", "rule FIN-1", "when.any[0].q", "names the question price, which does not exist"),
    (f"{FIRST_WHEN}/gte", "1000", "rule FIN-1", "when.any[0].gte", "must be a whole number of 0 or more"),
    (f"{FIRST_WHEN}/gte", True, "rule FIN-1", "when.any[0].gte", "must be a whole number of 0 or more"),
    (f"{FIRST_WHEN}/lt", 5, "rule FIN-1", "when.any[0]", "must have q and exactly one of in, gte, lt"),
    (f"{FIRST_WHEN}/gte", REMOVED, "rule FIN-1", "when.any[0]", "must have q and exactly one of in, gte, lt"),
    (f"{FIRST_WHEN}/q", "reach", "rule FIN-1", "when.any[0].q",
     "names reach, which is not a band and cannot be compared"),
    ("rules/3/when/any/3/in", [], "rule FIN-1", "when.any[3].in", "must not be empty"),
    ("rules/3/when/any/3/in", ["maybe"], "rule FIN-1", "when.any[3].in",
     "has 'maybe', which is not an option of the question"),
    ("rules/3/when/any/3/in", [["yes"]], "rule FIN-1", "when.any[3].in",
     "has ['yes'], which is not an option of the question"),
    ("rules/1/when/tier_gte", 9, "rule OPS-1", "when.tier_gte", "names tier 9, which does not exist here"),
    ("tiers/3", {"tier": 1, "any": [{"q": "novel", "in": ["no"]}]}, "rule set", "tiers[3]",
     'must be {"all": []}, because every idea needs a tier'),
    ("tiers/1/tier", 3, "rule set", "tiers", "names 3 twice"),
    ("tiers/1/any/0", {"tier_eq": 3}, "tier 2", "any[0].tier_eq", "names tier 3, which does not exist here"),
    ("tier_words/2", REMOVED, "rule set", "tier_words.2", "is missing"),
    ("tier_words/2/name", 5, "tier 2", "name", "must be a text that is not empty"),
    ("tier_words/2/colour", "red", "tier 2", "colour", "is not a known field"),
    ("sla_working_days/2/review", 0, "tier 2", "review", "must be a whole number of 1 or more"),
    ("sla_working_days/2/lunch", 1, "tier 2", "lunch", "is not a known field"),
    ("sla_working_days/2/promise", 16, "tier 2", "promise",
     "is shorter than triage, review and decision together"),
    ("effort_points/2", REMOVED, "rule set", "effort_points.2", "is missing"),
    ("max_open_points_per_full_time_reviewer", 0, "rule set", "max_open_points_per_full_time_reviewer",
     "must be a whole number of 1 or more"),
    ("questions/0/id", "novel", "rule set", "questions", "names novel twice"),
    ("questions/0/type", "text", "question reach", "type", "must be one of choice, band, yesno"),
    ("questions/0/first", "yes", "question reach", "first", "must be true or false"),
    ("questions/0/hint", "", "question reach", "hint", "must be a text that is not empty"),
    ("questions/0/colour", "red", "question reach", "colour", "is not a known field"),
    ("questions/0/options", ["own_team", "public"], "question reach", "options",
     'must list texts, "unknown" among them and at least one other'),
    ("questions/0/options", ["unknown"], "question reach", "options",
     'must list texts, "unknown" among them and at least one other'),
    ("questions/0/options", ["own_team", 5, "unknown"], "question reach", "options",
     'must list texts, "unknown" among them and at least one other'),
    ("questions/0/options", ["own_team", "own_team", "unknown"], "question reach", "options", "names own_team twice"),
    ("questions/0/words/moon", {"label": "x", "short": "x"}, "question reach", "words.moon", "is not a known field"),
    ("questions/0/words/public", REMOVED, "rule set", "common_words.public", "is missing"),
    ("questions/0/words/public/short", REMOVED, "question reach", "words.public.short", "is missing"),
    ("questions/0/words/public/long", "x", "question reach", "words.public.long", "is not a known field"),
    ("questions/1/options", [1000, "unknown"], "question one_off", "options",
     'must list amounts rising from 0, then "unknown"'),
    ("questions/1/options", [0, 1000, 1000, "unknown"], "question one_off", "options",
     'must list amounts rising from 0, then "unknown"'),
    ("questions/1/options", [0, 1000], "question one_off", "options",
     'must list amounts rising from 0, then "unknown"'),
    ("questions/1/options", ["unknown"], "question one_off", "options",
     'must list amounts rising from 0, then "unknown"'),
    ("amounts/decimals", 2, "rule set", "amounts.decimals", "is not a known field"),
    ("amounts/plain", "{number}", "rule set", "amounts.plain",
     "must hold {symbol} and {number} once each and no other"),
    ("amounts/plain", "{symbol}{number!r}", "rule set", "amounts.plain",
     "must hold {symbol} and {number} once each and no other"),
    ("amounts/plain", "{symbol}{number", "rule set", "amounts.plain",
     "is not a template: expected '}' before end of string"),
    ("bands/long", {}, "rule set", "bands.long", "is not a known field"),
    ("bands/label/lowest", "Under {upper:>99}", "rule set", "bands.label.lowest",
     "must hold {upper} once each and no other"),
    ("bands/short/middle", "x", "rule set", "bands.short.middle", "is not a known field"),
    ("small_idea/answers/reach", REMOVED, "small idea", "answers.reach", "is missing"),
    ("small_idea/answers/reach", "moon", "small idea", "answers.reach", "is not an option of the question"),
    ("small_idea/answers/moon", "no", "small idea", "answers.moon", "is not a known field"),
    ("small_idea/colour", "red", "small idea", "colour", "is not a known field"),
    ("departments/1/slug", "business", "rule set", "departments", "names business twice"),
    ("departments/1/may_block", 1, "department procurement", "may_block", "must be true or false"),
    ("departments/1/colour", "red", "department procurement", "colour", "is not a known field"),
    ("departments/1/questions", [], "department procurement", "questions", "must not be empty"),
    ("departments/1/questions/1/id", "need", "department procurement", "questions", "names need twice"),
    ("departments/1/questions/1/help", "x", "department procurement", "questions[1].help", "is not a known field"),
    ("departments/1/criteria/1/id", "clarity_of_route", "department procurement", "criteria",
     "names clarity_of_route twice"),
    ("departments/1/criteria/1/weight", 0, "department procurement", "criteria[1].weight",
     "must be a whole number of 1 or more"),
    ("departments/1/criteria/1/colour", "red", "department procurement", "criteria[1].colour", "is not a known field"),
    ("departments/1/criteria/1/anchors/3", REMOVED, "department procurement", "criteria[1].anchors.3", "is missing"),
    ("departments/1/criteria/1/anchors/2", "x", "department procurement", "criteria[1].anchors.2",
     "is not a known field"),
    ("recommendations/1/code", "support", "rule set", "recommendations", "names support twice"),
    ("recommendations/1/colour", "red", "recommendation support_with_conditions", "colour", "is not a known field"),
    ("confidences/0/factor", 0, "confidence low", "factor", "must be a number above 0, at most 1"),
    ("confidences/0/factor", 1.5, "confidence low", "factor", "must be a number above 0, at most 1"),
    ("confidences/0/factor", "0.5", "confidence low", "factor", "must be a number above 0, at most 1"),
    ("confidences/0/factor", float("nan"), "confidence low", "factor", "must be a number above 0, at most 1"),
    ("confidences/0/colour", "red", "confidence low", "colour", "is not a known field"),
    ("reason_codes/perhaps", [], "rule set", "reason_codes.perhaps", "is not a known field"),
    ("reason_codes/wait", [], "rule set", "reason_codes.wait", "must not be empty"),
    ("reason_codes/wait/0/code", "quick_win", "rule set", "reason_codes", "names quick_win twice"),
    ("reason_codes/wait/0/needs", "luck", "reason code waiting_for_date", "needs",
     "must be null or one of link, date, text"),
    ("reason_codes/wait/0/needs", ["link"], "reason code waiting_for_date", "needs",
     "must be null or one of link, date, text"),
    ("reason_codes/wait/0/colour", "red", "reason code waiting_for_date", "colour", "is not a known field"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "place", "field", "detail"), WRONG)
def test_parse_rule_set_one_wrong_part_is_named(path: str, value: object, place: str, field: str, detail: str) -> None:
    data = changed_data(path, value)

    with pytest.raises(RuleSetError) as caught:
        parse_rule_set(data)

    assert (caught.value.place, caught.value.field, caught.value.detail) == (place, field, detail)
    assert str(caught.value) == f"{place}, {field}: {detail}"


@pytest.mark.parametrize("data", [None, [], "rules", 5])
def test_parse_rule_set_not_an_object_is_refused(data: object) -> None:
    with pytest.raises(RuleSetError, match=re.escape("rule set: must be an object")):
        parse_rule_set(data)


def test_parse_rule_set_ten_levels_deep_is_read() -> None:
    rule_set = parse_rule_set(changed_data("rules/3/when", deep_condition(10)))

    assert rule_set.rules[3].id == "FIN-1"


def test_parse_rule_set_default_has_the_process_s_figures() -> None:
    rule_set = default_rule_set()

    assert (rule_set.version, rule_set.currency, rule_set.max_open_points) == ("default-1", "GBP", 10)
    assert [(one.number, one.name, one.points) for one in rule_set.tiers] == [
        (3, "Major or new", 5),
        (2, "Significant", 3),
        (0, "Just do it", 1),
        (1, "Standard", 2),
    ]
    assert rule_set.tier(2).windows == Windows(first_response=2, triage=2, review=10, decision=5, promise=20)
    assert [one.slug for one in rule_set.departments] == list(SEVEN)


def test_parse_rule_set_default_asks_eight_questions_first_and_seven_after_the_fold() -> None:
    questions = default_rule_set().questions

    assert [one.id for one in questions if one.is_first] == [
        "reach", "one_off", "yearly", "buys", "contract", "data", "tech", "people",
    ]  # fmt: skip
    assert len(questions) == 15


def test_parse_rule_set_band_labels_are_built_from_numbers() -> None:
    question = default_rule_set().question("one_off")

    assert question is not None
    assert question.kind is QuestionKind.BAND
    assert [(one.label, one.short) for one in question.options] == [
        ("Under £1,000", "under £1,000"),
        ("£1,000 to £10,000", "£1,000 to £10,000"),
        ("£10,000 to £100,000", "£10,000 to £100,000"),
        ("£100,000 to £1 million", "£100,000 to £1 million"),
        ("Over £1 million", "over £1 million"),
        ("I don’t know", "I don’t know"),
    ]
    assert [(one.lower, one.upper) for one in question.options] == [
        (0, 1000), (1000, 10000), (10000, 100000), (100000, 1000000), (1000000, None), (None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("currency", "lowest", "highest"),
    [
        ("EUR", "Under €1,000", "Over €1 million"),
        ("CHF", "Under CHF\N{NO-BREAK SPACE}1,000", "Over CHF\N{NO-BREAK SPACE}1 million"),
    ],
)
def test_parse_rule_set_another_currency_rewrites_the_bands(currency: str, lowest: str, highest: str) -> None:
    question = parse_rule_set(rule_set_data(), currency=currency).question("saving")

    assert question is not None
    assert (question.options[0].label, question.options[-2].label) == (lowest, highest)


def test_parse_rule_set_question_without_label_shows_its_text() -> None:
    rule_set = parse_rule_set(changed_data("questions/1/label", REMOVED))

    assert rule_set.questions[1].label == "Rough one-off cost, including staff time (GBP)"


def test_parse_rule_set_criterion_has_weight_and_three_anchors() -> None:
    legal = default_rule_set().department("legal")

    assert legal is not None
    assert [(one.id, one.weight) for one in legal.criteria] == [("legal_risk", 3)]
    assert legal.criteria[0].anchors == (
        (1, "Probably unlawful or open to challenge"),
        (3, "Lawful with conditions (assessment, consultation, notice)"),
        (5, "No legal point arises"),
    )


def test_parse_rule_set_only_commercial_may_not_block() -> None:
    assert [one.slug for one in default_rule_set().departments if not one.may_block] == ["commercial"]


def test_parse_rule_set_reason_codes_know_kind_and_what_they_need() -> None:
    rule_set = default_rule_set()

    tried, win = rule_set.reason_code("tried_before"), rule_set.reason_code("quick_win")

    assert tried is not None
    assert (tried.kind, tried.needs) == (ReasonKind.NO, ReasonNeeds.LINK)
    assert win is not None
    assert (win.kind, win.needs) == (ReasonKind.YES, None)
    assert [sum(one.kind is kind for one in rule_set.reason_codes) for kind in ReasonKind] == [4, 10, 4]


def test_parse_rule_set_confidences_have_the_factors_of_the_ranking_score() -> None:
    confidences = default_rule_set().confidences

    assert [(one.code, one.label, str(one.factor)) for one in confidences] == [
        ("low", "A guess", "0.75"),
        ("medium", "Fairly", "0.9"),
        ("high", "Sure", "1.0"),
    ]


def test_rule_set_lookups_of_what_does_not_exist() -> None:
    rule_set = default_rule_set()

    assert rule_set.question("moon") is None
    assert rule_set.department("moon") is None
    assert rule_set.reason_code("moon") is None
    assert rule_set.confidence("moon") is None
    with pytest.raises(KeyError):
        rule_set.tier(9)


def test_rule_set_confidence_by_code() -> None:
    confidence = default_rule_set().confidence("low")

    assert confidence is not None
    assert confidence.label == "A guess"
