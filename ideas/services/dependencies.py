"""Reviews that wait for another department's: who waits for whom, and when the wait is over.

Source: docs/review-process.md 3.9.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events.dependencies import ReviewInputArrived, ReviewWaits
from ideas.models import Review, ReviewDependency
from ideas.policies.reviews import OPEN_STATES
from ideas.routing.clock import WorkingCalendar, due_at, working_days_between
from ideas.routing.dependencies import first_part
from ideas.routing.ruleset import Dependency
from ideas.selectors.clocks import calendars_by_id
from ideas.services.clocks import move_nearer


@dataclass(frozen=True)
class WrittenReviews:
    """Reviews of one idea by slug, with what its rules say about their order.

    `opened`: slugs of those written just now; `days`: the window in working days; `calendars` by key of department.
    """

    dependencies: tuple[Dependency, ...]
    reviews: Mapping[str, Review]
    opened: frozenset[str]
    days: int
    calendars: Mapping[int, WorkingCalendar]


def window_of(slug: str, *, dependencies: Sequence[Dependency], days: int) -> int:
    """Return the working days that the department `slug` has: the first part of the window where others wait for it."""
    return first_part(days) if any(one.after == slug for one in dependencies) else days


def write_dependencies(*, written: Sequence[WrittenReviews]) -> None:
    """Let reviews that were written just now wait for those that their rules name, as long as these are open.

    Part of the service that opens reviews, under its locks. A review has the whole window from the start, so that it is
    never due later than it was without waiting. No statement where nothing waits; as many for fifty ideas as for one.

    Emits: ReviewWaits for each.
    """
    rows = ReviewDependency.objects.bulk_create([row for one in written for row in _rows(one)])
    outbox.record_all(
        [ReviewWaits(idea_id=row.review.idea_id, review_id=row.review_id, dependency_id=row.pk) for row in rows]
    )


def _rows(written: WrittenReviews) -> Iterator[ReviewDependency]:
    seen: set[tuple[str, str]] = set()
    for one in written.dependencies:
        needs, review = written.reviews.get(one.after), written.reviews.get(one.department)
        pair = (one.department, one.after)
        if needs is None or review is None or one.department not in written.opened or pair in seen:
            continue
        if needs.state in OPEN_STATES:
            seen.add(pair)
            calendar = written.calendars[review.department_id]
            splits_at = due_at(calendar, review.opened_at, first_part(written.days))
            yield ReviewDependency(review=review, needs=needs, rule_id=one.id, why=one.why, splits_at=splits_at)


def settle_dependents(*, review: Review) -> None:
    """Let those begin that waited for `review`, which has just been answered; the caller holds the lock of its idea.

    Whoever waits for nobody else any more begins at once: the days that were left to them after the split count from
    now, so that their date comes nearer, never later. One whose clock stands begins all the same, and moves when it
    goes on. After the split nothing changes. One statement where nobody waited.

    Emits: ReviewInputArrived for each.
    """
    now = timezone.now()
    waiting = Q(needs=review, input_arrived_at__isnull=True, splits_at__gt=now, review__state__in=OPEN_STATES)
    rows = list(ReviewDependency.objects.filter(waiting).select_for_update(of=("self",)).order_by("pk"))
    if not rows:
        return
    for row in rows:
        row.input_arrived_at = now
    ReviewDependency.objects.bulk_update(rows, ["input_arrived_at"])
    moved = _begin(rows, review, now)
    outbox.record_all(
        [
            ReviewInputArrived(
                idea_id=review.idea_id,
                actor_id=review.owner_id,
                review_id=row.review_id,
                dependency_id=row.pk,
                is_nearer=row.review_id in moved,
            )
            for row in rows
        ]
    )


def _begin(rows: Sequence[ReviewDependency], needs: Review, now: datetime) -> frozenset[int]:
    """Count the days of those who wait for nobody else from `now`; return the keys of the reviews that came nearer."""
    split = {row.review_id: row.splits_at for row in rows}
    others = ReviewDependency.objects.filter(review__in=split, input_arrived_at__isnull=True, splits_at__gt=now)
    still = set(others.filter(needs__state__in=OPEN_STATES).exclude(needs=needs).values_list("review_id", flat=True))
    free = Review.objects.filter(pk__in=set(split) - still, state__in=OPEN_STATES)
    reviews = list(free.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    calendars = calendars_by_id({one.calendar_id for one in reviews})
    dates = {one: _date(calendars[one.calendar_id], one, split[one.pk], now) for one in reviews}
    reason = _("What it waited for is there.")
    return frozenset(one.review_id for one in move_nearer(dates=dates, reason=reason) if one.review_id is not None)


def _date(calendar: WorkingCalendar, review: Review, splits_at: datetime, now: datetime) -> datetime:
    return due_at(calendar, now, working_days_between(calendar, splits_at, review.due_at))
