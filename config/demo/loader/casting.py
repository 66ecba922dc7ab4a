"""Chooses who reviews what, with the rule that Groundswell itself uses, in the order in which the reviews opened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from config.demo.loader.data import DemoDataError, OrganisationData, PersonData, PlaceData
from config.demo.loader.moments import Moments
from config.demo.loader.plot import Plot, Plotter, ReviewPlot
from ideas.models import Review
from ideas.policies.deciders import BUSINESS, FIRST_TIER_WITHOUT_REVIEWERS
from ideas.routing.assignment import Candidate, DateRange, Pick, PickCode, PickReason, Task, pick

# The line under Tom Ashworth's name says that four reviews are his.
PINNED: Mapping[tuple[str, str], str] = {
    (idea, "operations"): "tom-ashworth"
    for idea in ("fl-tool-check-tablet", "hw-leave-form", "hw-salt-bin-qr", "sc-handover-card")
}
NO_CAP = 10_000
# People also claim reviews from the queue, beyond what the rule would give them.
CLAIMED_CAP = 26


@dataclass
class _Desk:
    """What one person holds: (points, until) for each review; the last time that they were given one."""

    held: list[tuple[int, datetime | None]] = field(default_factory=list)
    last_given_at: datetime | None = None

    def points_at(self, moment: datetime) -> int:
        return sum(points for points, until in self.held if until is None or until > moment)


class Casting:
    """Keeps everybody's desk while the reviews of a year are given out."""

    def __init__(self, data: OrganisationData, moments: Moments, cap: int) -> None:
        self.moments = moments
        self.cap = cap
        self.people: dict[str, PersonData] = {one.key: one for one in data.people}
        self.numbers = {one.key: number for number, one in enumerate(data.people, start=1)}
        self.keys = {number: key for key, number in self.numbers.items()}
        self.desks: dict[str, _Desk] = {one.key: _Desk() for one in data.people}

    def cast(self, plots: Iterable[Plot]) -> None:
        """Give every review its owner; open ones that nobody may take stay in their department's queue."""
        waiting = [(review, plot) for plot in plots for review in plot.reviews]
        waiting.sort(key=lambda one: (one[0].opened_at, one[1].data.key, one[0].ask.slug))
        pinned = [one for one in waiting if (one[1].data.key, one[0].ask.slug) in PINNED]
        for review, plot in pinned:
            self._give(review, plot, PINNED[plot.data.key, review.ask.slug])
        for review, plot in waiting:
            if review.owner is None:
                self._choose(review, plot)

    def last_given(self) -> Mapping[str, datetime]:
        """Return when each person was last given a review."""
        return {key: desk.last_given_at for key, desk in self.desks.items() if desk.last_given_at is not None}

    def _choose(self, review: ReviewPlot, plot: Plot) -> None:
        is_open = review.ends_at is None
        barred = self._conflicted(plot)
        found = (
            self._pick(review, plot, barred | self._leads(review, plot), self.cap)
            or self._pick(review, plot, barred, self.cap)
            or self._pick(review, plot, barred, CLAIMED_CAP if is_open and not review.is_asking else NO_CAP)
        )
        if found is not None:
            self._give(review, plot, self.keys[found.person_id], found.why)
        elif not is_open and review.state == Review.State.SUBMITTED:
            raise DemoDataError(f"{plot.data.key}: nobody in {review.ask.slug} could have answered.")

    def _pick(self, review: ReviewPlot, plot: Plot, barred: frozenset[str], cap: int) -> Pick | None:
        opened_on = self.moments.local_day(review.opened_at)
        task = Task(
            points=_points(plot),
            opens_on=opened_on,
            due_on=self.moments.local_day(review.due_at),
            required_tag=None,
            authors_and_team=frozenset(self.numbers[key] for key in barred),
            interested=frozenset(),
        )
        pool = [self._candidate(key, place, review) for key, place in self._pool(review.ask.slug)]
        found = pick(pool, task, self.moments.calendar, opened_on, cap)
        return found if isinstance(found, Pick) else None

    def _pool(self, slug: str) -> list[tuple[str, PlaceData]]:
        return [
            (key, place) for key, one in self.people.items() for place in one.memberships if place.department == slug
        ]

    def _candidate(self, key: str, place: PlaceData, review: ReviewPlot) -> Candidate:
        desk, absences = self.desks[key], self._absences(key)
        is_away_today = any(self.moments.today in away for away in absences)
        if review.ends_at is None and (is_away_today or key in PINNED.values()):
            # Whoever holds an open review is here today, and pinned people hold those of their own alone.
            absences = (*absences, DateRange(date.min, date.max))
        if review.submitted_at is not None and any(
            self.moments.local_day(review.submitted_at) in one for one in absences
        ):
            absences = (*absences, DateRange(date.min, date.max))
        return Candidate(
            self.numbers[key],
            Decimal(str(place.capacity)),
            desk.points_at(review.opened_at),
            desk.last_given_at,
            frozenset(place.tags),
            absences,
            is_active=True,
        )

    def _absences(self, key: str) -> tuple[DateRange, ...]:
        days = self.moments.day
        return tuple(DateRange(days(one.from_day), days(one.to_day)) for one in self.people[key].absences)

    def _conflicted(self, plot: Plot) -> frozenset[str]:
        authors = set(plot.data.authors)
        managers = {self.people[key].manager for key in authors} - {None}
        team = {key for key, one in self.people.items() if one.manager in managers}
        return frozenset(authors | team)

    def _leads(self, review: ReviewPlot, plot: Plot) -> frozenset[str]:
        """From Tier 2 on the lead of Business decides, and is asked only where nobody else can answer."""
        tier = plot.tier.number if plot.tier else 0
        if review.ask.slug != BUSINESS or tier < FIRST_TIER_WITHOUT_REVIEWERS:
            return frozenset()
        return frozenset(key for key, place in self._pool(BUSINESS) if place.role == "lead")

    def _give(self, review: ReviewPlot, plot: Plot, key: str, why: PickReason | None = None) -> None:
        desk, points = self.desks[key], _points(plot)
        review.owner = key
        review.because = (why or _only_one(desk.points_at(review.opened_at), points)).as_json()
        desk.held.append((points, review.ends_at))
        desk.last_given_at = max(desk.last_given_at or review.opened_at, review.opened_at)
        if review.ends_at is None:
            # About every second one that is open was begun; what was opened today was not.
            was_begun = len(desk.held) % 2 == 0 and self.moments.local_day(review.opened_at) < self.moments.today
            review.state = Review.State.DRAFTING if was_begun else Review.State.ASSIGNED


def _points(plot: Plot) -> int:
    return plot.tier.points if plot.tier else 1


def _only_one(open_points: int, task_points: int) -> PickReason:
    load = Decimal(open_points + task_points)
    return PickReason(PickCode.ONLY_ONE_ELIGIBLE, open_points, task_points, Decimal("1.0"), load, 1)


def let_one_be_due_today(plots: list[Plot], plotter: Plotter) -> None:
    """Move one of the pinned ideas so that its review is due on the day of the load, as its persona's line says.

    On a day that nobody works, or after hours, nothing can be due any more, and nothing moves.
    """
    pinned = [index for index, plot in enumerate(plots) if (plot.data.key, "operations") in PINNED]
    for shift in sorted(range(-10, 11), key=abs):
        for index in pinned:
            data = plots[index].data
            moved = plotter.plot(replace(data, day=min(data.day + shift, -1)))
            if any(plotter.moments.local_day(one.due_at) == plotter.moments.today for one in moved.reviews):
                plots[index] = moved
                return
