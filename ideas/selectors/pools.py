"""The people of a department who can take reviews, with what they carry now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Sum
from django.utils import timezone

from ideas.models import Absence, Department, Membership, Review, User
from ideas.routing.assignment import Candidate, DateRange, absence_of, is_away_today
from ideas.routing.clock import WorkingCalendar, local_day
from ideas.selectors.calendars import calendar_of, organisation, working_calendar
from ideas.selectors.rule_sets import active_rule_set, rules_of
from ideas.selectors.sites import site_calendars

HELD_STATES = (Review.State.ASSIGNED, Review.State.DRAFTING)


@dataclass
class Pool:
    """Members by person; `take` notes what is given away while a job plans.

    `cap`: open points that a full-time reviewer may hold. `room`: the points that the freest member present today can
    still take.
    """

    department_id: int
    calendar: WorkingCalendar
    at: datetime
    cap: int
    lead_ids: frozenset[int]
    members: dict[int, Candidate] = field(default_factory=dict)

    @property
    def room(self) -> int:
        today = local_day(self.calendar, self.at)
        present = [one for one in self.members.values() if not is_away_today(one, self.calendar, today)]
        return int(max((self.cap * one.capacity - one.open_points for one in present), default=Decimal(0)))

    def candidates(self) -> list[Candidate]:
        """Return the members as the rule of choice needs them."""
        return list(self.members.values())

    def take(self, person_id: int, points: int) -> None:
        """Note that the person was given `points` more, at `at`."""
        one = self.members[person_id]
        self.members[person_id] = replace(one, open_points=one.open_points + points, last_assigned_at=self.at)


def pool_of(*, department: Department, at: datetime) -> Pool:
    """Return the department's active members with their open points (of every department) and absences to come.

    Those who work at a site have its calendar; `department` should have `CALENDAR_OF_DEPARTMENT` loaded. At most eight
    queries.
    """
    calendar = working_calendar(calendar_of(department, otherwise=organisation().calendar))
    active = Membership.objects.filter(department=department, person__is_active=True).annotate(site=F("person__site"))
    places = [(place, place.site) for place in active]
    people = [place.person_id for place, _site in places]
    sites = site_calendars(site for _place, site in places)
    points = open_points(people)
    away = _absences(people, local_day(calendar, at))
    members = {place.person_id: _candidate(place, points, away, sites.get(site)) for place, site in places}
    leads = frozenset(place.person_id for place, _site in places if place.role == Membership.Role.LEAD)
    return Pool(department.pk, calendar, at, rules_of(active_rule_set()).max_open_points, leads, members)


def away_for(*, review: Review, people: Collection[User]) -> frozenset[int]:
    """Return the keys of those of `people` who are not there today, or for most of what is left of the review's window.

    By absences, and by the calendar of their site. `review` should have `calendar` loaded. At most three queries.
    """
    calendar = working_calendar(review.calendar)
    today, opens_on = local_day(calendar, timezone.now()), local_day(calendar, review.opened_at)
    away, sites = _absences([one.pk for one in people], today), site_calendars(one.site for one in people)
    due_on = local_day(calendar, review.due_at)
    candidates = [_person(one, away, sites.get(one.site)) for one in people]
    return frozenset(
        one.person_id
        for one in candidates
        if absence_of(one, calendar, today=today, opens_on=opens_on, due_on=due_on) is not None
    )


def open_points(person_ids: list[int]) -> Mapping[int, int]:
    """Return the points of open reviews by owner; those whose clock stands count none. One query."""
    held = Review.objects.filter(owner__in=person_ids, state__in=HELD_STATES, paused_at__isnull=True)
    rows = held.values("owner").annotate(points=Sum("points"))
    return {row["owner"]: row["points"] for row in rows}


def _absences(people: list[int], today: date) -> Mapping[int, tuple[DateRange, ...]]:
    found: dict[int, tuple[DateRange, ...]] = {}
    for row in Absence.objects.whole_days().filter(person__in=people, to_on__gte=today):
        found[row.person_id] = (*found.get(row.person_id, ()), DateRange(row.from_on, row.to_on))
    return found


def _candidate(
    place: Membership,
    points: Mapping[int, int],
    away: Mapping[int, tuple[DateRange, ...]],
    site: WorkingCalendar | None,
) -> Candidate:
    return Candidate(
        person_id=place.person_id,
        capacity=place.capacity,
        open_points=points.get(place.person_id, 0),
        last_assigned_at=place.last_assigned_at,
        tags=frozenset(place.tags),
        absences=away.get(place.person_id, ()),
        is_active=True,
        site=site,
    )


def _person(person: User, away: Mapping[int, tuple[DateRange, ...]], site: WorkingCalendar | None) -> Candidate:
    """`person` by their days alone."""
    return Candidate(
        person_id=person.pk,
        capacity=Decimal(1),
        open_points=0,
        last_assigned_at=None,
        tags=frozenset(),
        absences=away.get(person.pk, ()),
        is_active=person.is_active,
        site=site,
    )
