"""Fills the database with open reviews by COPY: `python -m benchmarks.seed_reviews REVIEWS` prints who asks, as JSON.

Each idea is with four departments. A third of the reviews is late, one in twenty stands for the author's answer, two in
five wait in the queue of their department, and every sixth idea waits in triage besides.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any, Final

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.seed import copy_rows, fill, sessions_of  # noqa: E402
from ideas.models import Calendar, Department, Idea, Membership, Review, RoleGrant, Triage, User  # noqa: E402
from ideas.selectors.calendars import organisation  # noqa: E402

DEPARTMENTS_AN_IDEA: Final = 4
PEOPLE: Final = 400
CLOSING_HOUR: Final = 17
DAYS: Final = 30  # dates lie in as many days, a third of them before now
PAUSED_EVERY: Final = 20
TRIAGE_EVERY: Final = 6
RESTRICTED_EVERY: Final = 10
STATES: Final = (
    *(Review.State.QUEUED, Review.State.ASSIGNED, Review.State.QUEUED),
    *(Review.State.DRAFTING, Review.State.ASSIGNED),
)


@dataclass(frozen=True)
class Pools:
    """The departments that review, and who does it in each."""

    departments: list[Department]
    people: dict[int, list[User]]
    calendar: Calendar


@transaction.atomic
def fill_reviews(reviews: int) -> dict[str, Any]:
    """Make `reviews` open reviews with their ideas; return the keys of sessions by who they are."""
    number = reviews // DEPARTMENTS_AN_IDEA
    made = fill(ideas=number, people=PEOPLE)
    ideas = list(Idea.objects.filter(ref__in=made["refs"]).order_by("pk"))
    pools = _pools()
    now = timezone.now()
    copy_rows(Review, _reviews(ideas, pools, now), given=("opened_at", "paused_for"))
    copy_rows(Triage, _turns(ideas, pools, now))
    restricted = [one.pk for one in ideas[::RESTRICTED_EVERY]]
    Idea.objects.filter(pk__in=restricted).update(visibility=Idea.Visibility.RESTRICTED)
    return {"sessions": _sessions(pools), "members": made["sessions"]}


def _pools() -> Pools:
    departments = list(Department.objects.filter(kind=Department.Kind.CORE).order_by("pk"))
    people: dict[int, list[User]] = {one.pk: [] for one in departments}
    for place in Membership.objects.select_related("person").order_by("pk"):
        people[place.department_id].append(place.person)
    return Pools(departments, people, organisation().calendar)


def _reviews(ideas: list[Idea], pools: Pools, now: datetime) -> Iterable[Review]:
    closing = now.replace(hour=CLOSING_HOUR, minute=0, second=0, microsecond=0)
    states, holders = cycle(STATES), {key: cycle(people) for key, people in pools.people.items()}
    for place, idea in enumerate(ideas):
        for step in range(DEPARTMENTS_AN_IDEA):
            number = place * DEPARTMENTS_AN_IDEA + step
            department = pools.departments[(place + step) % len(pools.departments)]
            state = next(states)
            due_at = closing + timedelta(days=(number * 37) % DAYS - DAYS // 3)
            is_paused = number % PAUSED_EVERY == 0
            yield Review(
                idea=idea,
                round=1,
                department=department,
                mode=Review.Mode.REQUIRED if step else Review.Mode.ADVISORY,
                rule_id="BEN-1",
                why="It changes how this department works.",
                state=state,
                points=1 + number % 3,
                owner=None if state == Review.State.QUEUED else next(holders[department.pk]),
                opened_at=due_at - timedelta(days=14),
                due_at=due_at,
                calendar=pools.calendar,
                calendar_version=1,
                paused_at=now if is_paused else None,
                paused_for=Review.PausedFor.QUESTION if is_paused else "",
            )


def _turns(ideas: list[Idea], pools: Pools, now: datetime) -> Iterable[Triage]:
    for number, idea in enumerate(ideas[::TRIAGE_EVERY]):
        due_at = now + timedelta(hours=number % 96 - 48)
        yield Triage(idea=idea, round=1, due_at=due_at, calendar=pools.calendar, calendar_version=1, released_at=now)


def _sessions(pools: Pools) -> dict[str, list[str]]:
    """A lead and another reviewer of each department; triagers and programme managers who review for none."""
    staff = list(User.objects.filter(email__startswith="member-").order_by("-pk")[:8])
    for role, person in zip(cycle([RoleGrant.Role.TRIAGER, RoleGrant.Role.PROGRAMME_MANAGER]), staff, strict=False):
        RoleGrant.objects.create(person=person, role=role)
    return {
        "leads": sessions_of([people[0] for people in pools.people.values()]),
        "reviewers": sessions_of([people[-1] for people in pools.people.values()]),
        "triagers": sessions_of(staff[::2]),
        "managers": sessions_of(staff[1::2]),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(fill_reviews(int(sys.argv[1]))))
