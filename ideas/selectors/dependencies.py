"""Which reviews wait for which others, and until when.

Source: docs/review-process.md 3.9.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from ideas.models import Review, ReviewDependency
from ideas.policies.reviews import OPEN_STATES


@dataclass(frozen=True)
class Wait:
    """A department that is answered after; `until`: the moment from which nobody waits for it any more.

    `arrived_at`: when it had answered before then. `is_over`: the review begins, or has begun.
    """

    slug: str
    name: str
    rule_id: str
    why: str
    until: datetime
    arrived_at: datetime | None
    is_over: bool


def waits_of(*, reviews: Iterable[Review]) -> Mapping[int, tuple[Wait, ...]]:
    """Return what each of `reviews` waits for, or waited for, by their keys. One query, none for no reviews."""
    keys = [review.pk for review in reviews]
    rows = ReviewDependency.objects.filter(review__in=keys) if keys else ReviewDependency.objects.none()
    found: dict[int, list[Wait]] = defaultdict(list)
    for row in rows.select_related("review", "needs__department").order_by("id"):
        found[row.review_id].append(_wait(row))
    return {key: tuple(waits) for key, waits in found.items()}


def _wait(row: ReviewDependency) -> Wait:
    is_open = row.review.state in OPEN_STATES and row.needs.state in OPEN_STATES
    department = row.needs.department
    return Wait(
        slug=department.slug,
        name=department.name,
        rule_id=row.rule_id,
        why=row.why,
        until=row.splits_at,
        arrived_at=row.input_arrived_at,
        is_over=not is_open or row.input_arrived_at is not None or row.splits_at <= timezone.now(),
    )
