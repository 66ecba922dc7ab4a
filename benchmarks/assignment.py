"""Who gets the reviews of one department: the rule of choice beside chance and turns, simulated day by day.

`bin/bench --only assignment` runs it in process, seeded, and writes `results/assignment.json` and its table into the page.

Source of the question and of the department: docs/review-process.md 3.6.
"""

import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import takewhile
from typing import Final

from ideas.routing import forecast
from ideas.routing.assignment import Candidate, DateRange, Pick, Task, pick
from ideas.routing.clock import WorkingCalendar, closing_of, working_days_in

BEGINS: Final = "<!-- assignment: written by bin/bench --only assignment -->"
ENDS: Final = "<!-- end of assignment -->"
LOADS: Final = (0.55, 0.74, 0.88)
CAPACITIES: Final = tuple(Decimal(one) for one in ("1", "1", "1", "0.5", "0.5", "0.25"))
SHARE_AWAY: Final = 0.12
LENGTHS_AWAY: Final = (1, 2, 3, 5, 10)  # working days of one absence, each as likely
# Tier of a review: how often of a hundred, its points, its window in working days.
TIERS: Final = ((30, 1, 2), (40, 2, 5), (22, 3, 10), (8, 5, 15))
POINTS_A_DAY: Final = float(forecast.POINTS_A_DAY)  # what a full-time reviewer does in a day
RUNS: Final = 30
WORKING_DAYS: Final = 250
WARM_DAYS: Final = 30  # not counted: the department begins with empty hands
SEED: Final = 3_600
CALENDAR: Final = WorkingCalendar("sim", 1, "UTC", frozenset(range(5)), time(9), time(17), frozenset())
FIRST_DAY: Final = date(2026, 1, 5)
DAYS: Final = tuple(working_days_in(CALENDAR, FIRST_DAY, FIRST_DAY + timedelta(days=500)))


@dataclass
class Work:
    """One review: what is left of it, in points, falls while somebody works on it."""

    opens_on: date
    due_on: date
    points: int
    left: float


@dataclass
class Reviewer:
    """One person of the department; `absences` are those to come, all known beforehand."""

    person_id: int
    capacity: Decimal
    absences: tuple[DateRange, ...]
    held: list[Work] = field(default_factory=list)
    points: int = 0
    last_assigned_at: datetime | None = None

    def begin(self, day: date) -> None:
        """Forget the absences that are over."""
        while self.absences and self.absences[0].last < day:
            self.absences = self.absences[1:]

    def is_away(self, day: date) -> bool:
        return bool(self.absences) and day in self.absences[0]

    def candidate(self, until: date) -> Candidate:
        """Return the person as the rule of choice sees them, for work that is due on `until`."""
        away = tuple(takewhile(lambda one: one.first <= until, self.absences))
        return Candidate(
            self.person_id, self.capacity, self.points, self.last_assigned_at, frozenset(), away, is_active=True
        )

    def take(self, work: Work, day: date) -> None:
        """Put `work` at the end of one's list."""
        self.held.append(work)
        self.points += work.points
        self.last_assigned_at = closing_of(CALENDAR, day)

    def finish(self, *, is_by_date: bool) -> list[Work]:
        """Return what gets done in a day."""
        if is_by_date:
            self.held.sort(key=lambda one: one.due_on)
        room, done = POINTS_A_DAY * float(self.capacity), 0
        while done < len(self.held) and self.held[done].left <= room:
            room -= self.held[done].left
            done += 1
        if done < len(self.held):
            self.held[done].left -= room
        finished, self.held = self.held[:done], self.held[done:]
        self.points -= sum(one.points for one in finished)
        return finished


# Who gets the review, None where it waits; the number counts the reviews that were given before.
Chooser = Callable[[Sequence[Reviewer], Work, date, int], Reviewer | None]


@dataclass(frozen=True)
class Way:
    """A way to share work out. `is_by_date`: people do what is due first; otherwise what came first."""

    name: str
    chooser: Callable[[random.Random], Chooser]
    is_by_date: bool = False


@dataclass(frozen=True)
class Outcome:
    """Shares between 0 and 1, over all runs: the mean, and the spread of the runs."""

    load: float
    way: str
    in_time: float
    in_time_least: float
    in_time_most: float
    given_to_absent: float


def by_chance(chance: random.Random) -> Chooser:
    """Return the way that draws a member."""
    return lambda people, _work, _day, _number: chance.choice(people)


def in_turn(_chance: random.Random) -> Chooser:
    """Return the way that goes round."""
    return lambda people, _work, _day, number: people[number % len(people)]


def by_rule(_chance: random.Random) -> Chooser:
    """Return the rule that Groundswell uses, as it stands in `ideas/routing/assignment.py`."""

    def choose(people: Sequence[Reviewer], work: Work, day: date, _number: int) -> Reviewer | None:
        task = Task(work.points, work.opens_on, work.due_on, None, frozenset(), frozenset())
        found = pick([one.candidate(work.due_on) for one in people], task, CALENDAR, day)
        return next(one for one in people if one.person_id == found.person_id) if isinstance(found, Pick) else None

    return choose


