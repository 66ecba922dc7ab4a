"""The live hub: one subscription to the broker for the whole process, and the sockets that follow each topic.

Sending to every socket through a channel layer costs thirty times more (docs/performance.md). Frames may be lost at any
point: pages resync by the versions they show. A hub belongs to one event loop.
"""

import asyncio
import contextlib
import json
import logging
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Final, Protocol

import redis.asyncio
from channels.db import database_sync_to_async
from django.conf import settings
from django.db import DatabaseError
from redis.exceptions import RedisError

from ideas.selectors.live import personal_topics
from ideas.selectors.sessions import sessions_in_force

logger = logging.getLogger(__name__)

LIVE_CHANNEL: Final = "live"
# At most five frames a second and topic: whoever watches a busy idea sees the latest figures, not each of them.
MIN_GAP_SECONDS: Final = 0.2
FIRST_WAIT_SECONDS: Final = 0.5
LONGEST_WAIT_SECONDS: Final = 10.0
# Pages that come back to a hub that hears again do not all ask at once.
RETURN_JITTER_SECONDS: Final = 10.0
# Rights that change are told at once; where that is lost, this often.
RECHECK_SECONDS: Final = 60.0
RECHECKED_TOGETHER: Final = 500
POLLING: Final = json.dumps({"type": "polling"})
LIVE: Final = json.dumps({"type": "live"})
RIGHTS_PREFIX: Final = "rights:"


@dataclass(frozen=True, slots=True)
class Frame:
    """What sockets of a topic are told, ready to be sent: it is written once, however many follow."""

    topic: str
    version: int
    text: str

    def named(self, name: str) -> str:
        """Return the text for a page that knows the topic by another name."""
        return self.text if name == self.topic else written({**json.loads(self.text), "t": name})


def written(frame: Mapping[str, object]) -> str:
    """Return a frame as it is sent."""
    return json.dumps(frame, separators=(",", ":"))


class Subscriber(Protocol):
    """What the hub needs of a socket. None of the methods may wait or raise."""

    def offer(self, frame: Frame) -> None:
        """Show the latest frame of a topic; an earlier one not sent yet is replaced."""

    def say(self, text: str, *, after_seconds: float = 0.0) -> None:
        """Send a word about the connection itself."""

    def recheck(self) -> None:
        """Look again whether its person may still be here."""

    @property
    def session_key(self) -> str:
        """The session by which its person came."""

    @property
    def topics(self) -> frozenset[str]:
        """The topics that it follows, by the hub's names."""


@dataclass
class _Topic:
    """The sockets of one topic, and the frame that waits for its gap to pass."""

    followers: set[Subscriber] = field(default_factory=set)
    sent_at: float = float("-inf")
    waiting: Frame | None = None
    timer: asyncio.TimerHandle | None = None


