"""Which late answers an idea may go ahead without, and who says so.

Source: docs/review-process.md 3.11.
"""

from typing import Final

from django.db.models import DateField, DateTimeField, Exists, F, Func, OuterRef, QuerySet
from django.db.models.functions import Cast

from ideas.models import AnswerSet, Idea, Reminder, Review, User
from ideas.policies.deciders import deciders_of
from ideas.policies.reviews import OPEN_STATES
from ideas.workflow import OPEN_STAGES

LEGAL: Final = "legal"
SECURITY: Final = "security"
DATA_QUESTION: Final = "data"
SPECIAL_DATA: Final = frozenset({"special", "unknown"})  # what nobody knows may be special

# The day of a review's date on the clocks of its calendar.
DUE_DAY: Final = Cast(
    Func(F("calendar__time_zone"), F("due_at"), function="timezone", output_field=DateTimeField()), DateField()
)


def can_accept_risk(user: User, idea: Idea) -> bool:
    """Return whether `user` may let `idea` go ahead without a late answer: whoever decides it. At most nine queries."""
    return any(one.person == user for one in deciders_of(idea))


def may_go_without(review: Review) -> bool:
    """Return whether the answer of this department may be missing at all. At most one query.

    Never that of Legal, which alone says whether it is lawful, and never that of Security where special data are,
    or may be, involved. `review.department` must be loaded.
    """
    if review.department.slug == SECURITY:
        latest = AnswerSet.objects.filter(idea=review.idea_id).order_by("-id").first()
        return latest is None or latest.answers.get(DATA_QUESTION) not in SPECIAL_DATA
    return review.department.slug != LEGAL


def waiting_reviews() -> "QuerySet[Review]":
    """Return the open reviews of present rounds whose clock runs; unevaluated."""
    rows = Review.objects.filter(state__in=OPEN_STATES, paused_at__isnull=True, idea__stage__in=OPEN_STAGES)
    return rows.filter(round=F("idea__round"))


def escalated_reviews() -> "QuerySet[Review]":
    """Return the reviews that went up the whole ladder with their present date."""
    steps = Reminder.objects.filter(review=OuterRef("pk"), kind=Reminder.Kind.BOARD, on=OuterRef("due_on"))
    return waiting_reviews().annotate(due_on=DUE_DAY).filter(Exists(steps))
