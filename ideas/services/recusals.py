"""Reviews that leave whoever must not write them and go back to their departments.

Source: docs/review-process.md 3.8.
"""

from collections.abc import Collection
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from ideas import outbox
from ideas.events.base import DomainEvent
from ideas.events.fairness import ReviewRecused
from ideas.events.reviews import PoolChanged
from ideas.models import Idea, Review
from ideas.policies.authorship import authorship_of
from ideas.policies.reviews import OPEN_STATES
from ideas.routing.clock import due_at
from ideas.selectors.calendars import working_calendar
from ideas.services.assignment import lock_pool
from ideas.services.clocks import extend_clock
from ideas.services.heartbeats import is_silent, note_heartbeat

EXTRA_WORKING_DAYS: Final = 2
CONFLICTS: Final = "conflicts"
LOOK_EVERY_SECONDS: Final = 600
_MAY_KEEP: Final = frozenset({"", "interest_undecided"})


def held_reviews(**which: object) -> QuerySet[Review]:
    """Return the open reviews that somebody holds, narrowed by `which`; unevaluated."""
    return Review.objects.filter(owner__isnull=False, state__in=OPEN_STATES, **which)


def lock_reviews(reviews: QuerySet[Review]) -> list[Review]:
    """Lock the pools and ideas of `reviews`, then the reviews themselves; return those that still are what they were.

    Pools before ideas, each in order of their keys, as everybody does. Each has `idea`, `department` and `calendar` loaded.
    """
    found = list(reviews.values_list("department_id", "idea_id"))
    if not found:
        return []
    for department_id in sorted({department for department, _idea in found}):
        lock_pool(department_id)
    ideas = Idea.objects.select_for_update(no_key=True).filter(pk__in={idea for _department, idea in found})
    list(ideas.order_by("pk").values_list("pk"))
    rows = reviews.select_for_update(no_key=True, of=("self",)).select_related("idea", "department", "calendar")
    return list(rows.order_by("pk"))


def recuse(*, reviews: Collection[Review]) -> int:
    """Put `reviews`, locked by `lock_reviews`, back into their queues without their drafts; return how many.

    Each has two working days more, so that nobody pays for somebody else's honesty.

    Emits: ReviewRecused for each, PoolChanged for each department, so that they get new owners at once.
    """
    for review in reviews:
        _put_back(review)
    facts: list[DomainEvent] = [ReviewRecused(idea_id=one.idea_id, review_id=one.pk) for one in reviews]
    facts += [PoolChanged(department_id=key) for key in sorted({one.department_id for one in reviews})]
    if facts:
        outbox.record_all(facts)
    return len(reviews)


@transaction.atomic
def release_conflicted_reviews(*, reviews: QuerySet[Review]) -> int:
    """Put back those of `reviews` whose holder has come to have a conflict that nobody can decide away; return how many.

    A declared interest that waits for the lead lets the review stay; it cannot be submitted meanwhile.

    Emits: as `recuse`.
    """
    rows = lock_reviews(reviews)
    close = authorship_of({row.idea_id for row in rows})
    return recuse(
        reviews=[row for row in rows if close[row.idea_id].bar_of(row.owner_id, row.acted_for_id) not in _MAY_KEEP]
    )


def release_all_conflicted_reviews() -> int:
    """Look every ten minutes for holders who came to have a conflict: new co-authors, managers, merged ideas.

    Two at once release nothing twice. Returns how many reviews went back.
    """
    if not is_silent(process=CONFLICTS, for_seconds=LOOK_EVERY_SECONDS):
        return 0
    note_heartbeat(process=CONFLICTS)
    held = list(held_reviews().values_list("pk", "idea_id", "owner_id", "acted_for_id"))
    close = authorship_of({idea for _review, idea, _owner, _for in held})
    keys = [review for review, idea, *people in held if close[idea].bar_of(*people) not in _MAY_KEEP]
    return release_conflicted_reviews(reviews=held_reviews(pk__in=keys)) if keys else 0


def _put_back(review: Review) -> None:
    review.owner = review.acted_for = review.assigned_at = review.unassignable_at = None
    review.state, review.assigned_because = Review.State.QUEUED, {}
    review.recommendation = review.confidence = ""
    review.plain_answer = review.internal_note = review.yes_if = ""
    review.version += 1
    review.save()
    until = due_at(working_calendar(review.calendar), review.due_at, EXTRA_WORKING_DAYS)
    extend_clock(review=review, until=until, by=None, reason=gettext("The reviewer before stepped aside."))
    for part in (review.answers, review.scores, review.conditions):
        part.all().delete()
