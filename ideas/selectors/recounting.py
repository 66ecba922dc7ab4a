"""Dates that move when a working calendar changes.

Source: docs/review-process.md 3.10.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from ideas.models import Calendar, CalendarEdition, Promise, Review
from ideas.policies.reviews import OPEN_STATES
from ideas.routing.clock import NoWorkingDay, WorkingCalendar, recounted
from ideas.selectors.calendars import ISO_MONDAY, working_calendar
from ideas.workflow import OPEN_STAGES, Stage

WAITING_STAGES = OPEN_STAGES | {Stage.PARKED}


@dataclass(frozen=True)
class Moves:
    """How many open dates a change would move; promises never come nearer, reviews may."""

    later: int
    nearer: int

    @property
    def count(self) -> int:
        return self.later + self.nearer


def open_reviews() -> QuerySet[Review]:
    """Return the reviews whose clocks run or stand for an idea that waits for its answer; unevaluated."""
    return Review.objects.filter(state__in=OPEN_STATES, idea__stage__in=WAITING_STAGES)


def open_promises() -> QuerySet[Promise]:
    """Return the promises of the present rounds that are neither kept nor broken; unevaluated."""
    rows = Promise.objects.filter(kept_at__isnull=True, broken_at__isnull=True, idea__stage__in=WAITING_STAGES)
    return rows.filter(round=F("idea__round"))


def dates_that_move(*, calendar: Calendar, to: WorkingCalendar) -> Moves:
    """Return how many open dates would move were `calendar` to read as `to`. Three queries, however many dates."""
    old, now = working_calendar(calendar), timezone.now()

    @cache
    def counted(start: datetime, due: datetime) -> datetime:
        return recounted(old, to, start=start, due=due, now=now)

    reviews = open_reviews().filter(calendar=calendar).values_list("opened_at", "due_at")
    promises = open_promises().filter(calendar=calendar).values_list("made_at", "due_at")
    moves = [(counted(start, due), due) for start, due in reviews]
    later = [(counted(start, due), due) for start, due in promises]
    return Moves(
        later=_count(new > due for new, due in [*moves, *later]), nearer=_count(new < due for new, due in moves)
    )


def moves_with(
    calendar: Calendar,
    *,
    fields: Mapping[str, Any] | None = None,
    off: Collection[date] = (),
    worked: Collection[date] = (),
) -> Moves:
    """Return what would move with these days and hours, with more days `off`, or days that are `worked` again.

    Values that cannot be a calendar move nothing: saving them is refused. At most five queries.
    """
    standing = working_calendar(calendar)
    given = dict(fields or {})
    given.pop("name", None)
    if "weekdays" in given:
        given["weekdays"] = frozenset(int(one) - ISO_MONDAY for one in given["weekdays"])
    given["days_off"] = (standing.days_off | frozenset(off)) - frozenset(worked)
    try:
        return dates_that_move(calendar=calendar, to=replace(standing, **given))
    except (NoWorkingDay, KeyError, ValueError):
        return Moves(0, 0)


def editions_of(calendar_ids: Iterable[int]) -> dict[tuple[int, int], WorkingCalendar]:
    """Return how calendars read before, by key and version. One query."""
    rows = CalendarEdition.objects.filter(calendar__in=set(calendar_ids)).select_related("calendar")
    return {(row.calendar_id, row.version): _as_it_was(row) for row in rows}


def _as_it_was(row: CalendarEdition) -> WorkingCalendar:
    return WorkingCalendar(
        key=row.calendar.key,
        version=row.version,
        time_zone=row.time_zone,
        weekdays=frozenset(day - ISO_MONDAY for day in row.weekdays),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        days_off=frozenset(row.days_off),
    )


def _count(found: Iterable[bool]) -> int:
    return sum(found)
