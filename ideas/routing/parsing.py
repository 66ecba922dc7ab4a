"""Turns the data of a rule set into a `RuleSet`, or says exactly what is wrong with it.

Source: docs/review-process.md 3.3 (tiers, small ideas), 3.4 (how the file is read).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from ideas.routing.conditions import ALWAYS, AnswerValue, Vocabulary, parse_condition
from ideas.routing.parsing_dependencies import parse_dependencies
from ideas.routing.parsing_doors import parse_concerns, parse_doors, parse_text_hints
from ideas.routing.parsing_guides import parse_confidences, parse_departments, parse_reasons, parse_recommendations
from ideas.routing.parsing_questions import parse_questions
from ideas.routing.problems import WHOLE, Log, Place, RuleSetError, gettext_noop
from ideas.routing.reading import Node
from ideas.routing.ruleset import Mode, Question, QuestionKind, Rule, RuleSet, SmallIdea, Tier, Windows

SCHEMA_VERSION = 1
HIGHEST_TIER = 3
MOST_DAYS = 260  # a working year
MOST_POINTS = 1000
_TIER = gettext_noop("tier %(name)s")
T = TypeVar("T")
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
    "doors",
    "concerns",
    "text_hints",
    "dependencies",
)


def parse_rule_set(data: object, *, currency: str | None = None) -> RuleSet:
    """Read and check a whole rule set.

    Args:
        data: the JSON text as Python values (docs/review-process.md 3.4; `data/default_rule_set.json` is one).
        currency: ISO 4217 code that takes the place of the file's own in the labels of bands.

    Raises:
        RuleSetError: everything that is wrong, each with the part (for instance "rule FIN-1") and the field.
    """
    log: Log = []
    try:
        parsed = _parse(Node.of(data, WHOLE, log=log), currency)
    except RuleSetError as error:
        log.extend(error.problems)
    if log:
        raise RuleSetError(log)
    return parsed


def _parse(root: Node, currency: str | None) -> RuleSet:
    root.allow(*_FIELDS)
    if root.number("schema_version") != SCHEMA_VERSION:
        root.wrong("schema_version", gettext_noop("must be %(version)s"), version=SCHEMA_VERSION)
    money = _currency(root, currency)
    questions = root.attempt(lambda node: parse_questions(node, money))
    words = _vocabulary(root, questions)
    tiers = _tiers(root, words)
    departments = root.attempt(parse_departments)
    in_rules = replace(words, tiers=frozenset(_listed(root, "tiers", "tier", int)))
    slugs = frozenset(_listed(root, "departments", "slug", str))
    return RuleSet(
        version=root.text("ruleset"),
        currency=money,
        questions=questions,
        tiers=tiers,
        rules=_rules(root, in_rules, slugs),
        departments=departments,
        recommendations=root.attempt(parse_recommendations),
        confidences=root.attempt(parse_confidences),
        reason_codes=root.attempt(parse_reasons),
        small_idea=_small_idea(root, questions, words.unread),
        max_open_points=root.number("max_open_points_per_full_time_reviewer", least=1, most=MOST_POINTS),
        doors=root.attempt(parse_doors),
        concerns=root.attempt(parse_concerns),
        text_hints=root.attempt(lambda node: parse_text_hints(node, slugs)),
        dependencies=root.attempt(lambda node: parse_dependencies(node, in_rules, slugs)),
    )


def _currency(root: Node, override: str | None) -> str:
    currency = override or root.text("currency")
    if not _CURRENCY.fullmatch(currency):
        root.wrong("currency", gettext_noop("must be a code of three capital letters"))
    return currency


def _listed(root: Node, field: str, key: str, kind: type[T]) -> Iterator[T]:
    """The names of the parts of a list, of those too that are wrong otherwise."""
    parts = root.data.get(field)
    for part in parts if isinstance(parts, list) else []:
        name = part.get(key) if isinstance(part, Mapping) else None
        if isinstance(name, kind):
            yield name


def _vocabulary(root: Node, questions: tuple[Question, ...]) -> Vocabulary:
    read = frozenset(one.id for one in questions)
    return Vocabulary(
        unread=frozenset(_listed(root, "questions", "id", str)) - read,
        options={one.id: tuple(option.value for option in one.options) for one in questions},
        bands=frozenset(one.id for one in questions if one.kind is QuestionKind.BAND),
    )


def _tiers(root: Node, words: Vocabulary) -> tuple[Tier, ...]:
    """The tiers in file order; the last must always hold, so that no answers are left without one."""
    nodes = root.nodes("tiers")
    tiers = tuple(root.each(nodes, lambda node: _tier(root, node, words)))
    root.unique("tiers", (tier.number for tier in tiers))
    if len(tiers) == len(nodes) > 0 and tiers[-1].condition != ALWAYS:
        needed = gettext_noop('must be {"all": []}, because every idea needs a tier')
        root.wrong(f"tiers[{len(tiers) - 1}]", needed)
    return tiers


def _tier(root: Node, node: Node, words: Vocabulary) -> Tier:
    number = node.number("tier", most=HIGHEST_TIER)
    spoken = root.node("tier_words").node(str(number)).named(_TIER, str(number))
    spoken.allow("name", "decides", "why")
    condition = {field: value for field, value in node.data.items() if field != "tier"}
    return Tier(
        number=number,
        name=spoken.text("name"),
        decided_by=spoken.text("decides"),
        why=spoken.text("why"),
        condition=parse_condition(Node(condition, Place(_TIER, str(number)), log=root.log), words),
        windows=_windows(root.node("sla_working_days").node(str(number)).named(_TIER, str(number))),
        points=root.node("effort_points").number(str(number), least=1, most=MOST_POINTS),
    )


def _windows(node: Node) -> Windows:
    """Working days of one tier; the promise leaves room for the steps before it."""
    node.allow("first_response", "triage", "review", "decision", "promise")
    windows = Windows(
        first_response=node.number("first_response", least=1, most=MOST_DAYS),
        triage=node.number("triage", least=1, most=MOST_DAYS),
        review=node.number("review", least=1, most=MOST_DAYS),
        decision=node.number("decision", least=1, most=MOST_DAYS),
        promise=node.number("promise", least=1, most=MOST_DAYS),
    )
    if windows.promise < windows.triage + windows.review + windows.decision:
        node.wrong("promise", gettext_noop("is shorter than triage, review and decision together"))
    return windows


def _rules(root: Node, words: Vocabulary, slugs: frozenset[str]) -> tuple[Rule, ...]:
    """The rules in file order; one must require a department whatever the answers are.

    Source: docs/review-process.md 3.14, no. 1: every submitted idea has at least one required department.
    """
    nodes = root.nodes("rules")
    rules = tuple(root.each(nodes, lambda node: _rule(node, words, slugs)))
    root.unique("rules", (rule.id for rule in rules))
    is_whole = len(rules) == len(nodes)
    if is_whole and not any(rule.mode is Mode.REQUIRED and rule.condition == ALWAYS for rule in rules):
        needed = gettext_noop('must hold a required rule with {"all": []}, so that somebody is always asked')
        root.wrong("rules", needed)
    return rules


def _rule(listed: Node, words: Vocabulary, slugs: frozenset[str]) -> Rule:
    rule_id = listed.key("id")
    node = listed.named(gettext_noop("rule %(name)s"), rule_id)
    node.allow("id", "departments", "mode", "when", "why")
    return Rule(
        id=rule_id,
        departments=_asked(node, slugs),
        mode=Mode(node.word("mode", Mode)),
        condition=parse_condition(node.node("when"), words),
        why=node.text("why"),
    )


def _asked(node: Node, slugs: frozenset[str]) -> tuple[str, ...]:
    found = tuple(slug for slug in node.items("departments") if isinstance(slug, str) and slug in slugs)
    if not found or len(found) != len(node.items("departments")):
        node.wrong("departments", gettext_noop("must list departments of this rule set, at least one"))
    node.unique("departments", found)
    return found


def _small_idea(root: Node, questions: tuple[Question, ...], unread: frozenset[str]) -> SmallIdea:
    node = root.node("small_idea").named(gettext_noop("small idea"))
    node.allow("label", "hint", "answers")
    given = node.node("answers")
    given.allow(*(one.id for one in questions), *unread)
    return SmallIdea(node.text("label"), node.optional_text("hint"), _filled(given, questions))


def _filled(given: Node, questions: tuple[Question, ...]) -> Mapping[str, AnswerValue]:
    answers: dict[str, AnswerValue] = {}
    for question in questions:
        option = question.option(given.value(question.id))
        if option is None:
            given.wrong(question.id, gettext_noop("is not an option of the question"))
        else:
            answers[question.id] = option.value
    return MappingProxyType(answers)
