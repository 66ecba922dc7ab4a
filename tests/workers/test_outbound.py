"""The way out against hostile names, addresses and receivers."""

import datetime as dt
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ideas.addresses import AddressRefused, Target, parse_target
from tests.workers.listeners import Listener, http, listening, saying
from workers import outbound
from workers.outbound import Busy, OutboundFailed, Slots, post

PUBLIC = "93.184.216.34"


@pytest.fixture
def canary() -> Iterator[Listener]:
    """A server inside that nobody may reach."""
    with listening(saying(http())) as listener:
        yield listener


def allowed(listener: Listener, path: str = "/hook") -> Target:
    return parse_target(listener.url(path), allowed_inside=[listener.allow])


def send(target: Target, **options: object) -> outbound.Reply:
    return post(target, body=b'{"a":1}', headers={"webhook-id": "one"}, **options)  # type: ignore[arg-type]


def test_post_sends_the_body_as_it_is_and_returns_the_answer() -> None:
    with listening(saying(http(202, b"taken", "Retry-After: 7"))) as listener:
        reply = send(allowed(listener, "/hook?sig=1"))

    head, _gap, body = listener.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /hook?sig=1 HTTP/1.1\r\n")
    assert f"host: 127.0.0.1:{listener.port}".encode() in head.lower()
    assert b"webhook-id: one" in head
    assert b"accept-encoding: identity" in head.lower()
    assert body == b'{"a":1}'
    assert (reply.status, reply.text, reply.retry_after) == (202, "taken", 7)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_post_follows_no_redirect(status: int, canary: Listener) -> None:
    with listening(saying(http(status, b"", f"Location: {canary.url()}"))) as listener:
        reply = send(allowed(listener))

    assert reply.status == status
    assert canary.connections == 0


def test_post_uses_no_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch, canary: Listener) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, canary.url(""))

    with listening(saying(http())) as listener:
        send(allowed(listener))

    assert canary.connections == 0


INNER = [
    ["127.0.0.1"],
    ["::1"],
    [PUBLIC, "127.0.0.1"],
    [PUBLIC, "::1"],
    ["::ffff:127.0.0.1"],
    ["64:ff9b::7f00:1"],
    ["2002:7f00:1::"],
    ["169.254.169.254"],
    ["100.64.0.1"],
    ["0.0.0.0"],  # noqa: S104
]


