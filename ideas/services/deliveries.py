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
from typing import Final

from django.db import connection, transaction

from ideas.attention import given_up
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
# Deliveries of one consumer that are tried in one transaction where a backlog waits.
MOST_TOGETHER: Final = 50
_State = Delivery.State
_CLAIM: Final = """
    with asked as materialized (
        select id from delivery
        where id = %(id)s and (state = 'pending' or state = 'leased' and lease_until <= statement_timestamp())
          and due_at <= statement_timestamp()
          and attempts < case when consumer = any(%(outside)s) then %(tries_outside)s else %(tries_inside)s end
        for update skip locked),
    others as materialized (
        select id from delivery
        where consumer = (select consumer from delivery where id = %(id)s and consumer = any(%(together)s))
          and state = 'pending' and attempts = 0 and due_at <= statement_timestamp() and id <> %(id)s
        order by due_at, id limit %(most)s for update skip locked)
    update delivery set state = 'leased', attempts = delivery.attempts + 1, lease_token = %(token)s,
           lease_until = clock_timestamp() + make_interval(secs =>
               case when delivery.consumer = any(%(outside)s) then %(seconds_outside)s else %(seconds_inside)s end)
    from event
    where delivery.id in (select id from asked union all select id from others) and event.id = delivery.event_id
    returning delivery.id, event.id, event.event_id, event.type, event.schema_version, delivery.consumer,
              delivery.target_id, event.idea_id, event.actor_id, event.request_id, event.payload::json,
              delivery.attempts, delivery.lease_token
"""
_HOLD: Final = """
    select id from delivery where id = any(%s) and lease_token = %s and state = 'leased' order by id for no key update
"""
_DONE: Final = """
    update delivery set state = 'done', finished_at = clock_timestamp(), lease_token = null, lease_until = null,
           last_status = %s, last_error = null
    where id = any(%s)
"""


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


def claim_deliveries(*, delivery_id: int, together: frozenset[str]) -> list[Lease]:
    """Take a delivery for one try and, where its consumer is one of `together`, others of it that are due.

    Nothing is taken of what is finished, not due, or in other hands. A delivery whose tries are used up (the last of them
    killed its process) is given up here.

    The others (at most 49, the oldest first) were never tried before: what failed once, or killed its process, runs
    alone. They come also where the delivery itself is finished or in other hands. It is one statement, so that outside of
    a transaction the try is counted for good once this returns.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _CLAIM,
            {
                "id": delivery_id,
                "token": uuid.uuid4(),
                "outside": list(OUTSIDE_CONSUMERS),
                "together": list(together),
                "most": MOST_TOGETHER - 1,
                "seconds_inside": INSIDE_LEASE_SECONDS,
                "seconds_outside": OUTSIDE_LEASE_SECONDS,
                "tries_inside": max_attempts(""),
                "tries_outside": max_attempts("webhook"),
            },
        )
        leases = sorted((Lease(*row) for row in cursor.fetchall()), key=lambda lease: lease.delivery_id)
    if all(lease.delivery_id != delivery_id for lease in leases):
        _give_up_exhausted(delivery_id)
    return leases


@transaction.atomic
def _give_up_exhausted(delivery_id: int) -> None:
    due = Delivery.objects.due().filter(pk=delivery_id).select_related("event")
    row = due.select_for_update(skip_locked=True, of=("self",)).first()
    if row is not None and row.attempts >= max_attempts(row.consumer):
        _give_up(row, Failure(row.last_error or _UNDECIDED, status=row.last_status))


def finish_delivery(*, lease: Lease, effect: Callable[[Lease], None] | None = None, status: int | None = None) -> bool:
    """Mark a delivery as done, together with `effect`; False and nothing done when the lease was lost.

    Args:
        effect: writes rows only; it runs in the same transaction, so both happen or neither.
        status: what an outside receiver answered.
    """

    def effect_of_one(held: list[Lease]) -> None:
        if effect is not None:
            effect(held[0])

    return bool(finish_deliveries(leases=[lease], effect=effect_of_one, status=status))


@transaction.atomic
def finish_deliveries(
    *, leases: list[Lease], effect: Callable[[list[Lease]], None], status: int | None = None
) -> list[Lease]:
    """Mark deliveries of one claim as done, together with the one `effect` of them all; return those that were.

    Those whose lease was lost are left out. The others' rows stay locked until the end, in order of their keys.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [[lease.delivery_id for lease in leases], leases[0].token])
        kept = {row[0] for row in cursor.fetchall()}
    held = [lease for lease in leases if lease.delivery_id in kept]
    if len(held) < len(leases):
        logger.info(
            "%s of %s deliveries: the lease was lost, nothing was changed", len(leases) - len(held), len(leases)
        )
    if held:
        effect(held)
        with connection.cursor() as cursor:
            cursor.execute(_DONE, [status, sorted(kept)])
    return held


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
def take_unheard(*, limit: int = 500, head_start: timedelta = HEAD_START, is_outside: bool | None = None) -> list[Due]:
    """Return due deliveries that no worker seems to know of, oldest first, and note that the bell is rung for them now.

    The caller rings after this returns: rung earlier, a quick worker would find the rows locked and skip them.
    Several relays may ask at once; each delivery is given to one.

    Args:
        is_outside: only deliveries to the outside, or only those inside; None: all.
    """
    due = Delivery.objects.due() if is_outside is None else Delivery.objects.due().to_outside(is_outside)
    rows = list(
        due.unheard(older_than=head_start, rung_before=RING_AGAIN)
        .select_for_update(skip_locked=True)
        .order_by("due_at", "id")
        .only("pk", "consumer", "attempts")[:limit]
    )
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(rung_at=ClockTimestamp())
    return [Due(row.pk, row.consumer, was_tried=row.attempts > 0) for row in rows]


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
        Idea.objects.filter(pk=row.event.idea_id).update(needs_attention=given_up(row.consumer))


def _finish(row: Delivery, state: Delivery.State, *, status: int | None, error: str | None) -> None:
    Delivery.objects.filter(pk=row.pk).update(
        state=state,
        finished_at=ClockTimestamp(),
        lease_token=None,
        lease_until=None,
        last_status=status,
        last_error=error,
    )
