"""Problems of rule sets as sentences in the reader's language, and the text that no row can hold."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from ideas import text
from ideas.routing.problems import RuleSetProblem
from ideas.routing.reading import is_whole

MOST_DEPTH: Final = 20
_LARGEST: Final = 10**15


def sentence_of(problem: RuleSetProblem) -> str:
    """Return what is wrong, with the part and the field: "rule FIN-1, why: must be a text that is not empty"."""
    told = {"part": place_of(problem), "field": problem.field, "problem": detail_of(problem)}
    return (_("%(part)s, %(field)s: %(problem)s") if problem.field else _("%(part)s: %(problem)s")) % told


def place_of(problem: RuleSetProblem) -> str:
    """Return the part, translated: "rule FIN-1"."""
    words = _(problem.place.words)
    return words % {"name": problem.place.name} if problem.place.name else words


def detail_of(problem: RuleSetProblem) -> str:
    """Return what is wrong with it, translated."""
    words = _(problem.words)
    return words % problem.values if problem.values else words


def is_storable(value: object, depth: int = 0) -> bool:
    """Return whether a column can hold `value` and pages can show it: no NUL, no half characters, nothing too deep."""
    if depth > MOST_DEPTH:
        return False
    if isinstance(value, str):
        return "\0" not in value and not text.has_surrogate(value) and not text.has_bidi_control(value)
    if isinstance(value, dict | list):
        return all(is_storable(one, depth + 1) for one in _members(value))
    return value is None or isinstance(value, bool | float) or (is_whole(value) and abs(value) < _LARGEST)


def _members(value: dict[str, object] | list[object]) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value
        yield from value.values()
    else:
        yield from value
