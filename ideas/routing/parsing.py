"""Turns the data of a rule set into a `RuleSet`, or says exactly what is wrong with it.

Source: docs/review-process.md 3.3 (tiers, small ideas), 3.4 (how the file is read).
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from ideas.routing.conditions import ALWAYS, AnswerValue, Vocabulary, parse_condition
from ideas.routing.parsing_guides import parse_confidences, parse_departments, parse_reasons, parse_recommendations
from ideas.routing.parsing_questions import parse_questions
from ideas.routing.reading import Node
from ideas.routing.ruleset import Mode, Question, QuestionKind, Rule, RuleSet, SmallIdea, Tier, Windows

SCHEMA_VERSION = 1
_CURRENCY = re.compile("[A-Z]{3}")
_FIELDS = (
    "schema_version",
    "ruleset",
    "currency",
    "amounts",
    "bands",
    "common_words",
    "questions",
    "small_idea",
    "tiers",
    "tier_words",
    "rules",
    "sla_working_days",
    "effort_points",
    "max_open_points_per_full_time_reviewer",
    "departments",
    "recommendations",
    "confidences",
    "reason_codes",
)


def parse_rule_set(data: object, *, currency: str | None = None) -> RuleSet:
    """Read and check a whole rule set.

    Args:
        data: the JSON text as Python values (docs/review-process.md 3.4; `data/default_rule_set.json` is one).
        currency: ISO 4217 code that takes the place of the file's own in the labels of bands.

    Raises:
        RuleSetError: the first thing that is wrong, with the part (for instance "rule FIN-1") and the field.
    """
    root = Node.of(data, "rule set")
    root.allow(*_FIELDS)
    if root.number("schema_version") != SCHEMA_VERSION:
        raise root.error("schema_version", f"must be {SCHEMA_VERSION}")
    money = _currency(root, currency)
    questions = parse_questions(root, money)
    tiers = _tiers(root, _vocabulary(questions))
    departments = parse_departments(root)
    words = _vocabulary(questions, frozenset(tier.number for tier in tiers))
    return RuleSet(
        version=root.text("ruleset"),
        currency=money,
        questions=questions,
        tiers=tiers,
        rules=_rules(root, words, frozenset(one.slug for one in departments)),
        departments=departments,
        recommendations=parse_recommendations(root),
        confidences=parse_confidences(root),
        reason_codes=parse_reasons(root),
        small_idea=_small_idea(root, questions),
        max_open_points=root.number("max_open_points_per_full_time_reviewer", least=1),
    )


def _currency(root: Node, override: str | None) -> str:
    currency = override or root.text("currency")
    if not _CURRENCY.fullmatch(currency):
        raise root.error("currency", "must be a code of three capital letters")
    return currency


def _vocabulary(questions: tuple[Question, ...], tiers: frozenset[int] = frozenset()) -> Vocabulary:
    return Vocabulary(
        options={one.id: tuple(option.value for option in one.options) for one in questions},
        bands=frozenset(one.id for one in questions if one.kind is QuestionKind.BAND),
        tiers=tiers,
    )


def _tiers(root: Node, words: Vocabulary) -> tuple[Tier, ...]:
    """The tiers in file order; the last must always hold, so that no answers are left without one."""
    nodes = root.nodes("tiers")
    tiers = tuple(_tier(root, node, words) for node in nodes)
    root.unique("tiers", (tier.number for tier in tiers))
    if tiers[-1].condition != ALWAYS:
        raise root.error(f"tiers[{len(tiers) - 1}]", 'must be {"all": []}, because every idea needs a tier')
    return tiers


def _tier(root: Node, node: Node, words: Vocabulary) -> Tier:
    number = node.number("tier")
    spoken = root.node("tier_words").node(str(number)).named(f"tier {number}")
    spoken.allow("name", "decides", "why")
    condition = {field: value for field, value in node.data.items() if field != "tier"}
    return Tier(
        number=number,
        name=spoken.text("name"),
        decided_by=spoken.text("decides"),
        why=spoken.text("why"),
        condition=parse_condition(Node(condition, f"tier {number}"), words),
        windows=_windows(root.node("sla_working_days").node(str(number)).named(f"tier {number}")),
        points=root.node("effort_points").number(str(number), least=1),
    )


def _windows(node: Node) -> Windows:
    """Working days of one tier; the promise leaves room for the steps before it."""
    node.allow("first_response", "triage", "review", "decision", "promise")
    windows = Windows(
        first_response=node.number("first_response", least=1),
        triage=node.number("triage", least=1),
        review=node.number("review", least=1),
        decision=node.number("decision", least=1),
        promise=node.number("promise", least=1),
    )
    if windows.promise < windows.triage + windows.review + windows.decision:
        raise node.error("promise", "is shorter than triage, review and decision together")
    return windows


def _rules(root: Node, words: Vocabulary, slugs: frozenset[str]) -> tuple[Rule, ...]:
    """The rules in file order; one must require a department whatever the answers are.

    Source: docs/review-process.md 3.14, no. 1: every submitted idea has at least one required department.
    """
    rules = tuple(_rule(node, words, slugs) for node in root.nodes("rules"))
    root.unique("rules", (rule.id for rule in rules))
    if not any(rule.mode is Mode.REQUIRED and rule.condition == ALWAYS for rule in rules):
        raise root.error("rules", 'must hold a required rule with {"all": []}, so that somebody is always asked')
    return rules


def _rule(listed: Node, words: Vocabulary, slugs: frozenset[str]) -> Rule:
    rule_id = listed.text("id")
    node = listed.named(f"rule {rule_id}")
    node.allow("id", "departments", "mode", "when", "why")
    mode = node.text("mode")
    if mode not in set(Mode):
        raise node.error("mode", f"must be one of {', '.join(Mode)}")
    return Rule(
        id=rule_id,
        departments=_asked(node, slugs),
        mode=Mode(mode),
        condition=parse_condition(node.node("when"), words),
        why=node.text("why"),
    )


def _asked(node: Node, slugs: frozenset[str]) -> tuple[str, ...]:
    found = tuple(slug for slug in node.items("departments") if isinstance(slug, str) and slug in slugs)
    if not found or len(found) != len(node.items("departments")):
        raise node.error("departments", "must list departments of this rule set, at least one")
    node.unique("departments", found)
    return found


def _small_idea(root: Node, questions: tuple[Question, ...]) -> SmallIdea:
    node = root.node("small_idea").named("small idea")
    node.allow("label", "hint", "answers")
    given = node.node("answers")
    given.allow(*(one.id for one in questions))
    return SmallIdea(node.text("label"), node.optional_text("hint"), _filled(given, questions))


def _filled(given: Node, questions: tuple[Question, ...]) -> Mapping[str, AnswerValue]:
    answers: dict[str, AnswerValue] = {}
    for question in questions:
        option = question.option(given.value(question.id))
        if option is None:
            raise given.error(question.id, "is not an option of the question")
        answers[question.id] = option.value
    return MappingProxyType(answers)
