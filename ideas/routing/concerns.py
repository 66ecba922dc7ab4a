"""What the words of an idea tell before anybody has read it: concerns that belong elsewhere, departments that may matter.

Phrases are data of the rule set. They are found as whole words, whatever their case and the signs around them. A
hint only ever adds a suggestion for a triager; it asks no department and leaves none out.

Source: docs/review-process.md 3.3, 3.4.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ideas.routing.ruleset import Concern, Door, RuleSet

_GAP = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class FoundConcern:
    """A concern that a text raises, and the door where it belongs."""

    concern: Concern
    door: Door


@dataclass(frozen=True, slots=True)
class FoundHint:
    """A department that a text suggests; `phrase` is what was found."""

    department: str
    name: str
    why: str
    phrase: str


def concern_in(rules: RuleSet, texts: Iterable[str]) -> FoundConcern | None:
    """Return the first concern of the rule set that `texts` raise, in the order of the file; None for none."""
    words = _words(texts)
    for concern in rules.concerns:
        door = rules.door(concern.door)
        if door is not None and any(True for _phrase in _found(concern.phrases, words)):
            return FoundConcern(concern, door)
    return None


def hints_in(rules: RuleSet, texts: Iterable[str], *, asked: Iterable[str]) -> tuple[FoundHint, ...]:
    """Return the departments that `texts` suggest and that are not `asked`, in the order of the file."""
    words, known = _words(texts), set(asked)
    hints = (
        (hint, rules.department(hint.department), next(_found(hint.phrases, words), None))
        for hint in rules.text_hints
        if hint.department not in known
    )
    return tuple(
        FoundHint(hint.department, guide.name, hint.why, phrase)
        for hint, guide, phrase in hints
        if guide is not None and phrase is not None
    )


def _words(texts: Iterable[str]) -> str:
    """All words with one blank around each; a gap between two texts joins no phrase."""
    return " \n ".join(f" {_plain(text)} " for text in texts)


def _plain(text: str) -> str:
    return _GAP.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _found(phrases: Iterable[str], words: str) -> Iterator[str]:
    return (phrase for phrase in phrases if f" {_plain(phrase)} " in words)
