"""What the clocks of reviews and promises say: how long they stood, and how often they still may.

Source: docs/review-process.md 3.10.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum

from ideas.models import Calendar, ClockEntry, Idea, Promise, Review
from ideas.routing.clock import WorkingCalendar
from ideas.selectors.calendars import working_calendar

CAP_WORKING_DAYS: Final = 10
CAP_PAUSES: Final = 2

Clock = Review | Promise


@dataclass(frozen=True)
class PausesLeft:
    """What questions to the author may still stop in a round. `is_paused`: one stops the clock now; others join it."""

    pauses: int
    working_days: int
    is_paused: bool

    @property
    def may_pause(self) -> bool:
        return self.working_days > 0 and (self.is_paused or self.pauses > 0)


def pauses_left(idea: Idea) -> PausesLeft:
    """Return how often, and for how many working days, `idea` may still wait for its author in this round. Two queries."""
    promise = Promise.objects.filter(idea=idea, round=idea.round, kind=Promise.Kind.DECISION).first()
    if promise is None:
        return PausesLeft(0, 0, is_paused=False)
    found = ClockEntry.objects.filter(promise=promise, pause_kind=Review.PausedFor.QUESTION).aggregate(
        pauses=Count("id", filter=Q(kind=ClockEntry.Kind.PAUSE)),
        days=Sum("working_days", filter=Q(kind=ClockEntry.Kind.RESUME)),
    )
    left = CAP_WORKING_DAYS - (found["days"] or 0)
    return PausesLeft(max(CAP_PAUSES - found["pauses"], 0), left, is_paused=promise.paused_at is not None)


def days_paused(clocks: Iterable[Clock]) -> Mapping[Clock, int]:
    """Return the working days by which questions to the author moved each clock until now. One query."""
    rows = list(clocks)
    entries = _entries_of(rows).filter(kind=ClockEntry.Kind.RESUME, pause_kind=Review.PausedFor.QUESTION)
    found = dict.fromkeys(rows, 0)
    by_key = {(type(row), row.pk): row for row in rows}
    for review_id, promise_id, days in entries.values_list("review", "promise", "working_days"):
        key = by_key[(Review, review_id) if review_id else (Promise, promise_id)]
        found[key] += days or 0
    return found


def without_entries(clocks: Iterable[Clock]) -> list[Clock]:
    """Return those clocks that ran undisturbed until now. One query."""
    rows = list(clocks)
    known = set(_entries_of(rows).values_list("review", "promise"))
    return [row for row in rows if _key(row) not in known]


def calendars_by_id(calendar_ids: Collection[int]) -> Mapping[int, WorkingCalendar]:
    """Return working calendars by key. One query, and one for each calendar."""
    return {row.pk: working_calendar(row) for row in Calendar.objects.filter(pk__in=calendar_ids)}


def _entries_of(rows: list[Clock]) -> QuerySet[ClockEntry]:
    reviews = [row.pk for row in rows if isinstance(row, Review)]
    promises = [row.pk for row in rows if isinstance(row, Promise)]
    return ClockEntry.objects.filter(Q(review__in=reviews) | Q(promise__in=promises))


def _key(row: Clock) -> tuple[int | None, int | None]:
    return (row.pk, None) if isinstance(row, Review) else (None, row.pk)
