"""Runs deliveries, whoever asks: a Celery worker or the relay."""

import logging
from collections.abc import Hashable
from typing import Final

from django.db import connection

from ideas.correlation import request_id
from ideas.retries import Failure
from ideas.services.deliveries import (
    Lease,
    claim_deliveries,
    drop_delivery,
    finish_deliveries,
    finish_delivery,
    park_delivery,
    put_back,
)
from workers.failures import DeliveryFailed, DeliveryNotNeeded, DeliveryPostponed
from workers.queues import TOGETHER
from workers.registry import HANDLERS, KNOWN_SCHEMA_VERSION, Handler

logger = logging.getLogger(__name__)

_UNKNOWN_WAIT_SECONDS: Final = 60
_FIRST_TRY: Final = 1


def run_delivery(delivery_id: int) -> int:
    """Claim a delivery and try it once; return how many were tried, 0 when there was nothing to do.

    Where others of an inside consumer wait too, they are tried along with it, in one transaction. Should that fail, each
    is tried alone, so that a broken one costs the others nothing.

    Raises:
        Exception: whatever the handler raised unexpectedly, after the delivery was put back; of several one group.
    """
    leases = claim_deliveries(delivery_id=delivery_id, together=TOGETHER)
    errors: list[Exception] = []
    for group in _groups(leases):
        if len(group) == 1 or not _run_together(group):
            errors += _run_alone(group)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise ExceptionGroup(f"{len(errors)} deliveries failed", errors)
    return len(leases)


def _groups(leases: list[Lease]) -> list[list[Lease]]:
    """Return the deliveries that share one transaction; one that was tried before has its own."""
    groups: dict[Hashable, list[Lease]] = {}
    for lease in leases:
        handler = HANDLERS.get(lease.consumer)
        is_alone = handler is None or lease.attempts > _FIRST_TRY or lease.schema_version > KNOWN_SCHEMA_VERSION
        shared = (lease.consumer, None if handler is None else handler.group_of(lease))
        groups.setdefault(lease.delivery_id if is_alone else shared, []).append(lease)
    return list(groups.values())


def _run_together(leases: list[Lease]) -> bool:
    """Try deliveries of one consumer in one transaction; False where that failed and nothing was done."""
    handler: Handler = HANDLERS[leases[0].consumer]
    if handler.run_many is None:
        return False
    requests = {lease.request_id for lease in leases}
    token = request_id.set(requests.pop() if len(requests) == 1 else None)
    try:
        finish_deliveries(leases=leases, effect=handler.run_many)
    except Exception as error:
        if _database_is_away():
            raise
        logger.warning("%s deliveries to %s failed together: %s", len(leases), leases[0].consumer, type(error).__name__)
        return False
    finally:
        request_id.reset(token)
    return True


def _run_alone(leases: list[Lease]) -> list[Exception]:
    """Try each delivery in a transaction of its own; return what their handlers raised unexpectedly.

    Raises:
        OperationalError, InterfaceError: the database does not answer; the leases run out.
    """
    errors: list[Exception] = []
    for lease in leases:
        token = request_id.set(lease.request_id)
        try:
            _try(lease)
        except Exception as error:
            if _database_is_away():
                raise
            errors.append(error)  # the next one must run all the same
        finally:
            request_id.reset(token)
    return errors


def _database_is_away() -> bool:
    return connection.connection is None or connection.connection.closed


def _try(lease: Lease) -> None:
    try:
        _run(lease)
    except DeliveryNotNeeded as reason:
        drop_delivery(lease=lease, reason=str(reason))
    except DeliveryPostponed as postponed:
        park_delivery(lease=lease, seconds=postponed.seconds, reason=str(postponed))
    except DeliveryFailed as failed:
        logger.info("delivery %s to %s failed (try %s)", lease.delivery_id, lease.consumer, lease.attempts)
        put_back(lease=lease, failure=failed.failure)
    except Exception as error:
        put_back(lease=lease, failure=Failure(f"{type(error).__name__}: {error}"))
        raise


def _run(lease: Lease) -> None:
    handler = HANDLERS.get(lease.consumer)
    if handler is None or lease.schema_version > KNOWN_SCHEMA_VERSION:
        # A newer release wrote it; during an upgrade old workers must not use up its tries.
        raise DeliveryPostponed(seconds=_UNKNOWN_WAIT_SECONDS, reason="This release does not know such deliveries.")
    if handler.is_outside:
        handler.run(lease)
        finish_delivery(lease=lease)
    else:
        finish_delivery(lease=lease, effect=handler.run)
