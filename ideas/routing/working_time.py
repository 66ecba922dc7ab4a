"""Working time: how many hours people work between two moments, when half of a window is over, how late a date is.

Source: docs/review-process.md 3.11.
"""

from datetime import UTC, date, datetime, timedelta

from ideas.routing.clock import (
    FURTHEST_DAYS,
    ONE_DAY,
    NoWorkingDay,
    WorkingCalendar,
    closing_of,
    is_working_day,
    local_day,
    working_days_in,
)

NOTHING = timedelta()


def working_time_between(calendar: WorkingCalendar, start: datetime, end: datetime) -> timedelta:
    """Return how long people work from `start` to `end`; nothing where `end` is not later."""
    days = working_days_in(calendar, local_day(calendar, start), local_day(calendar, end))
    return sum((_worked_on(calendar, day, start, end) for day in days), NOTHING)


def began_by(calendar: WorkingCalendar, *, now: datetime, due: datetime) -> datetime:
    """Return the latest beginning of a window to `due` of which half the working time is over at `now`.

    Raises:
        NoWorkingDay: people did not work for long enough in the ten years before.
    """
    left = working_time_between(calendar, now, due)
    day = local_day(calendar, now)
    for _step in range(FURTHEST_DAYS):
        worked = (
            _worked_on(calendar, day, _opening_of(calendar, day), now) if is_working_day(calendar, day) else NOTHING
        )
        if worked >= left:
            return min(closing_of(calendar, day), now) - left
        left -= worked
        day -= ONE_DAY
    raise NoWorkingDay(f"The calendar {calendar.key} has too few working days before {now:%Y-%m-%d}.")


def late_by(calendar: WorkingCalendar, now: datetime, working_days: int) -> datetime:
    """Return the latest date of this calendar that is `working_days` late at `now`: the inverse of `due_at`.

    Whatever began by then has had so many working days since.
    """
    day = local_day(calendar, now)
    if not is_working_day(calendar, day) or closing_of(calendar, day) > now:
        day = _working_day_before(calendar, day)
    for _step in range(working_days):
        day = _working_day_before(calendar, day)
    return closing_of(calendar, day)


def _working_day_before(calendar: WorkingCalendar, day: date) -> date:
    for earlier in range(1, FURTHEST_DAYS + 1):
        if is_working_day(calendar, day - earlier * ONE_DAY):
            return day - earlier * ONE_DAY
    raise NoWorkingDay(f"The calendar {calendar.key} has no working day in the ten years before {day:%Y-%m-%d}.")


def _worked_on(calendar: WorkingCalendar, day: date, start: datetime, end: datetime) -> timedelta:
    begin = max(_opening_of(calendar, day), start)
    return max(min(closing_of(calendar, day), end) - begin, NOTHING)


def _opening_of(calendar: WorkingCalendar, day: date) -> datetime:
    return datetime.combine(day, calendar.opens_at, calendar.zone).astimezone(UTC)