WAYS: Final = (
    Way("chance", by_chance),
    Way("turns", in_turn),
    Way("rule, first in first out", by_rule),
    Way("rule, earliest due first", by_rule, is_by_date=True),
)


def measure(*, runs: int = RUNS, loads: Sequence[float] = LOADS) -> list[Outcome]:
    """Return each load and way, over `runs` years that differ only in the way."""
    return [_outcome(load, way, runs) for load in loads for way in WAYS]


def as_json(outcomes: Sequence[Outcome], *, seconds: float) -> dict[str, object]:
    """Return the result as it is written to the file."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": SEED,
        "runs": RUNS,
        "working_days": WORKING_DAYS,
        "capacities": [str(one) for one in CAPACITIES],
        "share_away": SHARE_AWAY,
        "points_a_day": POINTS_A_DAY,
        "seconds": round(seconds, 1),
        "outcomes": [asdict(one) for one in outcomes],
    }


def as_markdown(outcomes: Sequence[Outcome]) -> str:
    """Return the table of the page."""
    lines = ["| load | way | in time (least–most of the runs) | given to somebody absent |", "|--:|---|--:|--:|"]
    lines += [
        f"| {one.load:.0%} | {one.way} | {one.in_time:.0%} ({one.in_time_least:.0%}–{one.in_time_most:.0%}) "
        f"| {one.given_to_absent:.0%} |"
        for one in outcomes
    ]
    return "\n".join(lines) + "\n"


@dataclass
class Department:
    """Six people and what happened to their work so far."""

    people: list[Reviewer]
    choose: Chooser
    is_by_date: bool
    queue: list[Work] = field(default_factory=list)
    given: int = 0
    given_to_absent: int = 0

    def give_out(self, day: date) -> None:
        """Give the reviews of the queue away, earliest due first; who gets none waits for tomorrow."""
        waiting, self.queue = sorted(self.queue, key=lambda work: (work.due_on, work.opens_on)), []
        for work in waiting:
            person = self.choose(self.people, work, day, self.given)
            if person is None:
                self.queue.append(work)
                continue
            self.given += 1
            self.given_to_absent += person.is_away(day)
            person.take(work, day)

    def work(self, day: date) -> list[Work]:
        """Return what is finished on `day` by those who are there."""
        there = (person for person in self.people if not person.is_away(day))
        return [one for person in there for one in person.finish(is_by_date=self.is_by_date)]


def _outcome(load: float, way: Way, runs: int) -> Outcome:
    found = [_year(load, way, SEED + run) for run in range(runs)]
    in_time = [one for one, _absent in found]
    absent = statistics.mean(one for _in_time, one in found)
    shares = (statistics.mean(in_time), min(in_time), max(in_time), absent)
    return Outcome(load, way.name, *(round(one, 4) for one in shares))


def _year(load: float, way: Way, seed: int) -> tuple[float, float]:
    """Return two shares of one run: in time, and given to somebody absent. What comes and who is away hang on `seed`."""
    chance, days = random.Random(seed), DAYS[:WORKING_DAYS]
    people = [Reviewer(number, capacity, _absences(chance)) for number, capacity in enumerate(CAPACITIES, 1)]
    arrivals = {number: _arrivals(chance, load, number) for number in range(len(days))}
    department = Department(people, way.chooser(random.Random(seed)), way.is_by_date)
    counted = {
        id(one) for number in arrivals if number >= WARM_DAYS for one in arrivals[number] if one.due_on <= days[-1]
    }
    in_time = 0
    for number, day in enumerate(days):
        for person in people:
            person.begin(day)
        department.queue += arrivals[number]
        department.give_out(day)
        in_time += sum(day <= one.due_on and id(one) in counted for one in department.work(day))
    return in_time / len(counted), department.given_to_absent / department.given


def _arrivals(chance: random.Random, load: float, number: int) -> list[Work]:
    """Return the reviews of one day, as many as a Poisson process of `load` brings."""
    capacity = POINTS_A_DAY * float(sum(CAPACITIES)) * (1 - SHARE_AWAY)
    a_day = load * capacity / (sum(share * points for share, points, _window in TIERS) / 100)
    found, gone = [], chance.expovariate(a_day)
    while gone < 1:
        _share, points, window = chance.choices(TIERS, [share for share, _points, _window in TIERS])[0]
        effort = points * chance.uniform(0.5, 1.5)
        found.append(Work(DAYS[number], DAYS[number + window], points, effort))
        gone += chance.expovariate(a_day)
    return found


def _absences(chance: random.Random) -> tuple[DateRange, ...]:
    """Return the absences of one person, a share of `SHARE_AWAY` of the working days in the long run."""
    mean_away = statistics.mean(LENGTHS_AWAY)
    mean_there = mean_away * (1 - SHARE_AWAY) / SHARE_AWAY
    found, at = [], int(chance.expovariate(1 / mean_there))
    while at < WORKING_DAYS:
        length = chance.choice(LENGTHS_AWAY)
        found.append(DateRange(DAYS[at], DAYS[at + length - 1]))
        at += length + 1 + int(chance.expovariate(1 / mean_there))
    return tuple(found)
