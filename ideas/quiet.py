"""When mail may reach somebody: between 08:00 and 18:00 of their working days. Pure.

Source: docs/notifications.md "Quiet time".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ideas.routing.clock import WorkingCalendar, is_working_day

DAY_STARTS: Final = time(8)
DAY_ENDS: Final = time(18)
DIGEST_AT: Final = time(8, 30)
# Somebody away for longer gets the mail at once: better early than never.
FURTHEST_DAYS: Final = 400


@dataclass(frozen=True)
class PersonalDays:
    """The working days of one person. `absences`: first and last day of each, both included."""

    zone: ZoneInfo
    calendar: WorkingCalendar
    absences: Sequence[tuple[date, date]] = ()
    has_quiet_hours: bool = True

    def works_on(self, day: date) -> bool:
        """Return whether `day` is a working day on which the person is here."""
        return is_working_day(self.calendar, day) and not any(first <= day <= last for first, last in self.absences)

    def is_away_on(self, day: date) -> bool:
        """Return whether `day` lies in an absence."""
        return any(first <= day <= last for first, last in self.absences)

    def is_kept_for_return(self, moment: datetime) -> bool:
        """Return whether news of `moment` waits for the digest after an absence."""
        return self.has_quiet_hours and self.is_away_on(self.local(moment).date())

    def local(self, moment: datetime) -> datetime:
        """Return `moment` on the person's clock."""
        return moment.astimezone(self.zone)


def next_window(days: PersonalDays, moment: datetime) -> datetime:
    """Return the first moment (UTC) from `moment` on at which mail may be sent; `moment` itself when it may be now."""
    if not days.has_quiet_hours:
        return moment
    first = days.local(moment).date()
    for later in range(FURTHEST_DAYS):
        day = first + timedelta(days=later)
        if days.works_on(day) and moment < _at(days, day, DAY_ENDS):
            return max(moment, _at(days, day, DAY_STARTS))
    return moment


def digest_moment(days: PersonalDays, moment: datetime) -> datetime | None:
    """Return 08:30 (UTC) of the person's present day when it is over and a working day, else None."""
    day = days.local(moment).date()
    due = _at(days, day, DIGEST_AT)
    return due if days.works_on(day) and moment >= due else None


def day_began(days: PersonalDays, moment: datetime) -> datetime:
    """Return the midnight (UTC) at which the person's present day began."""
    return _at(days, days.local(moment).date(), time(0))


def _at(days: PersonalDays, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, days.zone).astimezone(UTC)
