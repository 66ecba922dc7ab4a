"""Working calendars as the clock needs them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import holidays
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.exceptions import FieldProblem, InvalidValue, NotFound
from ideas.models import Calendar, Department, Organisation
from ideas.querysets.keyset import Key, Ordering
from ideas.routing.clock import WorkingCalendar

ISO_MONDAY = 1
BY_KEY: Final = Ordering("key", (Key("key"), Key("id")))
YEARS_AHEAD: Final = 3
CALENDAR_OF_DEPARTMENT: Final = ("calendar", "site__calendar")  # to load with departments
CALENDAR_OF_THEIRS: Final = tuple(f"department__{path}" for path in CALENDAR_OF_DEPARTMENT)  # with what has one


def working_calendar(calendar: Calendar) -> WorkingCalendar:
    """Return `calendar` with its holidays, for `ideas.routing.clock`. One query."""
    return as_working_calendar(calendar, calendar.holidays.values_list("on", flat=True))


def as_working_calendar(calendar: Calendar, days_off: Iterable[date]) -> WorkingCalendar:
    """Return `calendar` with these holidays. No query."""
    return WorkingCalendar(
        key=calendar.key,
        version=calendar.version,
        time_zone=calendar.time_zone,
        weekdays=frozenset(day - ISO_MONDAY for day in calendar.weekdays),
        opens_at=calendar.opens_at,
        closes_at=calendar.closes_at,
        days_off=frozenset(days_off),
    )


def calendar_named(*, key: str) -> Calendar:
    """Return the calendar of that key. One query.

    Raises:
        InvalidValue: there is none (422, field `calendar`, `invalid_choice`).
    """
    row = Calendar.objects.filter(key=key).first()
    if row is None:
        sentence = _("There is no such calendar.")
        raise InvalidValue(sentence, problems=(FieldProblem("calendar", "invalid_choice", sentence),))
    return row


def calendars() -> QuerySet[Calendar]:
    """Return the working calendars; unevaluated, unordered."""
    return Calendar.objects.all()


def calendar_for(*, key: str) -> Calendar:
    """Return the calendar of that key. One query.

    Raises:
        NotFound: there is none (404).
    """
    row = calendars().filter(key=key).first()
    if row is None:
        raise NotFound(_("There is no such calendar."))
    return row


def organisation() -> Organisation:
    """Return the one organisation with its calendar. One query."""
    return Organisation.objects.select_related("calendar").get(pk=1)


def calendar_of(department: Department, *, otherwise: Calendar) -> Calendar:
    """Return the calendar that counts for `department`: its own, else that of its site, else the organisation's.

    Rows should have `CALENDAR_OF_DEPARTMENT` loaded; then no query.
    """
    return own_calendar_of(department) or otherwise


def own_calendar_of(department: Department) -> Calendar | None:
    """Return the calendar of `department` or of its site; None where the organisation's counts. As `calendar_of`."""
    return department.calendar or (department.site.calendar if department.site else None)


def years_to_fill() -> range:
    """Return the years whose public holidays a calendar is to have: this one and the next three."""
    this_year = timezone.now().year
    return range(this_year, this_year + YEARS_AHEAD + 1)


def public_holidays(calendar: Calendar, *, years: Iterable[int]) -> Mapping[date, str]:
    """Return the public holidays of these years where `calendar` counts, by day; none without a country. No query."""
    wanted = list(years)
    if not calendar.country or not wanted:
        return {}
    return dict(holidays.country_holidays(calendar.country, subdiv=calendar.subdivision or None, years=wanted))
