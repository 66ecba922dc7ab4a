"""Runs one delivery, whoever asks: a Celery worker or the relay."""

import logging

from ideas.correlation import request_id
from ideas.retries import Failure
from ideas.services.deliveries import Lease, claim_delivery, drop_delivery, finish_delivery, park_delivery, put_back
from workers.failures import DeliveryFailed, DeliveryNotNeeded, DeliveryPostponed
from workers.registry import HANDLERS, KNOWN_SCHEMA_VERSION

logger = logging.getLogger(__name__)

_UNKNOWN_WAIT_SECONDS = 60


def run_delivery(delivery_id: int) -> bool:
    """Claim a delivery and try it once; False when there was nothing to do.

    Raises:
        Exception: whatever the handler raised unexpectedly, after the delivery was put back.
    """
    lease = claim_delivery(delivery_id=delivery_id)
    if lease is None:
        return False
    token = request_id.set(lease.request_id)
    try:
        _try(lease)
    finally:
        request_id.reset(token)
    return True


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
