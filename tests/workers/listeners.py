"""Small servers on loopback that answer as hostile or broken receivers do."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Answer = Callable[[socket.socket, bytes], None]


@dataclass
class Listener:
    """A server that keeps what it was sent. `connections` counts everybody who knocked."""

    port: int
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0

    @property
    def allow(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/hook", scheme: str = "http") -> str:
        return f"{scheme}://127.0.0.1:{self.port}{path}"


def saying(answer: bytes) -> Answer:
    """Answer every request with these bytes, then hang up."""

    def run(peer: socket.socket, _request: bytes) -> None:
        peer.sendall(answer)

    return run


def http(status: int = 200, body: bytes = b"ok", *headers: str) -> bytes:
    """Return a whole answer."""
    lines = [f"HTTP/1.1 {status} Words", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@contextmanager
def listening(answer: Answer, *, tls: ssl.SSLContext | None = None) -> Iterator[Listener]:
    """Run a server for as long as the block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        listener = Listener(server.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(server, listener, answer, tls), daemon=True)
        thread.start()
        yield listener
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)


def _serve(server: socket.socket, listener: Listener, answer: Answer, tls: ssl.SSLContext | None) -> None:
    while True:
        try:
            peer, _address = server.accept()
        except OSError:
            return
        listener.connections += 1
        threading.Thread(target=_talk, args=(peer, listener, answer, tls), daemon=True).start()


def _talk(peer: socket.socket, listener: Listener, answer: Answer, tls: ssl.SSLContext | None) -> None:
    with suppress(OSError, ssl.SSLError), peer:
        wire = tls.wrap_socket(peer, server_side=True) if tls else peer
        with wire:
            request = _read_request(wire)
            listener.requests.append(request)
            answer(wire, request)


def _read_request(wire: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += wire.recv(65536) or _ended()
    head, _gap, body = data.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
    )
    while len(body) < length:
        body += wire.recv(65536) or _ended()
    return head + b"\r\n\r\n" + body


def _ended() -> bytes:
    raise ConnectionError
