"""The one way out over HTTP: to a checked address, once, within one deadline.

The name is looked up once, every address it has is checked, and the connection goes to one of these addresses; certificate
and SNI are checked against the name. No redirect is followed, no proxy of the environment is used, no reply is decompressed.
Source: docs/adr/0005-own-outbound-client.md.
"""

import http.client
import io
import queue
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

from ideas.addresses import AddressRefused, Target, is_public

CONNECT_SECONDS: Final = 3.0
TOTAL_SECONDS: Final = 10.0
MAX_REPLY_BYTES: Final = 64 * 1024
MAX_LOOKUPS: Final = 8
PER_ENDPOINT: Final = 2
IN_ALL: Final = 8
_CHUNK_BYTES: Final = 16 * 1024
_USER_AGENT: Final = "Groundswell"

Resolver = Callable[[str, int], list[str]]


class OutboundFailed(Exception):
    """No usable answer came; the sentence says why, without the address."""


class Busy(Exception):
    """Enough calls to this receiver, or in all, run already."""


@dataclass(frozen=True)
class Reply:
    """What a receiver answered. `text`: the beginning of its body. `retry_after`: seconds it asked for."""

    status: int
    text: str
    retry_after: int | None
    duration_ms: int


class Slots:
    """Lets at most two calls to one endpoint and eight in all run at once in this process; nobody waits for a slot."""

    def __init__(self, *, per_key: int = PER_ENDPOINT, in_all: int = IN_ALL) -> None:
        self._per_key, self._in_all = per_key, in_all
        self._lock = threading.Lock()
        self._taken: Counter[int] = Counter()

    @contextmanager
    def take(self, key: int) -> Iterator[None]:
        """Hold a slot.

        Raises:
            Busy: there is none.
        """
        with self._lock:
            if self._taken[key] >= self._per_key or self._taken.total() >= self._in_all:
                raise Busy
            self._taken[key] += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken[key] -= 1


SLOTS: Final = Slots()


class Deadline:
    """The moment at which a call must be over."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def left(self, at_most: float = TOTAL_SECONDS) -> float:
        """Return the seconds that are left.

        Raises:
            OutboundFailed: none.
        """
        left = self._at - time.monotonic()
        if left <= 0:
            raise OutboundFailed("It took longer than allowed.")
        return min(left, at_most)


def look_up(host: str, port: int) -> list[str]:
    """Return the numeric addresses of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def post(
    target: Target,
    *,
    body: bytes,
    headers: Mapping[str, str],
    resolver: Resolver = look_up,
    total_seconds: float = TOTAL_SECONDS,
    tls: ssl.SSLContext | None = None,
) -> Reply:
    """Send `body` as JSON to `target` and return the answer, whatever its status.

    Raises:
        AddressRefused: the name leads to an address that may not be called; nothing was connected to.
        OutboundFailed: no connection, no valid certificate, no whole answer in time, or one larger than 64 KiB.
    """
    deadline = Deadline(total_seconds)
    began = time.monotonic()
    addresses = _checked_addresses(target, resolver, deadline)
    try:
        with _connected(target, addresses, deadline, tls) as wire:
            status, text, retry_after = _exchange(target, wire, body, headers)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise OutboundFailed(_why(error)) from error
    return Reply(status, text, retry_after, int((time.monotonic() - began) * 1000))


def _checked_addresses(target: Target, resolver: Resolver, deadline: Deadline) -> list[str]:
    addresses = _look_up_in_time(target, resolver, deadline)
    if not addresses:
        raise OutboundFailed("The name has no address.")
    if target.is_inner:
        return addresses
    # One address inside among several is enough to refuse: the next lookup may put it first.
    if not all(is_public(address) and not is_own(address) for address in addresses):
        raise AddressRefused("The name leads to an inner network.")
    return addresses


_lookups = threading.BoundedSemaphore(MAX_LOOKUPS)


