"""How deliveries are taken, finished, put back and given up.

A delivery is claimed in a transaction of its own, so that a try is counted even when it kills its process. Whoever holds
the lease's token may finish it; a late worker, whose lease ran out and was taken over, changes nothing.
All times are the database's. Source: docs/architecture.md "The outbox".
"""

import logging
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.models import Delivery, Idea
from ideas.outbox import Due
from ideas.querysets.clock import ClockTimestamp
from ideas.retries import OUTSIDE_CONSUMERS, Failure, max_attempts, next_wait, redact

logger = logging.getLogger(__name__)

OUTSIDE_LEASE_SECONDS = 60
# Inside, the row stays locked while the effect runs; the lease only has to bridge claim and effect.
INSIDE_LEASE_SECONDS = 15
# A delivery is left to the worker that heard of it at commit for 2 s, and rung for again after 30 s.
HEAD_START = timedelta(seconds=2)
RING_AGAIN = timedelta(seconds=30)
_UNDECIDED = "The process that tried it ended before it could say how it went."
_State = Delivery.State


@dataclass(frozen=True)
class Lease:
    """One try of one delivery, held by `token` for 15 (inside) or 60 seconds (outside). `attempts` counts this try."""

    delivery_id: int
    event_id: int
    event_uuid: uuid.UUID
    event_type: str
    schema_version: int
    consumer: str
    target_id: int
    idea_id: int | None
    actor_id: int | None
    request_id: uuid.UUID | None
    payload: dict[str, object]
    attempts: int
    token: uuid.UUID


@transaction.atomic
def claim_delivery(*, delivery_id: int) -> Lease | None:
    """Take a delivery for one try, in a transaction of its own; None when it is finished, not due, or in other hands.

    One whose tries are used up (the last of them killed its process) is given up here.
    """
    row = (
        Delivery.objects.due()
        .filter(pk=delivery_id)
        .select_related("event")
        .select_for_update(skip_locked=True, of=("self",))
        .first()
    )
    if row is None:
        return None
    if row.attempts >= max_attempts(row.consumer):
        _give_up(row, Failure(row.last_error or _UNDECIDED, status=row.last_status))
        return None
    lease = _lease(row, uuid.uuid4())
    seconds = OUTSIDE_LEASE_SECONDS if row.consumer in OUTSIDE_CONSUMERS else INSIDE_LEASE_SECONDS
    Delivery.objects.filter(pk=row.pk).update(
        state=_State.LEASED,
        attempts=lease.attempts,
        lease_token=lease.token,
        lease_until=ClockTimestamp() + timedelta(seconds=seconds),
    )
    return lease


def _lease(row: Delivery, token: uuid.UUID) -> Lease:
    event = row.event
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
def finish_delivery(*, lease: Lease, effect: Callable[[Lease], None] | None = None, status: int | None = None) -> bool:
    """Mark a delivery as done, together with `effect`; False and nothing done when the lease was lost.

    Args:
        effect: writes rows only; it runs in the same transaction, so both happen or neither.
        status: what an outside receiver answered.
    """
    row = _held(lease)
    if row is None:
        logger.info("delivery %s: the lease was lost, nothing was changed", lease.delivery_id)
        return False
    if effect is not None:
        effect(lease)
    _finish(row, _State.DONE, status=status, error=None)
    return True


@transaction.atomic
def drop_delivery(*, lease: Lease, reason: str) -> bool:
    """Cancel a delivery that nobody needs any more (right lost, endpoint stopped); False when the lease was lost."""
    row = _held(lease)
    if row is not None:
        _finish(row, _State.CANCELLED, status=None, error=redact(reason))
    return row is not None


@transaction.atomic
def park_delivery(*, lease: Lease, seconds: int, reason: str = "") -> bool:
    """Put a delivery off by `seconds` without spending a try; False when the lease was lost."""
    row = _held(lease)
    if row is not None:
        row.attempts -= 1
        _wait(row, seconds, Failure(reason))
    return row is not None


@transaction.atomic
def put_back(*, lease: Lease, failure: Failure) -> bool:
    """Make a failed delivery due again later, or give it up after its last try; False when the lease was lost.

    An inside delivery that is given up marks its idea as needing attention.
    """
    row = _held(lease)
    if row is None:
        return False
    chance = random.random()  # noqa: S311 — spreads retries, guards nothing
    seconds = next_wait(consumer=row.consumer, attempts=row.attempts, failure=failure, chance=chance)
    if seconds is None:
        _give_up(row, failure)
    else:
        _wait(row, seconds, failure)
    return True


@transaction.atomic
def take_unheard(*, limit: int = 500, head_start: timedelta = HEAD_START) -> list[Due]:
    """Return due deliveries that no worker seems to know of, oldest first, and note that the bell is rung for them now.

    The caller rings after this returns: rung earlier, a quick worker would find the rows locked and skip them.
    Several relays may ask at once; each delivery is given to one.
    """
    rows = list(
        Delivery.objects.due()
        .unheard(older_than=head_start, rung_before=RING_AGAIN)
        .select_for_update(skip_locked=True)
        .order_by("due_at", "id")
        .only("pk", "consumer")[:limit]
    )
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(rung_at=ClockTimestamp())
    return [Due(row.pk, row.consumer) for row in rows]


def _held(lease: Lease) -> Delivery | None:
    return (
        Delivery.objects.select_for_update(no_key=True)
        .filter(pk=lease.delivery_id, lease_token=lease.token, state=_State.LEASED)
        .first()
    )


def _wait(row: Delivery, seconds: float, failure: Failure) -> None:
    Delivery.objects.filter(pk=row.pk).update(
        state=_State.PENDING,
        attempts=row.attempts,
        due_at=ClockTimestamp() + timedelta(seconds=seconds),
        rung_at=None,
        lease_token=None,
        lease_until=None,
        last_status=failure.status,
        last_error=redact(failure.error),
    )


def _give_up(row: Delivery, failure: Failure) -> None:
    logger.error("delivery %s to %s was given up after %s tries", row.pk, row.consumer, row.attempts)
    _finish(row, _State.DEAD, status=failure.status, error=redact(failure.error))
    if row.consumer not in OUTSIDE_CONSUMERS and row.event.idea_id is not None:
        Idea.objects.filter(pk=row.event.idea_id).update(needs_attention=attention_sentence(row.consumer))


def attention_sentence(consumer: str) -> str:
    """Return what coordinators read on an idea whose delivery to `consumer` was given up."""
    sentences = {
        "route": _("Routing failed five times: the departments do not have it yet."),
        "assign": _("Finding a reviewer failed five times."),
        "notify": _("Telling people about it failed five times."),
        "announce": _("Announcing the decision failed five times."),
    }
    return sentences.get(consumer, _("A step of its handling failed five times."))


def _finish(row: Delivery, state: Delivery.State, *, status: int | None, error: str | None) -> None:
    Delivery.objects.filter(pk=row.pk).update(
        state=state,
        finished_at=ClockTimestamp(),
        lease_token=None,
        lease_until=None,
        last_status=status,
        last_error=error,
    )
