"""What a line of the history is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from ideas.selectors.timeline import TimelineEntry

Wording = Callable[[TimelineEntry], tuple[str, str]]  # who, and what they did
Look = tuple[str, str, Wording]  # icon, tone, words


@dataclass(frozen=True)
class TimelineLine:
    """One line of the history."""

    tone: str
    icon: str
    who: str
    text: str
    moment: datetime | None = None
    date: datetime | None = None
    is_future: bool = False


def by_person(text: str | Promise, otherwise: str | Promise) -> Wording:
    """Say `text` of whoever did it, or of `otherwise` where that may not be known."""
    return lambda entry: (entry.person.name if entry.person else str(otherwise), str(text))


def of_review(text: str | Promise) -> Wording:
    """Say `text` of the department whose review it is; `%(person)s` in it is who holds the review."""

    def words(entry: TimelineEntry) -> tuple[str, str]:
        return entry.department, str(text) % {"person": entry.person.name if entry.person else ""}

    return words
