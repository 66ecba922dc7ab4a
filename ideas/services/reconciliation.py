"""Finds what no delivery stands for any more, and puts it right or says so where a coordinator sees it.

Every function looks at the present state and may run twice, also at the same time.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from ideas.attention import Attention
from ideas.each import for_each
from ideas.models import Decision, Delivery, Idea, Review
from ideas.querysets.clock import StatementTimestamp
from ideas.services.assignment import assign_department
from ideas.services.decisions import announce_decision
from ideas.services.heartbeats import is_silent, note_heartbeat
from ideas.workflow import Stage

_ROUTING_GRACE = timedelta(minutes=10)
_ANNOUNCEMENT_GRACE = timedelta(minutes=2)
ASSIGNMENT = "assignment"
ASSIGN_EVERY_SECONDS = 600


def flag_unrouted_ideas() -> int:
    """Mark submitted ideas that nobody routes: older than ten minutes, without reviews and without an open delivery.

    It happens when a delivery was cancelled by hand. Returns how many were marked.
    """
    waiting = Delivery.objects.unfinished().filter(event__idea_id=OuterRef("pk"), consumer="route")
    return Idea.objects.filter(
        ~Exists(waiting),
        stage=Stage.SUBMITTED,
        submitted_at__lt=StatementTimestamp() - _ROUTING_GRACE,
        routed_at__isnull=True,
        needs_attention="",
    ).update(needs_attention=Attention.NOT_ROUTED)


def announce_overdue_decisions() -> int:
    """Announce decisions whose delivery did not do so within two minutes of their time; return how many."""
    due = StatementTimestamp() - _ANNOUNCEMENT_GRACE
    overdue = list(
        Decision.objects.filter(announced_at__isnull=True, announce_at__lt=due)
        .order_by("announce_at", "id")
        .values_list("pk", flat=True)[:100]
    )
    return for_each(overdue, _announce)


def _announce(decision_id: int) -> bool:
    announce_decision(decision_id=decision_id)
    return True


def assign_waiting_reviews() -> int:
    """Look every ten minutes for owners of reviews that wait: people return from absence without an event.

    Returns how many departments were looked at.
    """
    if not is_silent(process=ASSIGNMENT, for_seconds=ASSIGN_EVERY_SECONDS):
        return 0
    note_heartbeat(process=ASSIGNMENT)
    waiting = Review.objects.filter(state=Review.State.QUEUED).order_by("department_id")
    departments = list(waiting.values_list("department_id", flat=True).distinct())
    return for_each(departments, _assign)


def _assign(department_id: int) -> bool:
    assign_department(department_id=department_id)
    return True
