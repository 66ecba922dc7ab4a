"""Finds what no delivery stands for any more, and says so where a coordinator sees it."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from ideas.models import Delivery, Idea
from ideas.querysets.clock import StatementTimestamp
from ideas.workflow import Stage

_GRACE = timedelta(minutes=10)


def flag_unrouted_ideas() -> int:
    """Mark submitted ideas that nobody routes: older than ten minutes, without reviews and without an open delivery.

    It happens when a delivery was cancelled by hand. Returns how many were marked.
    """
    waiting = Delivery.objects.unfinished().filter(event__idea_id=OuterRef("pk"), consumer="route")
    return Idea.objects.filter(
        ~Exists(waiting),
        stage=Stage.SUBMITTED,
        submitted_at__lt=StatementTimestamp() - _GRACE,
        routed_at__isnull=True,
        needs_attention="",
    ).update(needs_attention=_("Nobody routes this idea: its delivery is gone. Route it again."))
