"""Several deliveries to one receiver that leave as one message, each with a lease of its own.

A chat service refuses whoever sends it a message for each of many facts. Source: docs/notifications.md "Channels".
"""

import uuid
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ideas.events import HOUSE_EVENT_TYPES, PUBLIC_EVENT_TYPES
from ideas.models import Delivery, Endpoint
from ideas.querysets.clock import ClockTimestamp
from ideas.querysets.deliveries import DeliveryQuerySet
from ideas.retries import REFUSALS, Failure, max_attempts
from ideas.services.channels import SPACING
from ideas.services.deliveries import OUTSIDE_LEASE_SECONDS, Lease, finish_delivery, park_delivery, put_back
from ideas.services.endpoint_tries import GIVEN_UP_AFTER

# More than so many that wait for one receiver go together.
SENT_ALONE: Final = 5
MOST_TOGETHER: Final = 100
_NOT_REFUSED: Final = Q(last_status__isnull=True) | ~Q(last_status__in=REFUSALS)


@transaction.atomic
def claim_companions(*, lease: Lease) -> list[Lease]:
    """Take what else waits for the receiver of `lease`, for one try; nothing while five or fewer wait in all.

    Taken is what is due, and what was never tried and only waits for its turn; at most 99, the oldest first. What the
    receiver refused before goes alone, so that a message it will not have keeps no other one back; so does what is about
    no idea.
    """
    own = Delivery.objects.filter(pk=lease.delivery_id, lease_token=lease.token)
    if (
        lease.event_type in HOUSE_EVENT_TYPES
        or lease.event_type not in PUBLIC_EVENT_TYPES
        or not own.filter(_NOT_REFUSED).exists()
    ):
        return []
    waiting = _waiting_beside(lease).select_related("event").select_for_update(skip_locked=True, of=("self",))
    rows = list(waiting.order_by("due_at", "id")[: MOST_TOGETHER - 1])
    return [_take(row) for row in rows] if len(rows) >= SENT_ALONE else []


def _waiting_beside(lease: Lease) -> "DeliveryQuerySet":
    wanted = Endpoint.objects.filter(pk=lease.target_id).values_list("event_types", flat=True).first()
    rows = Delivery.objects.filter(consumer=lease.consumer, target_id=lease.target_id, state=Delivery.State.PENDING)
    return rows.filter(
        Q(attempts=0) | Q(due_at__lte=ClockTimestamp()),
        _NOT_REFUSED,
        attempts__lt=max_attempts(lease.consumer),
        event__type__in=sorted(set(wanted or ()) - set(HOUSE_EVENT_TYPES)),
        event__occurred_at__gt=timezone.now() - GIVEN_UP_AFTER,
    )


def _take(row: Delivery) -> Lease:
    event, token = row.event, uuid.uuid4()
    Delivery.objects.filter(pk=row.pk).update(
        state=Delivery.State.LEASED,
        attempts=row.attempts + 1,
        lease_token=token,
        lease_until=ClockTimestamp() + timedelta(seconds=OUTSIDE_LEASE_SECONDS),
    )
    return Lease(
        delivery_id=row.pk,
        event_id=event.pk,
        event_uuid=event.event_id,
        event_type=event.type,
        schema_version=event.schema_version,
        consumer=row.consumer,
        target_id=row.target_id,
        idea_id=event.idea_id,
        actor_id=event.actor_id,
        request_id=event.request_id,
        payload=event.payload,
        attempts=row.attempts + 1,
        token=token,
    )


@transaction.atomic
def finish_together(*, leases: list[Lease]) -> int:
    """Mark all as done; return how many were still held.

    The turns that were kept for them are free: what comes next to their channel need not wait behind them.
    """
    for lease in leases[:1]:
        turn = timezone.now() + SPACING.get(lease.consumer, timedelta())
        Endpoint.objects.filter(pk=lease.target_id, free_at__gt=turn).update(free_at=turn)
    return sum(finish_delivery(lease=lease) for lease in leases)


@transaction.atomic
def put_back_together(*, leases: list[Lease], failure: Failure) -> int:
    """Make all due again later, each by its own tries; return how many were still held."""
    return sum(put_back(lease=lease, failure=failure) for lease in leases)


@transaction.atomic
def park_together(*, leases: list[Lease], seconds: int, reason: str) -> int:
    """Put all off without spending a try of any; return how many were still held."""
    return sum(park_delivery(lease=lease, seconds=seconds, reason=reason) for lease in leases)
