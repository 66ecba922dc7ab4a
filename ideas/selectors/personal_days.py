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
from ideas.selectors.sites import site_calendars

ONE_DAY = timedelta(days=1)
RETURN_DAYS = 14  # how long an absence that is over still tells what somebody missed
_Span = tuple[date, date]


def personal_days(*, people: Iterable[User]) -> dict[int, PersonalDays]:
    """Return the working days of each of `people` by key, on the calendar that `calendars_of` names. Rows as there.

    Three queries, and one for each calendar of a department in use.
    """
    everybody = list(people)
    away = _absences([person.pk for person in everybody])
    calendars = calendars_of(people=everybody)
    return {
        person.pk: PersonalDays(
            zone_of(person=person), calendars[person.pk], away[person.pk], has_quiet_hours=person.quiet_hours
        )
        for person in everybody
    }


def calendars_of(*, people: Iterable[User]) -> dict[int, WorkingCalendar]:
    """Return the calendar by which each of `people` works, by key: of their site, else their department, else the house.

    It says on which days a person is at work; windows and promises count on others. Rows should have
    `CALENDAR_OF_THEIRS` loaded. Two queries, and one for each calendar of a department in use.
    """
    everybody = list(people)
    usual = organisation().calendar
    sites = site_calendars(person.site for person in everybody)
    known: dict[int, WorkingCalendar] = {}
    found = {}
    for person in everybody:
        calendar = calendar_of(person.department, otherwise=usual) if person.department else usual
        if person.site not in sites and calendar.pk not in known:
            known[calendar.pk] = working_calendar(calendar)
        found[person.pk] = sites[person.site] if person.site in sites else known[calendar.pk]
    return found


def last_day_away(*, person: User, today: date) -> date | None:
    """Return the last day of the absence that `today` is in, together with those that follow without a day between.

    None where `person` is at work, half a day included. One query.
    """
    last = None
    for absence in Absence.objects.whole_days().filter(person=person, to_on__gte=today).order_by("from_on"):
        if absence.from_on <= (today if last is None else last + ONE_DAY):
            last = absence.to_on
    return last


def days_of(*, person: User) -> PersonalDays:
    """Return the working days of one person. At most six queries."""
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
    rows = Absence.objects.whole_days().filter(person__in=people, to_on__gte=lately)
    for person, first, last in rows.values_list("person_id", "from_on", "to_on"):
        spans[person].append((first, last))
    return spans
