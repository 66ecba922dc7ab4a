"""Missed promises of an idea, and what was said about them.

Source: docs/review-process.md 3.11.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from ideas.models import Apology, Idea, Promise
from ideas.routing.clock import due_at, local_day
from ideas.selectors.calendars import working_calendar
from ideas.selectors.escalated import missed_promises, promises_to_apologise_for


@dataclass(frozen=True)
class ApologyView:
    """What was said about missed promises in the present round, the first first.

    `missed`: a promise whose answer still lacks. `is_owed`: no apology names a day to come.
    """

    rows: Sequence[Apology]
    missed: Promise | None = None
    is_owed: bool = False

    @property
    def latest(self) -> Apology | None:
        """The one whose day counts now."""
        return self.rows[-1] if self.rows else None


def apologies_of(*, idea: Idea) -> ApologyView:
    """Return the missed promise of `idea` and what was said about it. At most five queries, two where none was missed.

    Of several that were missed the decision counts, because it settles the rest.
    """
    rows = list(
        Apology.objects.filter(promise__idea=idea, promise__round=idea.round)
        .select_related("promise__calendar", "by")
        .order_by("id")
    )
    missed = _first(missed_promises().filter(idea=idea))
    is_owed = missed is not None and promises_to_apologise_for().filter(pk=missed.pk).exists()
    return ApologyView(rows, missed, is_owed)


def furthest_day(*, promise: Promise) -> date:
    """Return the last day that an apology may name now: as many working days from today as were promised. One query."""
    calendar = working_calendar(promise.calendar)
    return local_day(calendar, due_at(calendar, timezone.now(), max(1, promise.working_days)))


def _first(rows: "QuerySet[Promise]") -> Promise | None:
    return rows.select_related("idea", "calendar").order_by("kind", "id").first()
