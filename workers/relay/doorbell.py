"""Tells workers and open pages that something is there, as long as the broker answers.

Nothing depends on it: a bell that is not heard makes things later, never lost. After a failure the broker is left
alone for five seconds, so that a dead one costs a process one short wait, not every request.
"""

import json
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import redis
from celery import current_app
from django.conf import settings
from kombu.exceptions import KombuError

from ideas.outbox import Due, Fact
from ideas.realtime import LiveChange
from workers.queues import HANDLE_DELIVERY, RING_EVERY, TOGETHER, queue_of

logger = logging.getLogger(__name__)

LIVE_CHANNEL = "live"
OPEN_SECONDS = 5.0
# A doorbell that nobody heard for a minute is stale: the relay has rung again.
EXPIRES_SECONDS = 60
# More rings than this would be for deliveries that are waiting already; the worker would answer each in vain.
CROWDED = 100
_CONNECT_SECONDS = 1
_ANSWER_SECONDS = 2
BROKER_ERRORS = (KombuError, redis.RedisError, OSError)


class Breaker:
    """Keeps calls away from something that failed, for `open_seconds`; then lets a single one try."""

    def __init__(self, *, open_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._open_seconds = open_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._closed = True
        self._try_at = 0.0

    @property
    def is_closed(self) -> bool:
        """Whether the last call succeeded."""
        return self._closed

    def may_pass(self) -> bool:
        """Say whether a call may be made now; while open, one caller in `open_seconds` is let through."""
        if self._closed:
            return True
        with self._lock:
            if self._clock() < self._try_at:
                return False
            self._try_at = self._clock() + self._open_seconds
            return True

    def succeeded(self) -> None:
        """Let everybody through again."""
        self._closed = True

    def failed(self) -> bool:
        """Open; True when it was closed before, so that a failure is logged once."""
        with self._lock:
            was_closed, self._closed = self._closed, False
            self._try_at = self._clock() + self._open_seconds
            return was_closed


BREAKER = Breaker(open_seconds=OPEN_SECONDS)


def ring_for(*, fact: Fact, **_signal: Any) -> None:
    """Ring for what was committed (the receiver of `facts_committed`); a broker that is away costs next to nothing."""
    ring(fact.due)
    publish_live(fact.live_changes)


def ring(due: Sequence[Due], *, breaker: Breaker = BREAKER) -> bool:
    """Tell the workers of these deliveries; False when the broker could not be told."""
    return _guarded(lambda: _publish_tasks(due), breaker) if due else True


def publish_live(changes: Sequence[LiveChange], *, breaker: Breaker = BREAKER) -> bool:
    """Tell open pages of these changes; False when the broker could not be told."""
    return _guarded(lambda: _publish_frames(changes), breaker) if changes else True


def is_heard(*, breaker: Breaker = BREAKER) -> bool:
    """Say whether the broker answered the last time."""
    return breaker.is_closed


def is_crowded(queue: str, *, breaker: Breaker = BREAKER) -> bool:
    """Say whether the worker of `queue` has enough rings to answer; a broker that does not tell counts as free."""
    lengths: list[int] = []
    _guarded(lambda: lengths.append(int(_client().llen(queue))), breaker)
    return sum(lengths) >= CROWDED


def _guarded(call: Callable[[], None], breaker: Breaker) -> bool:
    if not breaker.may_pass():
        return False
    try:
        call()
    except BROKER_ERRORS as error:
        if breaker.failed():
            logger.warning("the broker does not answer (%s); deliveries wait for the relay", type(error).__name__)
        return False
    breaker.succeeded()
    return True


def _publish_tasks(due: Sequence[Due]) -> None:
    with current_app.producer_or_acquire() as producer:
        for one in _worth_ringing(due):
            current_app.send_task(
                HANDLE_DELIVERY,
                (one.delivery_id,),
                queue=queue_of(one.consumer),
                producer=producer,
                retry=False,
                expires=EXPIRES_SECONDS,
            )


def _worth_ringing(due: Sequence[Due]) -> list[Due]:
    """Return those of `due` to ring for: of those that workers try together the first of each ten, of others all.

    What was tried before is not taken along by another one, so each of those has a ring of its own.
    """
    counts: Counter[str] = Counter()
    wanted = []
    for one in due:
        is_shared = one.consumer in TOGETHER and not one.was_tried
        if not is_shared or counts[one.consumer] % RING_EVERY == 0:
            wanted.append(one)
        counts[one.consumer] += is_shared
    return wanted


def _publish_frames(changes: Sequence[LiveChange]) -> None:
    with _client().pipeline(transaction=False) as pipeline:
        for change in changes:
            pipeline.publish(LIVE_CHANNEL, json.dumps(change.as_frame(), separators=(",", ":")))
        pipeline.execute()


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=_CONNECT_SECONDS, socket_timeout=_ANSWER_SECONDS
    )