class Hub:
    """Topics → sockets of one process.

    Args:
        url: where the broker listens.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._topics: dict[str, _Topic] = {}
        self._sockets: dict[str, set[Subscriber]] = defaultdict(set)
        self._tasks: list[asyncio.Task[None]] = []
        self.hears = False

    async def start(self) -> None:
        """Begin to listen, without waiting for the broker: it may be away for hours."""
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._recheck_regularly())]

    async def stop(self) -> None:
        """Stop listening; sockets are closed by their server."""
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        for topic in self._topics.values():
            if topic.timer is not None:
                topic.timer.cancel()

    def enter(self, person: str, socket: Subscriber) -> int:
        """Count a person's socket in; return how many they have now."""
        self._sockets[person].add(socket)
        if not self.hears:
            socket.say(POLLING)
        return len(self._sockets[person])

    def leave(self, person: str, socket: Subscriber) -> None:
        """Forget a socket that is gone."""
        self._sockets[person].discard(socket)
        if not self._sockets[person]:
            del self._sockets[person]
        for name in [name for name, topic in self._topics.items() if socket in topic.followers]:
            self.unfollow(name, socket)

    def follow(self, name: str, socket: Subscriber) -> None:
        """Let `socket` hear of topic `name`; its right was checked before."""
        self._topics.setdefault(name, _Topic()).followers.add(socket)

    def unfollow(self, name: str, socket: Subscriber) -> None:
        """Stop telling `socket` of topic `name`."""
        topic = self._topics.get(name)
        if topic is None:
            return
        topic.followers.discard(socket)
        if not topic.followers and topic.timer is None:
            del self._topics[name]

    def follower_count(self, name: str) -> int:
        """Return how many sockets follow topic `name`."""
        topic = self._topics.get(name)
        return len(topic.followers) if topic is not None else 0

    def heard(self, data: bytes | str) -> None:
        """Take one frame from the broker; what cannot be read is dropped with a log line."""
        try:
            found = json.loads(data)
            frame = Frame(str(found["t"]), int(found["v"]), written(found))
        except (ValueError, KeyError, TypeError):
            logger.warning("a live frame could not be read and was dropped")
            return
        if frame.topic.startswith(RIGHTS_PREFIX):
            for socket in tuple(self._sockets.get(frame.topic.removeprefix(RIGHTS_PREFIX), ())):
                socket.recheck()
        elif frame.topic in self._topics:
            self._take(self._topics[frame.topic], frame)

    def _take(self, topic: _Topic, frame: Frame) -> None:
        """Send now, or keep the latest until the gap is over."""
        if topic.waiting is None or frame.version > topic.waiting.version:
            topic.waiting = frame
        if topic.timer is not None:
            return
        loop = asyncio.get_running_loop()
        rest = topic.sent_at + MIN_GAP_SECONDS - loop.time()
        if rest <= 0:
            self._send(frame.topic)
        else:
            topic.timer = loop.call_later(rest, self._send, frame.topic)

    def _send(self, name: str) -> None:
        topic = self._topics[name]
        topic.timer = None
        frame, topic.waiting = topic.waiting, None
        topic.sent_at = asyncio.get_running_loop().time()
        if frame is not None:
            for socket in tuple(topic.followers):
                socket.offer(frame)
        if not topic.followers:
            del self._topics[name]

    async def _recheck_regularly(self) -> None:
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            try:
                await self.recheck_everybody()
            except DatabaseError as error:
                logger.warning("the rights of open pages could not be looked at (%s)", type(error).__name__)

    async def recheck_everybody(self) -> None:
        """Let those sockets look at their rights again whose session or topics may not be theirs any more.

        Who that is takes three queries for hundreds of sockets; nearly always it is nobody.
        """
        sockets = self._everybody()
        for first in range(0, len(sockets), RECHECKED_TOGETHER):
            some = sockets[first : first + RECHECKED_TOGETHER]
            keys, topics = {one.session_key for one in some}, {topic for one in some for topic in one.topics}
            in_force, personal = await _look(frozenset(keys), frozenset(topics))
            for socket in some:
                if socket.session_key not in in_force or socket.topics & personal:
                    socket.recheck()

    async def _listen(self) -> None:
        wait = FIRST_WAIT_SECONDS
        while True:
            try:
                await self._hear_until_lost()
            except (RedisError, OSError) as error:
                wait = FIRST_WAIT_SECONDS if self.hears else min(wait * 2, LONGEST_WAIT_SECONDS)
                self._lost(error)
            await asyncio.sleep(wait * random.uniform(0.5, 1))  # noqa: S311 — spreads reconnects, guards nothing

    async def _hear_until_lost(self) -> None:
        client = redis.asyncio.Redis.from_url(
            self._url, socket_connect_timeout=1, health_check_interval=15, socket_keepalive=True
        )
        async with client, client.pubsub(ignore_subscribe_messages=True) as subscription:
            await subscription.subscribe(LIVE_CHANNEL)
            self._found()
            while True:
                message = await subscription.get_message(timeout=5)
                if message is not None:
                    self.heard(message["data"])

    def _found(self) -> None:
        self.hears = True
        for socket in self._everybody():
            socket.say(LIVE, after_seconds=random.uniform(0, RETURN_JITTER_SECONDS))  # noqa: S311 — spreads the load

    def _lost(self, error: Exception) -> None:
        if self.hears:
            logger.warning("the broker is away (%s); open pages poll until it is back", type(error).__name__)
        self.hears = False
        for socket in self._everybody():
            socket.say(POLLING)

    def _everybody(self) -> list[Subscriber]:
        return [socket for sockets in self._sockets.values() for socket in sockets]


@database_sync_to_async
def _look(keys: frozenset[str], topics: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    return sessions_in_force(keys=keys), personal_topics(topics=topics)


_hub: Hub | None = None


def hub() -> Hub:
    """Return the hub of this process; made when first asked for."""
    global _hub  # noqa: PLW0603 — one hub a process, started and stopped by its server
    if _hub is None:
        _hub = Hub(settings.REDIS_URL)
    return _hub


async def lifespan(
    _scope: object,
    receive: Callable[[], Awaitable[MutableMapping[str, object]]],
    send: Callable[[MutableMapping[str, object]], Awaitable[None]],
) -> None:
    """Start and stop the hub with its server. Source: ASGI specification, "Lifespan Protocol"."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await hub().start()
            await send({"type": "lifespan.startup.complete"})
        else:
            await hub().stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