@pytest.mark.parametrize("addresses", INNER)
def test_post_to_name_that_leads_inside_connects_to_nothing(
    monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    monkeypatch.setattr(outbound, "is_own", lambda _address: False)
    dialled: list[object] = []
    monkeypatch.setattr(outbound.socket, "create_connection", lambda *args, **_options: dialled.append(args))

    with pytest.raises(AddressRefused):
        send(parse_target("https://hooks.example.org/x"), resolver=lambda _host, _port: addresses)

    assert dialled == []


def test_post_looks_a_name_up_once_and_connects_to_what_it_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hostile resolver answers with a public address first and with an inner one ever after."""
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    dialled: list[tuple[str, int]] = []

    def dial(address: tuple[str, int], **_options: object) -> socket.socket:
        dialled.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(outbound, "is_own", lambda _address: False)
    monkeypatch.setattr(outbound.socket, "create_connection", dial)

    with pytest.raises(OutboundFailed):
        send(parse_target("https://hooks.example.org/x"), resolver=lambda _host, _port: next(answers))

    assert dialled == [(PUBLIC, 443)]
    assert next(answers) == ["127.0.0.1"]


def test_post_to_an_address_of_this_machine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "is_own", lambda address: address == PUBLIC)

    with pytest.raises(AddressRefused):
        send(parse_target("https://hooks.example.org/x"), resolver=lambda _host, _port: [PUBLIC])


def test_is_own_knows_the_addresses_of_this_machine() -> None:
    assert outbound.is_own("127.0.0.1") is True


def test_post_to_name_that_takes_long_to_look_up_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_host: str, _port: int) -> list[str]:
        time.sleep(1)
        return [PUBLIC]

    began = time.monotonic()
    with pytest.raises(OutboundFailed, match="looked up in time"):
        send(parse_target("https://hooks.example.org/x"), resolver=slow, total_seconds=0.3)

    assert time.monotonic() - began < 0.9


def test_post_to_unknown_name_fails() -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise socket.gaierror

    with pytest.raises(OutboundFailed, match="could not be looked up"):
        send(parse_target("https://hooks.example.org/x"), resolver=unknown)


def drip(peer: socket.socket, beginning: bytes, drop: bytes) -> None:
    with suppress(OSError):
        peer.sendall(beginning)
        for _second in range(100):
            time.sleep(0.1)
            peer.sendall(drop)


@pytest.mark.parametrize(
    ("beginning", "drop"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Drop: 1\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"."),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n.\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["status line", "headers", "body", "chunks", "interim answers"],
)
def test_post_to_dripping_receiver_ends_at_its_deadline(beginning: bytes, drop: bytes) -> None:
    with listening(lambda peer, _request: drip(peer, beginning, drop)) as listener:
        began = time.monotonic()
        with pytest.raises(OutboundFailed):
            send(allowed(listener), total_seconds=0.6)

    assert time.monotonic() - began < 1.5


def test_post_to_receiver_that_never_answers_ends_at_its_deadline() -> None:
    with listening(lambda _peer, _request: time.sleep(2)) as listener, pytest.raises(OutboundFailed):
        send(allowed(listener), total_seconds=0.3)


def flood(peer: socket.socket, _request: bytes) -> None:
    with suppress(OSError):
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        while True:
            peer.sendall(b"a" * 65536)


def test_post_reads_no_more_than_64_kib() -> None:
    with listening(flood) as listener, pytest.raises(OutboundFailed, match="64 KiB"):
        send(allowed(listener))


def test_post_decompresses_nothing() -> None:
    squeezed = b"\x1f\x8b\x08\x00" + b"\x00" * 100
    with listening(saying(http(200, squeezed, "Content-Encoding: gzip"))) as listener:
        reply = send(allowed(listener))

    assert len(reply.text) == len(squeezed)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>hello</html>",
        b"HTTP/0.9 fine",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(200)) + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
    ],
    ids=["nothing", "http 0.9", "old version", "ssh", "no status", "many headers", "long header"],
)
def test_post_to_receiver_that_speaks_no_http_fails(answer: bytes) -> None:
    with listening(saying(answer)) as listener, pytest.raises(OutboundFailed):
        send(allowed(listener), total_seconds=3)


def certificate(folder: Path, name: str, *, days: int = 1) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return contexts of a server with a certificate for `name`, and of a client that trusts its maker."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    names: list[x509.GeneralName] = [x509.DNSName(name)]
    with suppress(ValueError):
        names = [x509.IPAddress(ipaddress.ip_address(name))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=10))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    client = ssl.create_default_context(cadata=made.public_bytes(serialization.Encoding.PEM).decode())
    return server, client


def secure(listener: Listener, host: str) -> Target:
    return Target("https", host, listener.port, "/hook", is_inner=True)


def at_home(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


def test_post_checks_the_certificate_against_the_name(tmp_path: Path) -> None:
    server, client = certificate(tmp_path, "hooks.example.org")

    with listening(saying(http()), tls=server) as listener:
        reply = send(secure(listener, "hooks.example.org"), resolver=at_home, tls=client)

    assert reply.status == 200
    assert f"Host: hooks.example.org:{listener.port}".encode() in listener.requests[0]


@pytest.mark.parametrize(
    ("name", "days"),
    [("other.example.org", 1), ("127.0.0.1", 1), ("hooks.example.org", -1)],
    ids=["another name", "the address alone", "expired"],
)
def test_post_to_receiver_with_wrong_certificate_sends_nothing(tmp_path: Path, name: str, days: int) -> None:
    server, client = certificate(tmp_path, name, days=days)

    with listening(saying(http()), tls=server) as listener, pytest.raises(OutboundFailed, match="certificate"):
        send(secure(listener, "hooks.example.org"), resolver=at_home, tls=client)

    assert listener.requests == []


def test_post_to_receiver_with_unknown_maker_of_certificates_fails(tmp_path: Path) -> None:
    server, _client = certificate(tmp_path, "hooks.example.org")

    with listening(saying(http()), tls=server) as listener, pytest.raises(OutboundFailed, match="certificate"):
        send(secure(listener, "hooks.example.org"), resolver=at_home)


def test_post_over_https_to_receiver_without_tls_fails() -> None:
    with listening(saying(http())) as listener, pytest.raises(OutboundFailed):
        send(secure(listener, "hooks.example.org"), resolver=at_home, total_seconds=1)


def test_slots_let_two_calls_to_one_receiver_run() -> None:
    slots = Slots()

    with slots.take(1), slots.take(1), pytest.raises(Busy), slots.take(1):
        pass


def test_slots_let_eight_calls_run_in_all() -> None:
    slots = Slots()

    with slots.take(1), slots.take(1), slots.take(2), slots.take(2), slots.take(3), slots.take(3), slots.take(4):
        with slots.take(4), pytest.raises(Busy), slots.take(5):
            pass
        with slots.take(5):
            pass


def test_no_other_module_opens_connections() -> None:
    """Everything that leaves over HTTP passes the one client."""
    rooms = Path(__file__).parents[2]
    words = ("import urllib3", "import requests", "import httpx", "urllib.request", "http.client", "create_connection")
    files = [file for room in ("ideas", "api", "workers", "frontend") for file in (rooms / room).rglob("*.py")]

    found = {file.relative_to(rooms).as_posix() for file in files if any(word in file.read_text() for word in words)}

    assert found == {"workers/outbound.py", "ideas/files/scanner.py"}
