"""Working days: when an answer is due, and how many days lie between two moments.

Source: docs/review-process.md 3.10.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
FURTHEST_DAYS = 3653  # ten years: a calendar without a working day in them is a mistake, not a holiday


class NoWorkingDay(ValueError):
    """A calendar that has no working day in the next ten years."""

    code = "no_working_day"


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When a department or the organisation works; `key` and `version` are stored with every date made from it.

    Args:
        time_zone: IANA name, for instance "Europe/London".
        weekdays: days of the week that are worked, Monday 0 to Sunday 6.
        opens_at, closes_at: local times; an answer is due at `closes_at`.
        days_off: public holidays and closure days.
    """

    key: str
    version: int
    time_zone: str
    weekdays: frozenset[int]
    opens_at: time
    closes_at: time
    days_off: frozenset[date]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


def due_at(calendar: WorkingCalendar, start: datetime, working_days: int) -> datetime:
    """The moment (UTC) at which `working_days` from `start` are over: closing time of that day.

    Day 0 is the local day of `start`, or the next working day when `start` is after closing or on a day off.
    Adding days to a due moment moves it by exactly so many working days.

    Raises:
        ValueError: `start` has no time zone, or `working_days` is negative.
        NoWorkingDay: the calendar has none in the next ten years.

    Source: docs/review-process.md 3.10.
    """
    if working_days < 0:
        raise ValueError(f"working_days must be 0 or more, not {working_days}")
    day = day_zero(calendar, start)
    for _ in range(working_days):
        day = next_working_day(calendar, day)
    return closing_of(calendar, day)


def day_zero(calendar: WorkingCalendar, start: datetime) -> date:
    """The working day on which a clock started at `start` begins to count."""
    local = _local(calendar, start)
    if is_working_day(calendar, local.date()) and local.time() <= calendar.closes_at:
        return local.date()
    return next_working_day(calendar, local.date())


def working_days_between(calendar: WorkingCalendar, start: datetime, end: datetime) -> int:
    """Working days from `start` to `end`, 0 when `end` is not later; the inverse of `due_at`.

    Only days count, not hours: from a due moment to the morning after it is one working day.
    """
    first = day_zero(calendar, start)
    return sum(day > first for day in working_days_in(calendar, first, local_day(calendar, end)))


def working_days_in(calendar: WorkingCalendar, first: date, last: date) -> Iterator[date]:
    """The working days from `first` to `last`, both included, in order; none when `last` is before `first`."""
    days = (first + n * ONE_DAY for n in range((last - first).days + 1))
    return (day for day in days if is_working_day(calendar, day))


def is_working_day(calendar: WorkingCalendar, day: date) -> bool:
    return day.weekday() in calendar.weekdays and day not in calendar.days_off


def next_working_day(calendar: WorkingCalendar, day: date) -> date:
    """The first working day after `day`.

    Raises:
        NoWorkingDay: there is none within ten years.
    """
    for later in range(1, FURTHEST_DAYS + 1):
        candidate = day + later * ONE_DAY
        if is_working_day(calendar, candidate):
            return candidate
    raise NoWorkingDay(f"The calendar {calendar.key} has no working day in the ten years after {day:%Y-%m-%d}.")


def local_day(calendar: WorkingCalendar, moment: datetime) -> date:
    """The day that people of this calendar have at `moment`."""
    return _local(calendar, moment).date()


def closing_of(calendar: WorkingCalendar, day: date) -> datetime:
    """Closing time of `day` in UTC; of a time that the clocks strike twice, the first."""
    return datetime.combine(day, calendar.closes_at, calendar.zone).astimezone(UTC)


def _local(calendar: WorkingCalendar, moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(calendar.zone)


def recounted(old: WorkingCalendar, new: WorkingCalendar, *, start: datetime, due: datetime, now: datetime) -> datetime:
    """Return the date of a clock that runs from `start` to `due` once its calendar reads as `new` instead of `old`.

    The number of working days stays. A date that is still to come never falls before the end of the present working
    day, and one that has passed never comes nearer.
    """
    found = due_at(new, start, working_days_between(old, start, due))
    if due <= now:
        return max(found, due)
    return max(found, due_at(new, now, 0))


def working_days_moved(calendar: WorkingCalendar, before: datetime, after: datetime) -> int:
    """By how many working days a date went from `before` to `after`, below zero where it came nearer."""
    if after >= before:
        return working_days_between(calendar, before, after)
    return -working_days_between(calendar, after, before)
