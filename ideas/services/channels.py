"""Adds the messages that chat channels and webhooks get because of a fact.

Source: docs/notifications.md "Channels".
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ideas import outbox
from ideas.events import HOUSE_EVENT_TYPES, PUBLIC_EVENT_TYPES
from ideas.models import Endpoint, Event, Idea, Review
from ideas.outbox import Dispatch

# Slack takes one message a second and address, Teams' workflows are throttled earlier.
SPACING: Final = {Endpoint.Kind.SLACK.value: timedelta(seconds=1), Endpoint.Kind.TEAMS.value: timedelta(seconds=2)}


@transaction.atomic(savepoint=False)
def tell_channels_of(*, event_ids: Sequence[int]) -> int:
    """Add one message for each event and each channel or webhook that wants it; return how many messages are wanted.

    Messages to one chat channel are due one after another, so that its service takes them all. Of a confidential idea
    nobody outside hears anything. Running it again adds nothing. The endpoints are locked in order of their keys.
    """
    rows = Event.objects.filter(pk__in=event_ids, type__in=PUBLIC_EVENT_TYPES)
    rows = rows.filter(Q(idea__isnull=False) | Q(type__in=HOUSE_EVENT_TYPES))
    events = list(rows.exclude(idea__visibility=Idea.Visibility.CONFIDENTIAL).order_by("id"))
    wanted = _wanted(events) if events else []
    if not wanted:
        return 0
    keys = {endpoint.pk for _event, endpoint in wanted}
    locked = Endpoint.objects.filter(pk__in=keys, is_active=True).select_for_update(no_key=True).order_by("pk")
    slots = {endpoint.pk: _Slots(endpoint) for endpoint in locked}
    sent = [(event, slots[endpoint.pk]) for event, endpoint in wanted if endpoint.pk in slots]
    outbox.deliver_all([slot.next_for(event) for event, slot in sent])
    for slot in slots.values():
        slot.keep()
    return len(sent)


class _Slots:
    """When the next messages to one locked endpoint may go out."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._spacing = SPACING.get(endpoint.kind)
        self._now = timezone.now()

    def next_for(self, event: Event) -> Dispatch:
        """Return the delivery of `event`, due when the channel takes it; at once where nothing waits before it."""
        due_at = None
        if self._spacing is not None:
            slot = max(self._endpoint.free_at or self._now, self._now)
            self._endpoint.free_at = slot + self._spacing
            due_at = None if slot <= self._now else slot
        return Dispatch(event.pk, self._endpoint.kind, self._endpoint.pk, due_at)

    def keep(self) -> None:
        """Store until when the channel is taken."""
        if self._spacing is not None:
            Endpoint.objects.filter(pk=self._endpoint.pk).update(free_at=self._endpoint.free_at)


def _wanted(events: list[Event]) -> list[tuple[Event, Endpoint]]:
    """Return who listens to which event, endpoints in order of their keys. Two queries at most."""
    types = sorted({event.type for event in events})
    listening = list(Endpoint.objects.filter(is_active=True, event_types__overlap=types).order_by("pk"))
    if not listening:
        return []
    asked = _departments(events)
    return [
        (event, endpoint)
        for event in events
        for endpoint in listening
        if event.type in endpoint.event_types
        and (endpoint.department_id is None or endpoint.department_id in asked[event.pk])
    ]


def _departments(events: list[Event]) -> dict[int, set[int]]:
    """The departments that each fact concerns: the one of its review, else all that were asked; none for the house's."""
    rows = Review.objects.filter(idea__in=[event.idea_id for event in events])
    reviews = list(rows.values_list("pk", "idea_id", "department_id"))
    return {event.pk: {row[2] for row in reviews if _is_about(event, row)} for event in events}


def _is_about(event: Event, row: tuple[int, int, int]) -> bool:
    review_id = event.payload.get("review_id")
    return row[1] == event.idea_id and (not isinstance(review_id, int) or row[0] == review_id)
