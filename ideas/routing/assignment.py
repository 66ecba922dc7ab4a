"""Which member of a department gets a review, and why.

Source: docs/review-process.md 3.6.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ideas.routing.clock import WorkingCalendar, is_working_day, next_working_day, working_days_in

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)  # stands for "never": whoever had no review yet comes first


@dataclass(frozen=True, slots=True)
class DateRange:
    """Whole days from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of the department's pool.

    Args:
        capacity: share of a full-time reviewer, 0.1 to 1.0.
        open_points: points of open reviews, without those that wait for an author's answer.
        last_assigned_at: None when never assigned.
        absences: whole days away; a half day does not belong here.
        site: the calendar that counts where they work, None where that is the department's.
    """

    person_id: int
    capacity: Decimal
    open_points: int
    last_assigned_at: datetime | None
    tags: frozenset[str]
    absences: tuple[DateRange, ...]
    is_active: bool
    site: WorkingCalendar | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A review without an owner.

    Args:
        points: weight by tier, 1 or more.
        opens_on, due_on: the review window, local days of the department's calendar.
        required_tag: expertise that the rule names, if any.
        authors_and_team: author, co-authors and everybody with the same manager.
        interested: people with a blocking interest.
    """

    points: int
    opens_on: date
    due_on: date
    required_tag: str | None
    authors_and_team: frozenset[int]
    interested: frozenset[int]


class Refusal(StrEnum):
    """Why somebody cannot get a review; the first that applies is named."""

    INACTIVE = "inactive"
    AUTHOR_OR_TEAM = "author_or_team"
    INTEREST = "interest"
    MISSING_TAG = "missing_tag"
    ABSENT_TODAY = "absent_today"
    ABSENT_MOST_OF_WINDOW = "absent_most_of_window"
    OVER_CAPACITY = "over_capacity"


class PickCode(StrEnum):
    """Which step of the rule settled the choice: the words behind "why me"."""

    ONLY_ONE_ELIGIBLE = "only_one_eligible"
    LIGHTEST_LOAD = "lightest_load"
    TIE_LONGEST_SINCE = "tie_longest_since"
    TIE_FIRST_ID = "tie_first_id"


@dataclass(frozen=True, slots=True)
class PickReason:
    """`load` is (open + task points) / capacity, two decimals; `eligible_count` counts the person chosen too."""

    code: PickCode
    open_points: int
    task_points: int
    capacity: Decimal
    load: Decimal
    eligible_count: int

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.code.value,
            "open_points": self.open_points,
            "task_points": self.task_points,
            "capacity": str(self.capacity),
            "load": str(self.load),
            "eligible_count": self.eligible_count,
        }


@dataclass(frozen=True, slots=True)
class Pick:
    person_id: int
    why: PickReason


@dataclass(frozen=True, slots=True)
class NobodyEligible:
    """Nobody can take it: the review waits in the department's queue. Holds (person, refusal), in the order given."""

    refusals: tuple[tuple[int, Refusal], ...]


def pick(
    candidates: Iterable[Candidate], task: Task, calendar: WorkingCalendar, today: date, cap: int = 10
) -> Pick | NobodyEligible:
    """Choose the eligible person with the smallest (open + task points) / capacity.

    Of equal ones, whoever was assigned longest ago (never comes first), then the lowest id; so the order of
    `candidates` does not matter.

    Args:
        today: the day it is for the people of `calendar`.
        cap: open points that a full-time reviewer may hold.

    Source: docs/review-process.md 3.6.
    """
    checked = [(one, refusal_of(one, task, calendar, today, cap)) for one in candidates]
    able = sorted((one for one, refusal in checked if refusal is None), key=lambda one: _order(one, task))
    if not able:
        return NobodyEligible(tuple((one.person_id, refusal) for one, refusal in checked if refusal is not None))
    return Pick(able[0].person_id, _reason(able, task))


def refusal_of(
    candidate: Candidate, task: Task, calendar: WorkingCalendar, today: date, cap: int = 10
) -> Refusal | None:
    """The reason why `candidate` cannot take `task`, or None when they can.

    Source: docs/review-process.md 3.6 ("Eligible").
    """
    if not candidate.is_active:
        return Refusal.INACTIVE
    return (
        _conflict(candidate, task)
        or absence_of(candidate, calendar, today=today, opens_on=task.opens_on, due_on=task.due_on)
        or _overload(candidate, task, cap)
    )


def _conflict(candidate: Candidate, task: Task) -> Refusal | None:
    if candidate.person_id in task.authors_and_team:
        return Refusal.AUTHOR_OR_TEAM
    if candidate.person_id in task.interested:
        return Refusal.INTEREST
    if task.required_tag is not None and task.required_tag not in candidate.tags:
        return Refusal.MISSING_TAG
    return None


def absence_of(
    candidate: Candidate, calendar: WorkingCalendar, *, today: date, opens_on: date, due_on: date
) -> Refusal | None:
    """Return why `candidate` is away too much: not there today, or for less than half of the window's working days left.

    Args:
        opens_on, due_on: the review window, local days of `calendar`.
    """
    if not candidate.absences and candidate.site is None:
        return None
    if is_away_today(candidate, calendar, today):
        return Refusal.ABSENT_TODAY
    left = list(working_days_in(calendar, max(opens_on, today), due_on))
    present = sum(not (_is_away(candidate, day) or _is_day_off(candidate, day)) for day in left)
    return Refusal.ABSENT_MOST_OF_WINDOW if present * 2 < len(left) else None


def is_away_today(candidate: Candidate, calendar: WorkingCalendar, today: date) -> bool:
    """Return whether `candidate` is absent today, or does not work where they are.

    On a day off of the department, its next working day says whether they work: nobody is passed over for a weekend.
    """
    day = today if is_working_day(calendar, today) or candidate.site is None else next_working_day(calendar, today)
    return _is_away(candidate, today) or _is_day_off(candidate, day)


def _is_away(candidate: Candidate, day: date) -> bool:
    return any(day in absence for absence in candidate.absences)


def _is_day_off(candidate: Candidate, day: date) -> bool:
    return candidate.site is not None and not is_working_day(candidate.site, day)


def _overload(candidate: Candidate, task: Task, cap: int) -> Refusal | None:
    if candidate.open_points + task.points > cap * candidate.capacity:
        return Refusal.OVER_CAPACITY
    return None


def _load(candidate: Candidate, task: Task) -> Fraction:
    """Exact, so that equal loads are equal; nobody without capacity gets here, `_overload` refuses them."""
    return (candidate.open_points + task.points) / Fraction(candidate.capacity)


def _order(candidate: Candidate, task: Task) -> tuple[Fraction, datetime, int]:
    return _load(candidate, task), candidate.last_assigned_at or LONG_AGO, candidate.person_id


def _reason(able: list[Candidate], task: Task) -> PickReason:
    chosen = able[0]
    return PickReason(
        code=_code(able, task),
        open_points=chosen.open_points,
        task_points=task.points,
        capacity=chosen.capacity,
        load=round(Decimal(_load(chosen, task).numerator) / _load(chosen, task).denominator, 2),
        eligible_count=len(able),
    )


def _code(able: list[Candidate], task: Task) -> PickCode:
    """Compare the chosen with the next one: the first figure in which they differ settled it."""
    if len(able) == 1:
        return PickCode.ONLY_ONE_ELIGIBLE
    (load, since, _), (next_load, next_since, _) = _order(able[0], task), _order(able[1], task)
    if load != next_load:
        return PickCode.LIGHTEST_LOAD
    return PickCode.TIE_LONGEST_SINCE if since != next_since else PickCode.TIE_FIRST_ID
