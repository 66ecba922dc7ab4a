"""Reads what departments are asked, and the words of recommendations, confidences and reasons.

Source: docs/review-process.md 3.5 (questions, criteria, anchors), 3.12 (reason codes).
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TypeVar

from ideas.routing.cases import Case
from ideas.routing.problems import gettext_noop
from ideas.routing.reading import Node, is_whole
from ideas.routing.ruleset import (
    Confidence,
    Criterion,
    DepartmentGuide,
    ReasonCode,
    ReasonKind,
    ReasonNeeds,
    Recommendation,
    ReviewQuestion,
)

ANCHORED_SCORES = (1, 3, 5)
_PLACES = {
    "departments": gettext_noop("department %(name)s"),
    "recommendations": gettext_noop("recommendation %(name)s"),
    "confidences": gettext_noop("confidence %(name)s"),
}
T = TypeVar("T")


def parse_departments(root: Node) -> tuple[DepartmentGuide, ...]:
    return _listed(root, "departments", "slug", _department)


def parse_recommendations(root: Node) -> tuple[Recommendation, ...]:
    return _listed(root, "recommendations", "code", _recommendation)


def parse_confidences(root: Node) -> tuple[Confidence, ...]:
    return _listed(root, "confidences", "code", _confidence)


def parse_reasons(root: Node) -> tuple[ReasonCode, ...]:
    """The reason codes of all three kinds; a code is used once, because the API shows it without its kind."""
    groups = root.node("reason_codes")
    groups.allow(*ReasonKind)
    reasons = tuple(reason for kind in ReasonKind for reason in _reasons(groups, kind))
    root.unique("reason_codes", (reason.code for reason in reasons))
    return reasons


def _listed(node: Node, field: str, key: str, parse: Callable[[Node], T]) -> tuple[T, ...]:
    """The parts of the list `field`, each read under its own name, no name twice."""
    nodes = node.nodes(field)
    node.unique(field, [one.text(key) for one in nodes])
    return tuple(node.each(nodes, lambda one: parse(one.named(_PLACES[field], one.text(key)))))


def _department(node: Node) -> DepartmentGuide:
    node.allow("slug", "name", "not_asked_because", "may_block", "can_block", "questions", "criteria", "cases")
    return DepartmentGuide(
        slug=node.key("slug"),
        name=node.text("name"),
        not_asked_because=node.text("not_asked_because"),
        may_block=node.flag("may_block"),
        can_block=node.text("can_block"),
        questions=tuple(_review_questions(node)),
        criteria=tuple(_criteria(node)),
        named_cases=_cases(node) if "cases" in node.data else (),
    )


def _cases(node: Node) -> tuple[Case, ...]:
    named = node.items("cases")
    if not named:
        node.wrong("cases", gettext_noop("must not be empty"))
    for one in named:
        if one not in list(Case):
            node.wrong("cases", gettext_noop("must be one of %(choices)s"), choices=", ".join(Case))
    node.unique("cases", map(str, named))
    return tuple(Case(str(one)) for one in named if one in list(Case))


def _review_questions(node: Node) -> Iterator[ReviewQuestion]:
    nodes = node.nodes("questions")
    node.unique("questions", [one.text("id") for one in nodes])
    for one in nodes:
        one.allow("id", "text")
        yield ReviewQuestion(one.key("id"), one.text("text"))


def _criteria(node: Node) -> Iterator[Criterion]:
    nodes = node.nodes("criteria")
    node.unique("criteria", [one.text("id") for one in nodes])
    for one in nodes:
        one.allow("id", "name", "weight", "anchors", "higher_is_better")
        yield Criterion(
            id=one.key("id"),
            name=one.text("name"),
            weight=one.number("weight", least=1, most=100),
            anchors=_anchors(one.node("anchors")),
            higher_is_better=one.text("higher_is_better"),
        )


def _anchors(node: Node) -> tuple[tuple[int, str], ...]:
    node.allow(*(str(score) for score in ANCHORED_SCORES))
    return tuple((score, node.text(str(score))) for score in ANCHORED_SCORES)


def _recommendation(node: Node) -> Recommendation:
    node.allow("code", "label")
    return Recommendation(node.key("code"), node.text("label"))


def _confidence(node: Node) -> Confidence:
    node.allow("code", "label", "factor")
    return Confidence(node.key("code"), node.text("label"), _factor(node))


def _factor(node: Node) -> Decimal:
    value = node.value("factor")
    if not (isinstance(value, float) or is_whole(value)) or not 0 < value <= 1:
        raise node.error("factor", gettext_noop("must be a number above 0, at most 1"))
    return Decimal(str(value))


def _reasons(groups: Node, kind: ReasonKind) -> Iterator[ReasonCode]:
    return groups.each(groups.nodes(kind), lambda listed: _reason(listed, kind))


def _reason(listed: Node, kind: ReasonKind) -> ReasonCode:
    node = listed.named(gettext_noop("reason code %(name)s"), listed.text("code"))
    node.allow("code", "label", "needs")
    needs = node.value("needs")
    if needs is not None and needs not in list(ReasonNeeds):
        raise node.error("needs", gettext_noop("must be null or one of %(choices)s"), choices=", ".join(ReasonNeeds))
    return ReasonCode(node.key("code"), node.text("label"), kind, None if needs is None else ReasonNeeds(str(needs)))
