"""Advice that does not come by its date lapses; nothing waits for it.

Source: docs/review-process.md 3.11.
"""

from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ideas import outbox
from ideas.events.reminders import AdviceLapsed
from ideas.models import Idea, Review
from ideas.selectors.dated_tasks import advice
from ideas.services.assignment import queue_changed
from ideas.services.clocks import stop_clocks

MOST_AT_ONCE: Final = 200


@transaction.atomic
def lapse_advice() -> int:
    """Let the advice lapse whose date passed: "no comment by the date"; return how many, at most 200 a run.

    Nobody is told. A clock that stands keeps it open. Run twice, or twice at once, each lapses once.

    Emits: AdviceLapsed for each.
    """
    late = advice().filter(due_at__lte=timezone.now())
    keys = set(late.order_by("due_at", "id").values_list("idea_id", flat=True)[:MOST_AT_ONCE])
    if not keys:
        return 0
    ideas = Idea.objects.select_for_update(no_key=True, skip_locked=True).filter(pk__in=keys).order_by("pk")
    locked = list(ideas.values_list("pk", flat=True))
    rows = _lock(late.filter(idea__in=locked))
    Review.objects.filter(pk__in=[row.pk for row in rows]).update(state=Review.State.LAPSED)
    stop_clocks(reviews=rows, by=None)
    queues = {row.department_id: queue_changed(row.department) for row in rows}
    outbox.record_all(
        [AdviceLapsed(idea_id=row.idea_id, review_id=row.pk) for row in rows],
        live_changes=tuple(change for changes in queues.values() for change in changes),
    )
    return len(rows)


def _lock(rows: "QuerySet[Review]") -> list[Review]:
    locked = rows.select_related("department").select_for_update(of=("self",), no_key=True)
    return list(locked.order_by("pk"))
