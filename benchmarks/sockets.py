"""A light WebSocket client: a thousand of them must not cost more than the server that they measure.

Source: RFC 6455, sections 4.1 (handshake) and 5.2 (frames).
"""

import asyncio
import base64
import json
import os
from collections.abc import Callable, Sequence

TEXT, PING, PONG = 1, 9, 10
Heard = Callable[[int, float], None]


class Socket(asyncio.Protocol):
    """One open page: shakes hands, follows one topic, and tells `heard` each version that arrives, and when."""

    def __init__(self, handshake: bytes, subscribe: bytes, heard: Heard) -> None:
        self._handshake = handshake
        self._subscribe = subscribe
        self._heard = heard
        self._buffer = b""
        self.is_open = asyncio.get_running_loop().create_future()
        self.transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport
        transport.write(self._handshake)

    def data_received(self, data: bytes) -> None:
        now = asyncio.get_running_loop().time()
        self._buffer += data
        if not self.is_open.done() and not self._shake_hands():
            return
        while (text := self._take_frame()) is not None:
            version = json.loads(text).get("v") if text else None
            if version is not None:
                self._heard(version, now)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.is_open.done():
            self.is_open.set_exception(ConnectionError("closed during the handshake"))

    def _shake_hands(self) -> bool:
        head, separator, rest = self._buffer.partition(b"\r\n\r\n")
        if not separator:
            return False
        if not head.startswith(b"HTTP/1.1 101"):
            self.is_open.set_exception(ConnectionError(head.decode("latin-1")))
            return False
        self._buffer = rest
        if self.transport is not None:
            self.transport.write(self._subscribe)
        self.is_open.set_result(None)
        return True

    def _take_frame(self) -> bytes | None:
        """Return the next frame's content (empty for one that is no text), None when it is not all there."""
        if len(self._buffer) < 2:
            return None
        length, begins = self._buffer[1] & 0x7F, 2
        if length == 126:
            if len(self._buffer) < 4:
                return None
            length, begins = int.from_bytes(self._buffer[2:4], "big"), 4
        if len(self._buffer) < begins + length:
            return None
        kind = self._buffer[0] & 0x0F
        content, self._buffer = self._buffer[begins : begins + length], self._buffer[begins + length :]
        if kind == PING and self.transport is not None:
            self.transport.write(_frame(PONG, content))
        return content if kind == TEXT else b""


def masked(text: str) -> bytes:
    """Return a client's text frame; at most 125 bytes."""
    return _frame(TEXT, text.encode())


def _frame(kind: int, content: bytes) -> bytes:
    mask = os.urandom(4)
    return (
        bytes([0x80 | kind, 0x80 | len(content)]) + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(content))
    )


def handshake(*, port: int, origin: str, session: str) -> bytes:
    """Return the request that opens a socket."""
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        "GET /ws/ HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket", "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", f"Origin: {origin}", f"Cookie: sessionid={session}",
    ]  # fmt: skip
    return "\r\n".join([*lines, "", ""]).encode()


async def open_all(
    *, port: int, origin: str, sessions: Sequence[str], number: int, topic: str, heard: Heard
) -> list[Socket]:
    """Open sockets, a hundred at a time, and return them when all follow the topic."""
    loop, sockets = asyncio.get_running_loop(), []
    # Version -1 is older than any: the server answers with the present state, which says that the socket follows now.
    subscribe = masked(json.dumps({"type": "subscribe", "shown": {topic: -1}}))
    for first in range(0, number, 100):
        batch = []
        for each in range(first, min(first + 100, number)):
            shake = handshake(port=port, origin=origin, session=sessions[each % len(sessions)])
            _transport, one = await loop.create_connection(
                lambda shake=shake: Socket(shake, subscribe, heard), "127.0.0.1", port
            )
            batch.append(one)
        await asyncio.gather(*(one.is_open for one in batch))
        sockets += batch
    return sockets
