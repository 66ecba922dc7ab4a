"""The working days of people: their time zone, calendar and absences."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone

from ideas.models import Absence, User
from ideas.quiet import PersonalDays
from ideas.routing.clock import WorkingCalendar
from ideas.selectors.calendars import calendar_of, organisation, working_calendar

RETURN_DAYS = 14  # how long an absence that is over still tells what somebody missed
_Span = tuple[date, date]


def personal_days(*, people: Iterable[User]) -> dict[int, PersonalDays]:
    """Return the working days of each of `people` by key.

    The calendar is that of the person's department, else the organisation's. Rows should have `CALENDAR_OF_THEIRS` loaded. Two queries, and one for each calendar in use.
    """
    everybody = list(people)
    usual = organisation().calendar
    away = _absences([person.pk for person in everybody])
    known: dict[int, WorkingCalendar] = {}
    found = {}
    for person in everybody:
        calendar = calendar_of(person.department, otherwise=usual) if person.department else usual
        if calendar.pk not in known:
            known[calendar.pk] = working_calendar(calendar)
        found[person.pk] = PersonalDays(
            zone_of(person=person), known[calendar.pk], away[person.pk], has_quiet_hours=person.quiet_hours
        )
    return found


def days_of(*, person: User) -> PersonalDays:
    """Return the working days of one person. At most five queries."""
    return personal_days(people=[person])[person.pk]


def zone_of(*, person: User) -> ZoneInfo:
    """Return the time zone of `person`, the organisation's where theirs is unknown here."""
    try:
        return ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(organisation().time_zone)


def _absences(people: list[int]) -> defaultdict[int, list[_Span]]:
    spans: defaultdict[int, list[_Span]] = defaultdict(list)
    lately = timezone.now().date() - timedelta(days=RETURN_DAYS)
    rows = Absence.objects.filter(person__in=people, to_on__gte=lately)
    for person, first, last in rows.values_list("person_id", "from_on", "to_on"):
        spans[person].append((first, last))
    return spans
