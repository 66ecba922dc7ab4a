"""Lets a worker notice that its broker was away while it was busy.

An acknowledgement that fails leaves its message counted as unfinished. Once as many are lost as the worker may hold, it asks
for no more, so it never meets the broken connection that would make it connect again: it looks alive and does nothing.
"""

import logging
from typing import Any, Final

from celery import bootsteps
from celery.worker import state

logger = logging.getLogger(__name__)

LOOK_SECONDS: Final = 5.0


class LostAcks(bootsteps.StartStopStep):
    """Looks every five seconds for messages that are neither worked on nor acknowledged, and connects again."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, consumer: Any, **options: Any) -> None:
        super().__init__(consumer, **options)
        self._timer: Any = None
        self._seen: frozenset[str] = frozenset()

    def start(self, consumer: Any) -> None:
        """Begin to look; a new connection begins with nothing unfinished."""
        self._seen = frozenset()
        self._timer = consumer.timer.call_repeatedly(LOOK_SECONDS, self.look, (consumer,))

    def stop(self, consumer: Any) -> None:
        """Stop looking."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def look(self, consumer: Any) -> None:
        """Compare the unfinished messages with the requests in hand.

        Raises:
            ConnectionResetError: some were unfinished at two looks and nobody works on them; Celery connects again.
        """
        unfinished = unfinished_of(consumer.task_consumer.channel.qos)
        lost = len(self._seen & unfinished) - len(state.reserved_requests)
        self._seen = unfinished
        if lost > 0:
            logger.warning("%s acknowledgements were lost with the broker; connecting again", lost)
            raise ConnectionResetError("acknowledgements were lost")


def unfinished_of(qos: Any) -> frozenset[str]:
    """Return the tags of messages that were taken and not acknowledged."""
    return frozenset(qos._delivered) - frozenset(qos._dirty)
