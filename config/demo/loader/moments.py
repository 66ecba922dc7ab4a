"""Turns the days of the data into moments before the load: at working hours, forwards, never past now."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from ideas.routing.clock import WorkingCalendar, is_working_day, local_day, next_working_day

ONE_MINUTE = timedelta(minutes=1)


class Moments:
    """The clock of one load. `now` is when it runs; nothing that has happened may be later than `latest`."""

    def __init__(self, now: datetime, calendar: WorkingCalendar) -> None:
        self.now = now
        self.calendar = calendar
        self.latest = now - timedelta(minutes=5)
        self.today = local_day(calendar, now)

    def day(self, offset: int) -> date:
        """Return the day `offset` days from the day of the load."""
        return self.today + timedelta(days=offset)

    def at(self, day: date, chance: Random) -> datetime:
        """Return a moment of `day` between half past seven and half past five, not later than `latest`."""
        minutes = chance.randrange(7 * 60 + 30, 17 * 60 + 30)
        moment = datetime.combine(day, time(minutes // 60, minutes % 60, chance.randrange(60)), self.calendar.zone)
        return min(moment.astimezone(UTC), self.latest)

    def working(self, day: date, chance: Random) -> datetime:
        """Return a moment within the opening hours of `day`, or of the next working day."""
        if not is_working_day(self.calendar, day):
            day = next_working_day(self.calendar, day)
        opens, closes = (one.hour * 60 + one.minute for one in (self.calendar.opens_at, self.calendar.closes_at))
        minutes = chance.randrange(opens + 5, closes - 10)
        moment = datetime.combine(day, time(minutes // 60, minutes % 60, chance.randrange(60)), self.calendar.zone)
        return min(moment.astimezone(UTC), self.latest)

    def after(self, earlier: datetime, wanted: datetime, gap: timedelta = ONE_MINUTE) -> datetime:
        """Return `wanted`, or `gap` after `earlier` where that is later; squeezed in before now where both are late."""
        moment = max(wanted, earlier + gap)
        if moment <= self.now:
            return moment
        return earlier + (self.now - earlier) / 8

    def local_day(self, moment: datetime) -> date:
        """Return the day that people of the organisation have at `moment`."""
        return local_day(self.calendar, moment)
