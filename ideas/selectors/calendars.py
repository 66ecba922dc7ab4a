"""Working calendars as the clock needs them."""

from ideas.models import Calendar, Department, Organisation
from ideas.routing.clock import WorkingCalendar

ISO_MONDAY = 1


def working_calendar(calendar: Calendar) -> WorkingCalendar:
    """Return `calendar` with its holidays, for `ideas.routing.clock`. One query."""
    return WorkingCalendar(
        key=calendar.key,
        version=calendar.version,
        time_zone=calendar.time_zone,
        weekdays=frozenset(day - ISO_MONDAY for day in calendar.weekdays),
        opens_at=calendar.opens_at,
        closes_at=calendar.closes_at,
        days_off=frozenset(calendar.holidays.values_list("on", flat=True)),
    )


def organisation() -> Organisation:
    """Return the one organisation with its calendar. One query."""
    return Organisation.objects.select_related("calendar").get(pk=1)


def calendar_of(department: Department, *, otherwise: Calendar) -> Calendar:
    """Return the calendar that counts for `department`: its own, else the organisation's."""
    return department.calendar or otherwise
