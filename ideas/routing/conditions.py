"""The conditions of tiers and rules: what may be written, and when it holds.

Source: docs/review-process.md 3.4, "how the file is read".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

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
    """What a condition may speak of; `tiers` is empty where a tier is being defined."""

    options: OptionValues
    bands: frozenset[str]
    tiers: frozenset[int] = frozenset()


def parse_condition(node: Node, words: Vocabulary, depth: int = 0) -> Condition:
    """Read one condition.

    Raises:
        RuleSetError: it has no known form, or names a question, option or tier that does not exist.
    """
    if depth > DEEPEST:
        raise node.error("", f"is nested more than {DEEPEST} levels deep")
    for form, parse in _FORMS.items():
        if form in node.data:
            return parse(node, words, depth)
    raise node.error("", f"must have one of {', '.join(_FORMS)}")


def _all(node: Node, words: Vocabulary, depth: int) -> Condition:
    node.allow("all")
    return All(tuple(_parts(node, "all", words, depth))) if node.items("all") else ALWAYS


def _any(node: Node, words: Vocabulary, depth: int) -> Condition:
    node.allow("any")
    return AnyOf(tuple(_parts(node, "any", words, depth)))


def _parts(node: Node, field: str, words: Vocabulary, depth: int) -> Iterator[Condition]:
    for part in node.nodes(field):
        yield parse_condition(part, words, depth + 1)


def _answer(node: Node, words: Vocabulary, depth: int) -> Condition:
    node.allow("q", "in", "gte", "lt")
    question = node.text("q")
    if question not in words.options:
        raise node.error("q", f"names the question {question}, which does not exist")
    if len(node.data) != 2:  # q and one test of it
        raise node.error("", "must have q and exactly one of in, gte, lt")
    if "in" in node.data:
        return OneOf(question, _values(node, words.options[question]))
    if question not in words.bands:
        raise node.error("q", f"names {question}, which is not a band and cannot be compared")
    return AtLeast(question, node.number("gte")) if "gte" in node.data else Below(question, node.number("lt"))


def _values(node: Node, options: tuple[AnswerValue, ...]) -> tuple[AnswerValue, ...]:
    values = node.items("in")
    if not values:
        raise node.error("in", "must not be empty")
    return tuple(_value(node, value, options) for value in values)


def _value(node: Node, value: object, options: tuple[AnswerValue, ...]) -> AnswerValue:
    if not (isinstance(value, str) or is_whole(value)) or value not in options:
        raise node.error("in", f"has {value!r}, which is not an option of the question")
    return value


def _tier_at_least(node: Node, words: Vocabulary, depth: int) -> Condition:
    return TierAtLeast(_tier(node, "tier_gte", words))


def _tier_is(node: Node, words: Vocabulary, depth: int) -> Condition:
    return TierIs(_tier(node, "tier_eq", words))


def _tier(node: Node, field: str, words: Vocabulary) -> int:
    node.allow(field)
    tier = node.number(field)
    if tier not in words.tiers:
        raise node.error(field, f"names tier {tier}, which does not exist here")
    return tier


_FORMS: Mapping[str, Callable[[Node, Vocabulary, int], Condition]] = {
    "all": _all,
    "any": _any,
    "q": _answer,
    "tier_gte": _tier_at_least,
    "tier_eq": _tier_is,
}
