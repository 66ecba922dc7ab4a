"""Tasks that run deliveries. An argument is never more than an id: everything is read again from the database."""

import logging
import time

from celery import Task, shared_task
from django.db import close_old_connections

from ideas.services.deliveries import MOST_TOGETHER, take_unheard
from ideas.services.heartbeats import WORKER, WORKER_OUTSIDE, note_heartbeat
from workers.execution import run_delivery
from workers.queues import HANDLE_DELIVERY, OUTSIDE_QUEUE
from workers.relay import doorbell

logger = logging.getLogger(__name__)

NOTE_SECONDS = 5.0
# How long one ring may go on with a backlog of its consumer.
GO_ON_SECONDS = 1.0
_noted_at = 0.0


@shared_task(name=HANDLE_DELIVERY, acks_late=True, ignore_result=True, bind=True)
def handle_delivery(self: "Task[[object], None]", delivery_id: object) -> None:
    """Try one delivery once, and a backlog of its consumer along with it; running it again after success does nothing.

    An id that is unknown, or none at all (anybody with the broker's password may send what he likes), is ignored.
    """
    if type(delivery_id) is not int:
        logger.warning("a task without a delivery's number was ignored")
        return
    # A connection that the server closed meanwhile is found out now, not in the middle of the delivery.
    close_old_connections()
    until = time.monotonic() + GO_ON_SECONDS
    while tried := run_delivery(delivery_id):
        _note_progress(_process_of(self))
        if tried < MOST_TOGETHER or time.monotonic() > until:
            break  # with fewer than that there is no backlog; and other consumers want their turn


def _process_of(task: "Task[[object], None]") -> str:
    """Return the name of the worker that runs `task`: each serves one queue."""
    message = task.request.delivery_info or {}
    return WORKER_OUTSIDE if message.get("routing_key") == OUTSIDE_QUEUE else WORKER


def _note_progress(process: str) -> None:
    """Say that this worker gets things done, at most every five seconds."""
    global _noted_at  # noqa: PLW0603 — one number for each process
    if time.monotonic() - _noted_at > NOTE_SECONDS:
        note_heartbeat(process=process)
        _noted_at = time.monotonic()


@shared_task(name="workers.sweep_deliveries", ignore_result=True)
def sweep_deliveries() -> None:
    """Ring again for deliveries that no worker seems to know of: the safety net beside the relay."""
    note_heartbeat(process=WORKER)
    doorbell.ring(take_unheard())


@shared_task(name="workers.note_outside", ignore_result=True)
def note_outside() -> None:
    """Say that the worker for what goes outside takes its tasks, also while nothing goes out."""
    note_heartbeat(process=WORKER_OUTSIDE)
