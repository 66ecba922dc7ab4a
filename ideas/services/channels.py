"""Adds the messages that chat channels and webhooks get because of a fact.

Source: docs/notifications.md "Channels".
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ideas import outbox
from ideas.events import PUBLIC_EVENT_TYPES
from ideas.models import Endpoint, Event, Idea, Review

# Slack takes one message a second and address, Teams' workflows are throttled earlier.
SPACING: Final = {Endpoint.Kind.SLACK.value: timedelta(seconds=1), Endpoint.Kind.TEAMS.value: timedelta(seconds=2)}


@transaction.atomic
def tell_channels(*, event_id: int) -> int:
    """Add one message for each channel and webhook that wants this event; return how many want it.

    Messages to one chat channel are due one after another, so that its service takes them all. Of a confidential idea
    nobody outside hears anything. Running it again adds nothing.
    """
    event = Event.objects.select_related("idea").get(pk=event_id)
    if event.type not in PUBLIC_EVENT_TYPES or event.idea is None:
        return 0
    if event.idea.visibility == Idea.Visibility.CONFIDENTIAL:
        return 0
    wanted = list(_listening(event).select_for_update(no_key=True).order_by("pk"))
    for endpoint in wanted:
        outbox.deliver(event_id=event.pk, consumer=endpoint.kind, targets=[endpoint.pk], due_at=_slot(endpoint))
    return len(wanted)


def _listening(event: Event) -> "QuerySet[Endpoint]":
    rows = Endpoint.objects.filter(is_active=True, event_types__contains=[event.type])
    return rows.filter(Q(department__isnull=True) | Q(department__in=_departments(event)))


def _departments(event: Event) -> "QuerySet[Review, int]":
    """The departments that the fact concerns: the one of its review, else all that were asked."""
    asked = Review.objects.filter(idea__events=event)
    review_id = event.payload.get("review_id")
    if isinstance(review_id, int):
        asked = asked.filter(pk=review_id)
    return asked.values_list("department_id", flat=True)


def _slot(endpoint: Endpoint) -> datetime | None:
    """Return when the next message to `endpoint` may go out, and keep that time for it; None: at once."""
    spacing = SPACING.get(endpoint.kind)
    if spacing is None:
        return None
    now = timezone.now()
    slot = max(endpoint.free_at or now, now)
    Endpoint.objects.filter(pk=endpoint.pk).update(free_at=slot + spacing)
    return None if slot <= now else slot
