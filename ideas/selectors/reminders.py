"""Which steps of the ladder of reminders are to be taken now.

Source: docs/review-process.md 3.11.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ideas.models import Calendar, Reminder, Review
from ideas.policies.risks import DUE_DAY, waiting_reviews
from ideas.routing.clock import ONE_DAY, WorkingCalendar, closing_of, is_working_day, local_day, next_working_day
from ideas.selectors.calendars import working_calendar

Kind = Reminder.Kind
HASTY_TIERS: Final = (0, 1)
# Working days after the date, for tiers with long windows and for those with short ones.
LATE_STEPS: Final = {Kind.LEAD: (1, 1), Kind.MANAGER: (3, 2), Kind.BOARD: (5, 3)}
STEPS: Final = (Kind.HALF, Kind.EVE, Kind.DUE, *LATE_STEPS)


@dataclass(frozen=True)
class Step:
    """One step about one review, `on`: the local day on which it is due."""

    review_id: int
    idea_id: int
    kind: Kind
    on: date


def steps_due(*, now: datetime, at_most: int, idea_ids: Collection[int] | None = None) -> list[Step]:
    """Return the steps that nobody took yet, at most so many of each kind, the longest late first.

    Args:
        idea_ids: of these ideas alone; None: of all.

    Reviews that are answered, cancelled, or whose clock stands have none; advice is reminded of, and never escalated.
    A step that was overtaken, a reminder of a date that passed, is left out. A statement for each kind and one for the
    calendars, however many reviews.
    """
    calendars = [(row.pk, working_calendar(row)) for row in _used_calendars()]
    waiting = waiting_reviews() if idea_ids is None else waiting_reviews().filter(idea__in=idea_ids)
    return [
        Step(review_id, idea_id, kind, on)
        for kind in STEPS
        for review_id, idea_id, on in _not_yet(waiting.filter(_is_due(kind, calendars, now)), kind)[:at_most]
    ]


def late_by(calendar: WorkingCalendar, now: datetime, working_days: int) -> datetime:
    """Return the latest date of this calendar that is `working_days` late at `now`: the inverse of `due_at`."""
    day = local_day(calendar, now)
    if not is_working_day(calendar, day) or closing_of(calendar, day) > now:
        day = _working_day_before(calendar, day)
    for _step in range(working_days):
        day = _working_day_before(calendar, day)
    return closing_of(calendar, day)


def _working_day_before(calendar: WorkingCalendar, day: date) -> date:
    found = day - ONE_DAY
    while not is_working_day(calendar, found):
        found -= ONE_DAY
    return found


def _used_calendars() -> "QuerySet[Calendar]":
    return Calendar.objects.filter(Exists(waiting_reviews().filter(calendar=OuterRef("pk")))).order_by("pk")


def _is_due(kind: Kind, calendars: Iterable[tuple[int, WorkingCalendar]], now: datetime) -> Q:
    """What makes a review's step due, by date alone."""
    found = Q(pk__in=[])
    for calendar_id, calendar in calendars:
        found |= Q(calendar=calendar_id) & _is_due_in(kind, calendar, now)
    return found


def _is_due_in(kind: Kind, calendar: WorkingCalendar, now: datetime) -> Q:
    tomorrow = closing_of(calendar, next_working_day(calendar, local_day(calendar, now)))
    if kind == Kind.HALF:
        return Q(due_at__gt=tomorrow, opened_at__lte=now - (F("due_at") - F("opened_at")) / 2)
    if kind == Kind.EVE:
        return Q(due_at__gt=now, due_at__lte=tomorrow)
    if kind == Kind.DUE:
        return Q(due_at__lte=now)
    long, short = (late_by(calendar, now, days) for days in LATE_STEPS[kind])
    is_hasty = Q(idea__tier__in=HASTY_TIERS)
    return Q(mode=Review.Mode.REQUIRED) & (Q(~is_hasty, due_at__lte=long) | Q(is_hasty, due_at__lte=short))


def _not_yet(rows: "QuerySet[Review]", kind: Kind) -> "QuerySet[Review, tuple[int, int, date]]":
    """Without those about whose present day this was said; each with that day as `due_on`."""
    said = Reminder.objects.filter(review=OuterRef("pk"), kind=kind, on=OuterRef("due_on"))
    rows = rows.annotate(due_on=DUE_DAY).filter(~Exists(said)).order_by("due_at", "id")
    return rows.values_list("pk", "idea_id", "due_on")
