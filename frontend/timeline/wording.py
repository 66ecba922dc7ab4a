"""What a line of the history is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ideas.models import Review, User
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


def in_place_of(person: User | None, other: User | None) -> str:
    """Return who did it, with the person in whose place; empty where it may not be known."""
    if person is None or other is None:
        return person.name if person else ""
    return _("%(person)s for %(other)s") % {"person": person.name, "other": other.name}


def of_review(text: str | Promise) -> Wording:
    """Say `text` of the department whose review it is; `%(person)s` in it is who holds the review."""

    def words(entry: TimelineEntry) -> tuple[str, str]:
        review: Review | None = entry.rows.get("review_id")
        return entry.department, str(text) % {"person": in_place_of(entry.person, review.acted_for if review else None)}

    return words
