"""The socket of one open page: joins topics it may follow, forwards frames, decides nothing.

Source of the limits: RFC 6455 close codes 4000–4999 are the application's; docs/architecture.md "How a page stays true".
"""

import asyncio
import contextlib
import json
import time
from collections import deque
from collections.abc import Awaitable
from typing import Any, Final

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.contrib.auth import get_user
from django.http import HttpRequest

from frontend.eager import begun
from frontend.hub import Frame, hub, written
from frontend.live_topics import MAX_TOPICS, frame_of, shown_versions
from ideas.models import User
from ideas.selectors.live import changes_of, changes_since

SIGNED_OUT: Final = 4401
BAD_MESSAGE: Final = 4400
TOO_MANY: Final = 4429
COME_BACK: Final = 1012  # RFC 6455's registry: service restart; the page connects again

MAX_SOCKETS: Final = 5
MAX_MESSAGES: Final = 20
MESSAGES_WINDOW_SECONDS: Final = 10.0
RECYCLE_SECONDS: Final = 8 * 60 * 60.0


class LiveConsumer(AsyncWebsocketConsumer):
    """One socket. Its person is looked up again when their rights change, and where the hub has doubts, once a minute."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.person: User | None = None
        self._entered_as = ""
        self._topics: dict[str, str] = {}
        self._pending: dict[str, str] = {}
        self._arrivals: deque[float] = deque(maxlen=MAX_MESSAGES)
        self._sending: asyncio.Task[None] | None = None
        self._recycling: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, *arguments: Any) -> None:
        """Serve one socket to its end; however it ends, the hub forgets it."""
        try:
            await super().__call__(*arguments)
        finally:
            self._leave()

    async def connect(self) -> None:
        await self.accept()
        self.person = await _person_of(self.scope["session"])
        if self.person is None:
            await self._end(SIGNED_OUT)
            return
        self._entered_as = str(self.person.public_id)
        if hub().enter(self._entered_as, self) > MAX_SOCKETS:
            await self._end(TOO_MANY)
            return
        self._recycling = asyncio.get_running_loop().call_later(RECYCLE_SECONDS, self._run_end)

    def _leave(self) -> None:
        if self._entered_as:
            hub().leave(self._entered_as, self)
        self._entered_as = ""
        if self._recycling is not None:
            self._recycling.cancel()
        for task in (self._sending, *self._tasks):
            if task is not None and task is not asyncio.current_task():
                task.cancel()

    async def _end(self, code: int) -> None:
        """Close; what the page sent before it heard of that is not looked at any more."""
        self.person = None
        await self.close(code=code)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Take one message of the page; what is no JSON object is ignored, but counts towards the limit."""
        if self.person is None:
            return
        if self._is_flooding():
            await self._end(TOO_MANY)
        elif bytes_data is not None:
            await self._end(BAD_MESSAGE)
        else:
            await self._obey(self.person, _parsed(text_data))

    def _is_flooding(self) -> bool:
        now = time.monotonic()
        is_full = len(self._arrivals) == MAX_MESSAGES
        oldest = self._arrivals[0] if is_full else float("-inf")
        self._arrivals.append(now)
        return is_full and now - oldest < MESSAGES_WINDOW_SECONDS

    async def _obey(self, person: User, message: dict[str, Any] | None) -> None:
        if message is None:
            return
        kind = message.get("type")
        if kind == "subscribe":
            await self._subscribe(person, message.get("shown"))
        elif kind == "resync":
            await self._resync(person, message.get("shown"))
        else:
            await self._end(BAD_MESSAGE)

    async def _subscribe(self, person: User, shown: object) -> None:
        """Follow those topics of a page that the person may follow, and tell what it lacks; others are met with silence.

        A page names all its topics at once: one question to the database instead of one for each.
        """
        versions = shown_versions(shown)
        if versions is None:
            return
        found = await database_sync_to_async(changes_of)(viewer=person, topics=frozenset(versions))
        for name, change in found.items():
            if change.topic not in self._topics and len(self._topics) >= MAX_TOPICS:
                return
            self._topics[change.topic] = name
            hub().follow(change.topic, self)
            if change.version > versions[name]:
                self._queue(name, written(frame_of(name, change)))

    async def _resync(self, person: User, shown: object) -> None:
        versions = shown_versions(shown)
        if versions is None:
            return
        for name, change in (await database_sync_to_async(changes_since)(viewer=person, shown=versions)).items():
            self._queue(name, written(frame_of(name, change)))

    def offer(self, frame: Frame) -> None:
        """Show the latest frame of a topic under the name that the page knows it by."""
        name = self._topics.get(frame.topic)
        if name is not None:
            self._queue(name, frame.named(name))

    def say(self, text: str, *, after_seconds: float = 0.0) -> None:
        """Send a word about the connection itself, perhaps a little later."""
        self._run(self._say(text, after_seconds))

    @property
    def session_key(self) -> str:
        """The session by which the person came."""
        return str(self.scope["session"].session_key)

    @property
    def topics(self) -> frozenset[str]:
        """The topics that the page follows, by the hub's names."""
        return frozenset(self._topics)

    def recheck(self) -> None:
        """Look again at once whether the person may still be here, and follow what they follow."""
        self._run(self._recheck())

    def _queue(self, name: str, text: str) -> None:
        """Send at once, or keep only the latest frame of each topic: a slow reader costs no memory and holds up nobody."""
        if self._sending is not None and not self._sending.done():
            self._pending[name] = text
            return
        # A connection that is gone says so here before its `disconnect` arrives.
        with contextlib.suppress(OSError, RuntimeError):
            rest = begun(self._send_text(text))
            if rest is not None:
                self._sending = asyncio.create_task(self._send_rest(rest))

    async def _send_rest(self, rest: Awaitable[None]) -> None:
        with contextlib.suppress(OSError, RuntimeError):
            await rest
            while self._pending:
                await self._send_text(self._pending.pop(next(iter(self._pending))))

    async def _say(self, text: str, after_seconds: float) -> None:
        await asyncio.sleep(after_seconds)
        await self._send_text(text)

    async def _send_text(self, text: str) -> None:
        await self.base_send({"type": "websocket.send", "bytes": None, "text": text})

    def _run(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _run_end(self) -> None:
        self._run(self._end(COME_BACK))

    async def _recheck(self) -> None:
        """Close when the session is over; drop the topics that the person may no longer follow."""
        current = await _person_of(self.scope["session"])
        if self.person is None:
            return  # it ended meanwhile
        if current is None:
            await self._end(SIGNED_OUT)
            return
        self.person = current
        names = frozenset(self._topics.values())
        allowed = await database_sync_to_async(changes_of)(viewer=current, topics=names)
        for topic, name in tuple(self._topics.items()):
            if name not in allowed:
                del self._topics[topic]
                hub().unfollow(topic, self)


def _parsed(text: str | None) -> dict[str, Any] | None:
    try:
        message = json.loads(text or "")
    except ValueError:
        return None
    return message if isinstance(message, dict) else None


@database_sync_to_async
def _person_of(session: Any) -> User | None:
    """Return the active person of a stored session, read anew; None when it ended."""
    fresh = session.__class__(session.session_key)
    request = HttpRequest()
    request.session = fresh
    person = get_user(request)
    return person if isinstance(person, User) and person.is_active else None
