"""The request guard: nothing reaches a thread of the WSGI pool before it is whole and within its limits.

A slow client would hold a thread while it sends, and ten of them would stop the site. Behind a proxy the proxy's file in
deploy/ does the same.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from tempfile import SpooledTemporaryFile
from typing import Any

from config.refusals import (
    BODY_SECONDS,
    INCOMPLETE_BODY,
    MOST_PARAMETERS,
    PROBLEM_TYPE,
    TOO_BUSY,
    TOO_LARGE,
    TOO_MANY_PARAMETERS,
    TOO_SLOW,
    Refusal,
    announced_length,
    judge_head,
    new_request_id,
)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

SPOOL_BYTES = 256 * 1024
CHUNK_BYTES = 64 * 1024
LINGER_SECONDS = 2.0
MOST_WAITING = 300

log = logging.getLogger(__name__)


class RefusedError(Exception):
    """The request is answered by the guard itself."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class DisconnectedError(Exception):
    """The client is gone; there is nobody to answer."""


class RequestGuard:
    """ASGI layer in front of the WSGI bridge; passes on whole requests only.

    Args:
        body_seconds: how long the whole body may take to arrive.
        most_waiting: requests that may wait for a thread; more get 503.
    """

    def __init__(
        self, application: Application, *, body_seconds: float = BODY_SECONDS, most_waiting: int = MOST_WAITING
    ) -> None:
        self.application = application
        self.body_seconds = body_seconds
        self.most_waiting = most_waiting
        self.waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on one HTTP request."""
        # WSGI writes "-" and "_" alike: X_Forwarded_For would pass for the proxy's own header.
        scope["headers"] = [(name, value) for name, value in scope["headers"] if b"_" not in name]
        with SpooledTemporaryFile(max_size=SPOOL_BYTES) as spool:
            try:
                await self._take_in(scope, receive, spool)
            except DisconnectedError:
                return
            except RefusedError as refused:
                await _refuse(refused.refusal, receive, send)
                return
            await self._pass_on(scope, spool, receive, send)

    async def _take_in(self, scope: Scope, receive: Receive, spool: "SpooledTemporaryFile[bytes]") -> None:
        refusal = judge_head(scope["headers"], scope["query_string"])
        if refusal is None and self.waiting >= self.most_waiting:
            refusal = TOO_BUSY
        if refusal is not None:
            raise RefusedError(refusal)
        try:
            async with asyncio.timeout(self.body_seconds):
                await _read_body(scope, receive, spool)
        except TimeoutError:
            raise RefusedError(TOO_SLOW) from None

    async def _pass_on(self, scope: Scope, spool: "SpooledTemporaryFile[bytes]", receive: Receive, send: Send) -> None:
        spool.seek(0)
        self.waiting += 1
        try:
            await self.application(scope, _replay(spool, announced_length(scope["headers"]), receive), send)
        finally:
            self.waiting -= 1


async def _read_body(scope: Scope, receive: Receive, spool: "SpooledTemporaryFile[bytes]") -> None:
    announced = announced_length(scope["headers"])
    is_form = _is_urlencoded(scope)
    arrived = parameters = 0
    more = announced > 0
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise DisconnectedError
        chunk = message.get("body", b"")
        more = message.get("more_body", False)
        arrived += len(chunk)
        parameters += chunk.count(b"&") if is_form else 0
        if arrived > announced:
            raise RefusedError(TOO_LARGE)
        if parameters >= MOST_PARAMETERS:
            raise RefusedError(TOO_MANY_PARAMETERS)
        spool.write(chunk)
    if arrived < announced:
        raise RefusedError(INCOMPLETE_BODY)


def _is_urlencoded(scope: Scope) -> bool:
    content_type: bytes = dict(scope["headers"]).get(b"content-type", b"")
    return content_type.lower().startswith(b"application/x-www-form-urlencoded")


def _replay(spool: "SpooledTemporaryFile[bytes]", length: int, receive: Receive) -> Receive:
    """Return a `receive` that hands out the spooled body and after it what the client does next."""
    left = length
    is_done = False

    async def receive_spooled() -> Message:
        nonlocal left, is_done
        if is_done:
            return await receive()
        chunk = spool.read(CHUNK_BYTES)
        left -= len(chunk)
        is_done = left <= 0
        return {"type": "http.request", "body": chunk, "more_body": not is_done}

    return receive_spooled


async def _refuse(refusal: Refusal, receive: Receive, send: Send) -> None:
    request_id = new_request_id()
    log.info("request refused", extra={"code": refusal.code, "request_id": request_id})
    body = refusal.body(request_id)
    headers = [
        (b"content-type", PROBLEM_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"x-request-id", request_id.encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"default-src 'none'"),
        (b"connection", b"close"),
    ]
    if refusal is TOO_BUSY:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": True})
    if refusal is not INCOMPLETE_BODY:
        await _let_it_finish(receive)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _let_it_finish(receive: Receive) -> None:
    """Swallow what the client still sends, briefly: closing at once would reset the connection before it read the answer."""
    try:
        async with asyncio.timeout(LINGER_SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return
