"""How much work waits for a department in the weeks to come, beside what its people can do.

Source: docs/review-process.md 3.6.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from ideas.routing.assignment import DateRange
from ideas.routing.clock import WorkingCalendar, is_working_day, working_days_in

POINTS_A_DAY: Final = 1  # what a full-time reviewer does on a working day
WARN_ABOVE: Final = 0.75  # past it no rule of choice keeps the dates (docs/performance.md)
DAYS_A_WEEK: Final = 7
LEAST_POINTS: Final = 0.05  # of expected work; less is none


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Work that came to a department: `points` together, each due `lag_days` (calendar days) after it came."""

    lag_days: int
    points: int


@dataclass(frozen=True, slots=True)
class Hand:
    """One person of the pool, as far as a forecast needs them. `site`: as in `Candidate`."""

    capacity: Decimal
    absences: tuple[DateRange, ...]
    site: WorkingCalendar | None = None

    def is_there(self, day: date) -> bool:
        """Return whether they work on `day`, a working day of their department."""
        is_off = self.site is not None and not is_working_day(self.site, day)
        return not is_off and not any(day in away for away in self.absences)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from `first`: points that fall due in them, known and expected, and points that can be done."""

    first: date
    open_points: int
    expected_points: float
    capacity_points: float

    @property
    def points(self) -> float:
        return self.open_points + self.expected_points

    @property
    def load(self) -> float | None:
        """The share of the capacity that is taken; None where there is work and nobody to do it."""
        if self.points < LEAST_POINTS:
            return 0.0
        return self.points / self.capacity_points if self.capacity_points else None

    @property
    def is_over(self) -> bool:
        """Whether the dates of this week are in danger."""
        return self.load is None or self.load > WARN_ABOVE


def weeks_ahead(
    *,
    today: date,
    number: int,
    due: Mapping[date, int],
    came: Iterable[Arrivals],
    observed_days: int,
    hands: Sequence[Hand],
    calendar: WorkingCalendar,
) -> tuple[Week, ...]:
    """Return `number` weeks of seven days, the first one from `today`.

    Args:
        due: points of open reviews by the day on which they are due; what is late counts in the first week.
        came: what came in the `observed_days` before today; it goes on coming as evenly, and falls due as late after.
        hands: who works; each does `POINTS_A_DAY` times their capacity on a working day on which they are there.
    """
    firsts = [today + timedelta(days=DAYS_A_WEEK * each) for each in range(number)]
    before = sum(points for day, points in due.items() if day < today)
    known = list(came)
    return tuple(
        Week(
            first=first,
            open_points=_points_in(due, first) + (before if first == today else 0),
            expected_points=_expected(known, observed_days, (first - today).days),
            capacity_points=_capacity(hands, calendar, first),
        )
        for first in firsts
    )


def tiers_beyond(capacity: Decimal, points_by_tier: Mapping[int, int], cap: int) -> tuple[int, ...]:
    """Return the tiers whose reviews somebody of this capacity can never be given, even with empty hands.

    Args:
        points_by_tier: what a review weighs.
        cap: open points that a full-time reviewer may hold.
    """
    return tuple(sorted(tier for tier, points in points_by_tier.items() if points > cap * capacity))


def _points_in(due: Mapping[date, int], first: date) -> int:
    return sum(due.get(first + timedelta(days=each), 0) for each in range(DAYS_A_WEEK))


def _expected(came: Iterable[Arrivals], observed_days: int, begins: int) -> float:
    """Points that nobody knows yet and that fall due in the seven days from day `begins`.

    What falls due there came `lag_days` before; only the days from today on count, the others are known already.
    """
    days = ((one.points, min(DAYS_A_WEEK, max(0, begins + DAYS_A_WEEK - one.lag_days))) for one in came)
    return sum(points * share for points, share in days) / observed_days


def _capacity(hands: Sequence[Hand], calendar: WorkingCalendar, first: date) -> float:
    days = list(working_days_in(calendar, first, first + timedelta(days=DAYS_A_WEEK - 1)))
    there = (one.capacity for day in days for one in hands if one.is_there(day))
    return float(POINTS_A_DAY * sum(there, Decimal(0)))
