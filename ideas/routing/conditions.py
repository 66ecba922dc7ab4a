"""The conditions of tiers and rules: what may be written, and when it holds.

Source: docs/review-process.md 3.4, "how the file is read".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ideas.routing.problems import gettext_noop
from ideas.routing.reading import Node, is_whole

AnswerValue = str | int
Answers = Mapping[str, AnswerValue]
OptionValues = Mapping[str, tuple[AnswerValue, ...]]

DEEPEST = 10  # levels of all and any; far more than people can read, far less than Python can


@dataclass(frozen=True, slots=True)
class Facts:
    """What a condition is tried on; `tier` is None while the tier itself is being found."""

    answers: Answers
    tier: int | None = None


Grounds = tuple[str, ...] | None
"""The ids of the questions that made a condition hold (none for a bare tier), or None where it does not hold."""


@dataclass(frozen=True, slots=True)
class All:
    """Holds when every part does; without parts it always holds."""

    parts: tuple["Condition", ...]

    def grounds(self, facts: Facts) -> Grounds:
        found = [part.grounds(facts) for part in self.parts]
        return None if None in found else _joined(found)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when at least one part does; every part that holds counts as a ground."""

    parts: tuple["Condition", ...]

    def grounds(self, facts: Facts) -> Grounds:
        found = [part.grounds(facts) for part in self.parts]
        return _joined(found) if any(one is not None for one in found) else None


@dataclass(frozen=True, slots=True)
class OneOf:
    question: str
    values: tuple[AnswerValue, ...]

    def grounds(self, facts: Facts) -> Grounds:
        return (self.question,) if facts.answers[self.question] in self.values else None


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Holds for bands that start at `amount` or above; "unknown" is not an amount."""

    question: str
    amount: int

    def grounds(self, facts: Facts) -> Grounds:
        answer = facts.answers[self.question]
        return (self.question,) if isinstance(answer, int) and answer >= self.amount else None


@dataclass(frozen=True, slots=True)
class Below:
    """Holds for bands that start below `amount`; "unknown" is not an amount."""

    question: str
    amount: int

    def grounds(self, facts: Facts) -> Grounds:
        answer = facts.answers[self.question]
        return (self.question,) if isinstance(answer, int) and answer < self.amount else None


@dataclass(frozen=True, slots=True)
class TierAtLeast:
    tier: int

    def grounds(self, facts: Facts) -> Grounds:
        return () if facts.tier is not None and facts.tier >= self.tier else None


@dataclass(frozen=True, slots=True)
class TierIs:
    tier: int

    def grounds(self, facts: Facts) -> Grounds:
        return () if facts.tier == self.tier else None


Condition = All | AnyOf | OneOf | AtLeast | Below | TierAtLeast | TierIs
ALWAYS = All(())


def _joined(found: Iterable[Grounds]) -> tuple[str, ...]:
    """Every question once, in the order in which the condition names them."""
    return tuple(dict.fromkeys(question for one in found if one is not None for question in one))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a condition may speak of; `tiers` is empty where a tier is being defined.

    `unread` are questions that are there but wrong themselves: what is said of them is neither right nor wrong.
    """

    options: OptionValues
    bands: frozenset[str]
    tiers: frozenset[int] = frozenset()
    unread: frozenset[str] = frozenset()


def parse_condition(node: Node, words: Vocabulary, depth: int = 0) -> Condition:
    """Read one condition.

    Raises:
        RuleSetError: it has no known form, or names a question, option or tier that does not exist.
    """
    if depth > DEEPEST:
        raise node.error("", gettext_noop("is nested more than %(levels)s levels deep"), levels=DEEPEST)
    for form, parse in _FORMS.items():
        if form in node.data:
            return parse(node, words, depth)
    raise node.error("", gettext_noop("must have one of %(choices)s"), choices=", ".join(_FORMS))


def _all(node: Node, words: Vocabulary, depth: int) -> Condition:
    node.allow("all")
    return All(tuple(_parts(node, "all", words, depth))) if node.items("all") else ALWAYS


def _any(node: Node, words: Vocabulary, depth: int) -> Condition:
    node.allow("any")
    return AnyOf(tuple(_parts(node, "any", words, depth)))


def _parts(node: Node, field: str, words: Vocabulary, depth: int) -> Iterator[Condition]:
    return node.each(node.nodes(field), lambda part: parse_condition(part, words, depth + 1))


def _answer(node: Node, words: Vocabulary, depth: int) -> Condition:
    node.allow("q", "in", "gte", "lt")
    question = node.text("q")
    if question in words.unread:
        return ALWAYS
    if question not in words.options:
        raise node.error("q", gettext_noop("names the question %(question)s, which does not exist"), question=question)
    if len(node.data) != 2:  # q and one test of it
        raise node.error("", gettext_noop("must have q and exactly one of in, gte, lt"))
    if "in" in node.data:
        return OneOf(question, _values(node, words.options[question]))
    if question not in words.bands:
        words_wrong = gettext_noop("names %(question)s, which is not a band and cannot be compared")
        raise node.error("q", words_wrong, question=question)
    return AtLeast(question, node.number("gte")) if "gte" in node.data else Below(question, node.number("lt"))


def _values(node: Node, options: tuple[AnswerValue, ...]) -> tuple[AnswerValue, ...]:
    values = node.items("in")
    if not values:
        raise node.error("in", gettext_noop("must not be empty"))
    return tuple(_value(node, value, options) for value in values)


def _value(node: Node, value: object, options: tuple[AnswerValue, ...]) -> AnswerValue:
    if not (isinstance(value, str) or is_whole(value)) or value not in options:
        raise node.error("in", gettext_noop("has %(value)s, which is not an option of the question"), value=repr(value))
    return value


def _tier_at_least(node: Node, words: Vocabulary, depth: int) -> Condition:
    return TierAtLeast(_tier(node, "tier_gte", words))


def _tier_is(node: Node, words: Vocabulary, depth: int) -> Condition:
    return TierIs(_tier(node, "tier_eq", words))


def _tier(node: Node, field: str, words: Vocabulary) -> int:
    node.allow(field)
    tier = node.number(field)
    if tier not in words.tiers:
        raise node.error(field, gettext_noop("names tier %(tier)s, which does not exist here"), tier=tier)
    return tier


_FORMS: Mapping[str, Callable[[Node, Vocabulary, int], Condition]] = {
    "all": _all,
    "any": _any,
    "q": _answer,
    "tier_gte": _tier_at_least,
    "tier_eq": _tier_is,
}
