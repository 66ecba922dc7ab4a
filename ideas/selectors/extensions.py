"""How much more time a late review may get, and what its author was promised.

Source: docs/review-process.md 3.11.
"""

from datetime import date, datetime

from django.utils import timezone

from ideas.models import Promise, Review
from ideas.routing.clock import due_at, local_day, working_days_between
from ideas.selectors.calendars import working_calendar


def furthest_extension(*, review: Review) -> date:
    """Return the last day to which `review` may be extended now: as many working days from today as it had, at least one.

    Two queries.
    """
    calendar = working_calendar(review.calendar)
    window = max(1, working_days_between(calendar, review.opened_at, review.due_at))
    return local_day(calendar, due_at(calendar, timezone.now(), window))


def promised_at(*, review: Review) -> datetime | None:
    """Return by when the author was promised a decision in the round of `review`; None where nothing was. One query."""
    rows = Promise.objects.filter(idea=review.idea_id, round=review.round, kind=Promise.Kind.DECISION)
    return rows.values_list("due_at", flat=True).first()
