"""Names of Celery's queues and tasks; imports nothing, because Celery reads it before Django is ready."""

from typing import Final

from ideas.retries import OUTSIDE_CONSUMERS

INSIDE_QUEUE: Final = "inside"
OUTSIDE_QUEUE: Final = "outside"
QUEUES: Final = (INSIDE_QUEUE, OUTSIDE_QUEUE)
# Consumers whose waiting deliveries are tried together; one ring is enough for `RING_EVERY` of them.
TOGETHER: Final = frozenset({"assign", "notify", "route"})
RING_EVERY: Final = 10
HANDLE_DELIVERY: Final = "workers.handle_delivery"


def queue_of(consumer: str) -> str:
    """Return the queue of a consumer: a slow receiver outside must not hold up routing."""
    return OUTSIDE_QUEUE if consumer in OUTSIDE_CONSUMERS else INSIDE_QUEUE