def _look_up_in_time(target: Target, resolver: Resolver, deadline: Deadline) -> list[str]:
    """Look a name up in a thread: the system's resolver cannot be told how long it may take."""
    if not _lookups.acquire(blocking=False):
        raise OutboundFailed("Too many lookups of names hang already.")
    answer: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def run() -> None:
        try:
            answer.put(resolver(target.host, target.port))
        except (OSError, UnicodeError) as error:
            answer.put(error)
        finally:
            _lookups.release()

    threading.Thread(target=run, name="lookup", daemon=True).start()
    try:
        found = answer.get(timeout=deadline.left(CONNECT_SECONDS))
    except queue.Empty:
        raise OutboundFailed("The name could not be looked up in time.") from None
    if isinstance(found, Exception):
        raise OutboundFailed("The name could not be looked up.") from found
    return found


def is_own(address: str) -> bool:
    """Return whether `address` is one of this machine's: its route starts where it ends. No packet is sent."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect((address, 9))
        return str(probe.getsockname()[0]) == address
    return False


class _Socket(Protocol):
    def settimeout(self, seconds: float, /) -> None: ...
    def recv_into(self, buffer: memoryview, /) -> int: ...
    def send(self, data: memoryview, /) -> int: ...
    def close(self) -> None: ...


class _Reader(io.RawIOBase):
    """Reads from a wire; each read gets only the time that is left of the whole call."""

    def __init__(self, wire: "_Wire") -> None:
        self._wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self._wire.receive(buffer)


class _Wire:
    """A connected socket whose every step is bound by the call's deadline: a dripping receiver gains nothing."""

    def __init__(self, sock: _Socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline

    def sendall(self, data: bytes) -> None:
        """Send everything (what http.client calls)."""
        rest = memoryview(data)
        while rest:
            self._sock.settimeout(self._deadline.left())
            rest = rest[self._sock.send(rest[:_CHUNK_BYTES]) :]

    def receive(self, buffer: memoryview) -> int:
        """Read what is there into `buffer`; 0 at the end."""
        self._sock.settimeout(self._deadline.left())
        return self._sock.recv_into(buffer)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return a reader of the answer (what http.client calls)."""
        return io.BufferedReader(_Reader(self), _CHUNK_BYTES)

    def close(self) -> None:
        """Hang up."""
        self._sock.close()


@contextmanager
def _connected(target: Target, addresses: list[str], deadline: Deadline, tls: ssl.SSLContext | None) -> Iterator[_Wire]:
    with _dial(target, addresses, deadline) as plain:
        if target.scheme != "https":
            yield _Wire(plain, deadline)
            return
        with (tls or _tls()).wrap_socket(plain, server_hostname=target.host, do_handshake_on_connect=False) as secure:
            secure.settimeout(deadline.left())
            secure.do_handshake()
            yield _Wire(secure, deadline)


def _dial(target: Target, addresses: list[str], deadline: Deadline) -> socket.socket:
    """Connect to the first of the checked addresses that answers; together they get three seconds."""
    dialling = Deadline(deadline.left(CONNECT_SECONDS))
    failure: OSError = OSError()
    for address in addresses:
        try:
            return socket.create_connection((address, target.port), timeout=dialling.left(CONNECT_SECONDS))
        except OSError as error:
            failure = error
    raise failure


@cache
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _exchange(target: Target, wire: _Wire, body: bytes, headers: Mapping[str, str]) -> tuple[int, str, int | None]:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.auto_open = 0  # it must use the checked connection and never make one itself
    connection.sock = wire
    fixed = {
        "Host": target.authority,
        "User-Agent": _USER_AGENT,
        "Content-Type": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    connection.request("POST", target.path, body=body, headers={**headers, **fixed})
    answer = connection.getresponse()
    content = answer.read(MAX_REPLY_BYTES + 1)
    if len(content) > MAX_REPLY_BYTES:
        raise OutboundFailed("The answer is larger than 64 KiB.")
    return answer.status, content.decode("utf-8", "replace"), _seconds(answer.getheader("Retry-After"))


def _seconds(words: str | None) -> int | None:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) <= len("86400") else None


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"Its certificate is not valid for its name: {error.verify_message}."
    if isinstance(error, ssl.SSLError):
        return "No secure connection could be made."
    if isinstance(error, TimeoutError):
        return "It did not answer in time."
    if isinstance(error, http.client.HTTPException | ValueError):
        return f"Its answer is no proper HTTP ({type(error).__name__})."
    return f"It could not be reached ({type(error).__name__})."
