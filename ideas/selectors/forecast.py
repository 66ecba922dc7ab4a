"""The weeks to come of departments: what waits, what is expected, who is there, and whom it can never reach.

Source: docs/review-process.md 3.6.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import F, Min, QuerySet, Sum
from django.db.models.functions import ExtractDay
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound, NotPermitted
from ideas.models import Absence, Department, Membership, Review, Site, User
from ideas.policies.people import can_read_load
from ideas.policies.permissions import Permission
from ideas.policies.reviews import OPEN_STATES
from ideas.policies.roles import standing_of
from ideas.routing.assignment import DateRange
from ideas.routing.clock import WorkingCalendar, local_day
from ideas.routing.forecast import Arrivals, Hand, Week, tiers_beyond, weeks_ahead
from ideas.selectors.calendars import organisation
from ideas.selectors.clocks import calendars_by_id
from ideas.selectors.rule_sets import active_rule_set, rules_of
from ideas.selectors.sites import site_calendars
from ideas.workflow import OPEN_STAGES

WEEKS: Final = 6
MOST_WEEKS: Final = 12
OBSERVED_DAYS: Final = 84  # twelve weeks
LEAST_OBSERVED_DAYS: Final = 7


@dataclass(frozen=True)
class LoadForecast:
    """What one department has before it."""

    department: Department
    weeks: tuple[Week, ...]

    @property
    def first_over(self) -> Week | None:
        """The first week whose dates are in danger."""
        return next((week for week in self.weeks if week.is_over), None)


@dataclass(frozen=True)
class Reach:
    """A reviewer and the tiers whose reviews they can never be given, because one weighs more than they may hold."""

    place: Membership
    tiers: tuple[int, ...]


@dataclass(frozen=True)
class Reaches:
    """Whom reviews cannot reach. `tiers`: those that nobody of the department can take."""

    people: tuple[Reach, ...]
    tiers: tuple[int, ...]


def department_with_load(*, viewer: User, slug: str) -> Department:
    """Return the department in use of that short name, for those who may read its load.

    Raises:
        NotFound: there is none (404).
        NotPermitted: it is not theirs to look after (403, `not_lead`).
    """
    found = Department.objects.filter(slug=slug, is_active=True).first()
    if found is None:
        raise NotFound(_("There is no such department."))
    if not can_read_load(viewer, found):
        raise NotPermitted(_("The load of a department is for its lead and for programme managers."), code="not_lead")
    return found


def departments_with_load(*, viewer: User) -> QuerySet[Department]:
    """Return the departments whose load `viewer` may read, by name: those they lead or deputise for, or all that review.

    Raises:
        NotPermitted: there are none (403, `not_lead`).
    """
    standing = standing_of(viewer)
    own = standing.leads | standing.deputises
    reviewing = Department.objects.filter(is_active=True).exclude(kind=Department.Kind.SERVICE)
    if not (own or standing.has(Permission.OVERRIDE_ROUTING)):
        raise NotPermitted(_("The load of a department is for its lead and for programme managers."), code="not_lead")
    found = reviewing if standing.has(Permission.OVERRIDE_ROUTING) else reviewing.filter(pk__in=own)
    return found.order_by("name_sort", "id")


def load_forecasts(
    *, departments: Sequence[Department], at: datetime | None = None, weeks: int = WEEKS
) -> list[LoadForecast]:
    """Return the weeks from `at` on (now) of each department, in the order given.

    Seven queries, one for each calendar, and two where there are sites, however many departments, people and reviews.
    """
    moment = at or timezone.now()
    keys = [one.pk for one in departments]
    days = _calendars_of(departments)
    due, came, observed_days = _due(keys), _came(keys, moment), _observed_days(moment)
    hands = _hands(keys, moment)
    return [
        LoadForecast(
            one,
            weeks_ahead(
                today=local_day(days[one.pk], moment),
                number=weeks,
                due=_by_day(due[one.pk], days[one.pk]),
                came=came[one.pk],
                observed_days=observed_days,
                hands=hands[one.pk],
                calendar=days[one.pk],
            ),
        )
        for one in departments
    ]


def reaches_of(*, department: Department) -> Reaches:
    """Return who of the department could never take a review of which tier, by name. Two queries."""
    places = Membership.objects.filter(department=department, person__is_active=True).select_related("person")
    found = [Reach(place, never_given(place)) for place in places.order_by("person__name_sort", "id")]
    common = set.intersection(*(set(one.tiers) for one in found)) if found else set()
    return Reaches(tuple(one for one in found if one.tiers), tuple(sorted(common)))


def never_given(place: Membership) -> tuple[int, ...]:
    """Return the tiers whose reviews this place can never be given by the rules that hold now."""
    rules = rules_of(active_rule_set())
    return tiers_beyond(place.capacity, {tier.number: tier.points for tier in rules.tiers}, rules.max_open_points)


def _calendars_of(departments: Sequence[Department]) -> Mapping[int, WorkingCalendar]:
    own = organisation().calendar
    there = Site.objects.filter(pk__in={one.site_id for one in departments if one.site_id and not one.calendar_id})
    of_site = dict(there.values_list("pk", "calendar"))
    chosen = {one.pk: one.calendar_id or of_site.get(one.site_id or 0, own.pk) for one in departments}
    calendars = calendars_by_id(set(chosen.values()))
    return {key: calendars[calendar] for key, calendar in chosen.items()}


def _due(departments: Collection[int]) -> Mapping[int, list[tuple[datetime, int]]]:
    """Points of open reviews by department and date; those whose clock stands count none."""
    rows = Review.objects.filter(
        department__in=departments, state__in=OPEN_STATES, paused_at__isnull=True, idea__stage__in=OPEN_STAGES
    )
    found: defaultdict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for row in rows.values("department", "due_at").annotate(sum=Sum("points")).order_by():
        found[row["department"]].append((row["due_at"], row["sum"]))
    return found


def _by_day(due: list[tuple[datetime, int]], calendar: WorkingCalendar) -> Mapping[date, int]:
    found: defaultdict[date, int] = defaultdict(int)
    for due_at, points in due:
        found[local_day(calendar, due_at)] += points
    return found


def _came(departments: Collection[int], at: datetime) -> Mapping[int, list[Arrivals]]:
    """What routing asked of each department in the past twelve weeks, without what was cancelled since."""
    rows = Review.objects.filter(
        department__in=departments, opened_at__gt=at - timedelta(days=OBSERVED_DAYS), opened_at__lte=at
    ).exclude(state=Review.State.CANCELLED)
    found: defaultdict[int, list[Arrivals]] = defaultdict(list)
    window = ExtractDay(F("due_at") - F("opened_at"))
    for row in rows.values("department", lag=window).annotate(sum=Sum("points")).order_by():
        found[row["department"]].append(Arrivals(row["lag"], row["sum"]))
    return found


def _observed_days(at: datetime) -> int:
    """Days over which the mean is taken: twelve weeks, fewer where the first review was opened later than that."""
    first = Review.objects.aggregate(first=Min("opened_at"))["first"]
    days = (at - first).days + 1 if first else 0
    return min(OBSERVED_DAYS, max(LEAST_OBSERVED_DAYS, days))


def _hands(departments: Collection[int], at: datetime) -> Mapping[int, list[Hand]]:
    active = Membership.objects.filter(department__in=departments, person__is_active=True)
    places = list(active.annotate(site=F("person__site")))
    sites = site_calendars(place.site for place in places)
    away: defaultdict[int, list[DateRange]] = defaultdict(list)
    people = {place.person_id for place in places}
    for row in Absence.objects.whole_days().filter(person__in=people, to_on__gte=at.date() - timedelta(days=1)):
        away[row.person_id].append(DateRange(row.from_on, row.to_on))
    found: defaultdict[int, list[Hand]] = defaultdict(list)
    for place in places:
        found[place.department_id].append(Hand(place.capacity, tuple(away[place.person_id]), sites.get(place.site)))
    return found
