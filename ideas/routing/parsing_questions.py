"""Reads the questions of a rule set with a label for every option and band."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ideas.routing.problems import gettext_noop
from ideas.routing.reading import Node, is_whole
from ideas.routing.ruleset import UNKNOWN, Option, Question, QuestionKind
from ideas.routing.wording import BandWords, Money, parse_band_words, parse_money

YES_NO = ("yes", "no", UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Words:
    """What all questions share: words of yes, no and unknown, and how bands are written."""

    common: Node
    label: BandWords
    short: BandWords
    money: Money


def parse_questions(root: Node, currency: str) -> tuple[Question, ...]:
    """Read `questions`; each has "unknown" among its options, so that nobody has to guess.

    Raises:
        RuleSetError: a question is wrong, or two have the same id.
    """
    words = _words(root, currency)
    questions = tuple(root.each(root.nodes("questions"), lambda node: _question(node, words)))
    root.unique("questions", (one.id for one in questions))
    return questions


def _words(root: Node, currency: str) -> _Words:
    bands = root.node("bands")
    bands.allow("label", "short")
    return _Words(
        common=root.node("common_words"),
        label=parse_band_words(bands.node("label")),
        short=parse_band_words(bands.node("short")),
        money=parse_money(root.node("amounts"), currency),
    )


def _question(listed: Node, words: _Words) -> Question:
    question_id = listed.key("id")
    node = listed.named(gettext_noop("question %(name)s"), question_id)
    node.allow("id", "text", "type", "options", "label", "hint", "first", "words")
    if node.data.get("type") not in list(QuestionKind):  # without a kind nothing can be said of its options
        raise node.error("type", gettext_noop("must be one of %(choices)s"), choices=", ".join(QuestionKind))
    kind = node.text("type")
    return Question(
        id=question_id,
        text=node.text("text"),
        label=node.optional_text("label") or node.text("text"),
        hint=node.optional_text("hint"),
        kind=QuestionKind(kind),
        is_first=node.flag("first"),
        options=tuple(_options(node, QuestionKind(kind), words)),
    )


def _options(node: Node, kind: QuestionKind, words: _Words) -> Iterator[Option]:
    if kind is QuestionKind.BAND:
        yield from _bands(node, words)
        return
    values = list(YES_NO) if kind is QuestionKind.YES_NO else _choices(node)
    own = node.node("words") if "words" in node.data else Node({}, node.place, "words", node.log)
    own.allow(*values)
    for value in values:
        yield _worded(own if value in own.data else words.common, value)


def _choices(node: Node) -> list[str]:
    values = [value for value in node.items("options") if isinstance(value, str)]
    if len(values) != len(node.items("options")) or UNKNOWN not in values or len(values) < len(("one", UNKNOWN)):
        raise node.error("options", gettext_noop('must list texts, "unknown" among them and at least one other'))
    node.unique("options", values)
    return values


def _worded(words: Node, value: str) -> Option:
    spoken = words.node(value)
    spoken.allow("label", "short")
    return Option(value, spoken.text("label"), spoken.text("short"))


def _bands(node: Node, words: _Words) -> Iterator[Option]:
    """Bands named by their lower ends, ascending from 0, then "unknown"."""
    lowers = [end for end in node.items("options") if is_whole(end)]
    rising = lowers[:1] == [0] and all(lower < upper for lower, upper in pairwise(lowers))
    if not rising or node.items("options") != [*lowers, UNKNOWN]:
        raise node.error("options", gettext_noop('must list amounts rising from 0, then "unknown"'))
    for lower, upper in pairwise([*lowers, None]):
        yield _band(lower or 0, upper, words)
    yield _worded(words.common, UNKNOWN)


def _band(lower: int, upper: int | None, words: _Words) -> Option:
    low = words.money.write(lower) if lower else None
    high = None if upper is None else words.money.write(upper)
    return Option(lower, words.label.write(low, high), words.short.write(low, high), lower, upper)
