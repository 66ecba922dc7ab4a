"""Gives reviews an owner: one converging job for each department.

Source: docs/review-process.md 3.6.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ideas import outbox, realtime
from ideas.events import PoolChanged, ReviewAssigned, ReviewUnassignable
from ideas.models import Department, Event, Idea, Membership, Review
from ideas.policies.authorship import Authorship, authorship_of
from ideas.policies.deciders import BUSINESS, FIRST_TIER_WITHOUT_REVIEWERS
from ideas.realtime import LiveChange, version_at
from ideas.routing.assignment import NobodyEligible, Pick, Task, pick
from ideas.routing.clock import local_day
from ideas.selectors.calendars import CALENDAR_OF_DEPARTMENT
from ideas.selectors.pools import Pool, pool_of
from ideas.workflow import OPEN_STAGES

MAX_REVIEWS = 200  # so that one run is short; the handler asks for another
_POOL_LOCK = 0x706F6F6C  # "pool": the first half of the advisory lock's key, the department is the other

_STORE_OWNERS = """
    update ideas_review as review
    set owner_id = given.owner_id, state = %s, assigned_at = %s, assigned_because = given.because::jsonb
    from unnest(%s::bigint[], %s::bigint[], %s::text[]) as given (id, owner_id, because) where review.id = given.id
"""


@dataclass(frozen=True)
class AssignmentRun:
    """What one run did: the reviews that got an owner, and those that nobody may take and that were told now."""

    assigned: tuple[Review, ...]
    unassignable: tuple[Review, ...]


@transaction.atomic(savepoint=False)
def assign_department(*, department_id: int) -> AssignmentRun:
    """Give every queued review of the department an owner, earliest due first; at most 200 in a call.

    Convergent: two at once, or one after the other, change nothing twice. Reviews that nobody may take stay in the
    queue and are told once. Locked: the department's pool (advisory), then the ideas in order of their keys.

    Emits: ReviewAssigned; ReviewUnassignable, once for each review; PoolChanged where it stopped at its limit and got
    somewhere, so that another run follows.
    """
    lock_pool(department_id)
    department = Department.objects.select_related(*CALENDAR_OF_DEPARTMENT).get(pk=department_id)
    pool = pool_of(department=department, at=timezone.now())
    waiting = _waiting(department, pool)
    authors = authorship_of({review.idea_id for review in waiting})
    assigned = [review for review in waiting if _assign(review, pool, authors[review.idea_id])]
    stuck = _not_yet_told([review for review in waiting if review.owner_id is None])
    _store(assigned, stuck, pool)
    _tell(assigned, stuck, department)
    if len(waiting) == MAX_REVIEWS and (assigned or stuck):
        outbox.record(PoolChanged(department_id=department_id))
    return AssignmentRun(tuple(assigned), tuple(stuck))


def lock_pool(department_id: int) -> None:
    """Hold the department's pool until the transaction ends. Take it before any idea's lock, never after."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [_POOL_LOCK, department_id])


def _waiting(department: Department, pool: Pool) -> list[Review]:
    """Reviews worth trying, with their ideas locked: those that fit somebody's load, and those never tried."""
    queued = _queued(department).filter(Q(points__lte=pool.room) | Q(unassignable_at__isnull=True))
    found = list(queued.order_by("due_at", "id").values_list("pk", "idea")[:MAX_REVIEWS])
    if not found:
        return []
    ideas = Idea.objects.select_for_update(no_key=True).filter(pk__in={idea for _review, idea in found})
    locked = {idea.pk: idea for idea in ideas.order_by("pk").only("stage", "tier")}
    rows = _queued(department).filter(pk__in=[review for review, _idea in found], idea__stage__in=OPEN_STAGES)
    waiting = list(rows.order_by("due_at", "id"))
    for review in waiting:
        review.idea, review.department = locked[review.idea_id], department
    return waiting


def _queued(department: Department) -> QuerySet[Review]:
    return Review.objects.filter(department=department, state=Review.State.QUEUED, owner__isnull=True)


def _assign(review: Review, pool: Pool, authors: Authorship) -> bool:
    """Set the owner of `review` in memory; return whether somebody could take it."""
    found = _pick(review, pool, authors.conflicted_ids | _likely_deciders(review, pool))
    if isinstance(found, NobodyEligible):
        found = _pick(review, pool, authors.conflicted_ids)
    if isinstance(found, NobodyEligible):
        return False
    review.owner_id = found.person_id
    review.state = Review.State.ASSIGNED
    review.assigned_at = pool.at
    review.assigned_because = found.why.as_json()
    pool.take(found.person_id, review.points)
    return True


def _pick(review: Review, pool: Pool, conflicted: frozenset[int]) -> Pick | NobodyEligible:
    task = Task(
        points=review.points,
        opens_on=local_day(pool.calendar, review.opened_at),
        due_on=local_day(pool.calendar, review.due_at),
        required_tag=None,
        authors_and_team=conflicted,
        interested=frozenset(),
    )
    return pick(pool.candidates(), task, pool.calendar, local_day(pool.calendar, pool.at), pool.cap)


def _likely_deciders(review: Review, pool: Pool) -> frozenset[int]:
    """From Tier 2 on a reviewer may not decide, so the lead of Business is asked only where nobody else can."""
    if review.department.slug != BUSINESS or (review.idea.tier or 0) < FIRST_TIER_WITHOUT_REVIEWERS:
        return frozenset()
    return pool.lead_ids


def _not_yet_told(reviews: list[Review]) -> list[Review]:
    keys = {_dedupe_key(review): review for review in reviews if review.unassignable_at is None}
    if not keys:
        return []
    told = set(Event.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    return [review for key, review in keys.items() if key not in told]


def _dedupe_key(review: Review) -> str:
    return f"{ReviewUnassignable.type}:{review.pk}"


def _store(assigned: list[Review], stuck: list[Review], pool: Pool) -> None:
    if assigned:
        _store_owners(assigned, pool)
        touch_memberships(pool.department_id, {review.owner_id for review in assigned}, pool.at)
    if stuck:
        Review.objects.filter(pk__in=[review.pk for review in stuck]).update(unassignable_at=pool.at)


def _store_owners(assigned: list[Review], pool: Pool) -> None:
    columns = (
        [review.pk for review in assigned],
        [review.owner_id for review in assigned],
        [json.dumps(review.assigned_because) for review in assigned],
    )
    with connection.cursor() as cursor:
        cursor.execute(_STORE_OWNERS, [Review.State.ASSIGNED.value, pool.at, *columns])


def touch_memberships(department_id: int, person_ids: set[int | None], at: datetime) -> None:
    """Remember that these people of the pool were given a review at `at`."""
    Membership.objects.filter(department=department_id, person__in=person_ids).update(last_assigned_at=at)


def _tell(assigned: list[Review], stuck: list[Review], department: Department) -> None:
    given = [
        ReviewAssigned(idea_id=review.idea_id, review_id=review.pk, owner_id=review.owner_id) for review in assigned
    ]
    refused = [ReviewUnassignable(idea_id=review.idea_id, review_id=review.pk) for review in stuck]
    keys = [*[None] * len(given), *map(_dedupe_key, stuck)]
    if keys:
        outbox.record_all([*given, *refused], dedupe_keys=keys, live_changes=queue_changed(department))


def queue_changed(department: Department) -> tuple[LiveChange, ...]:
    """Return the live change of a department's queue; its version is the time in milliseconds."""
    version = version_at(timezone.now())
    return (LiveChange(realtime.queue_topic(department.public_id), version),)
