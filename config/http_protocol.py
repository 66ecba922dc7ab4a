"""uvicorn's HTTP protocol, bounded: a head that is endless or never ends costs little and is answered.

uvicorn's parser keeps whatever headers a client sends, waits for ever for the rest of a head, and closes a connection
whose client has finished sending before the answer can be written.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from config.refusals import BAD_REQUEST, HEADERS_TOO_LARGE, PROBLEM_TYPE, Refusal, new_request_id

# The guard refuses above 32 KiB of headers exactly; here is the point where reading on would only cost memory.
MOST_HEAD_BYTES = 48 * 1024
HEAD_SECONDS = 30.0


class BoundedHttpProtocol(HttpToolsProtocol):
    """Counts and times the head of each request; keeps a half-closed connection open for its answer."""

    head_bytes = 0
    is_in_head = True
    head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock of the first head."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop_clock()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Feed the parser, as long as the head stays within its bound."""
        if self.is_in_head:
            self.head_bytes += len(data)
        super().data_received(data)
        if self.is_in_head and self.head_bytes > MOST_HEAD_BYTES and not self.transport.is_closing():
            self._answer(HEADERS_TOO_LARGE)

    def on_message_begin(self) -> None:
        """A head begins: the first of a connection or the next one on it."""
        if not self.is_in_head:
            self._await_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is whole; the guard takes over."""
        self.is_in_head = False
        self.head_bytes = 0
        self._stop_clock()
        super().on_headers_complete()

    def eof_received(self) -> bool | None:  # type: ignore[override]
        """The client sends no more: hand on what came, and keep the connection open while it is being answered."""
        if self.cycle is None or self.cycle.response_complete:
            return None
        if self.cycle.more_body:
            self.cycle.more_body = False
            self.cycle.message_event.set()
        self.cycle.keep_alive = False
        return True

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP with a problem instead of plain text."""
        self._answer(BAD_REQUEST)

    def handle_websocket_upgrade(self) -> None:
        """Hand over to the WebSocket protocol, which has timers of its own."""
        self._stop_clock()
        super().handle_websocket_upgrade()

    def _await_head(self) -> None:
        self.is_in_head = True
        self.head_bytes = 0
        self._stop_clock()
        self.head_timer = self.loop.call_later(HEAD_SECONDS, self._head_is_late)

    def _head_is_late(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()

    def _stop_clock(self) -> None:
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None

    def _answer(self, refusal: Refusal) -> None:
        request_id = new_request_id()
        body = refusal.body(request_id)
        head: list[Any] = [f"HTTP/1.1 {refusal.status} {refusal.title}", f"content-type: {PROBLEM_TYPE}"]
        head += [f"content-length: {len(body)}", f"x-request-id: {request_id}", "connection: close", "", ""]
        self.transport.write("\r\n".join(head).encode() + body)
        self.transport.close()
