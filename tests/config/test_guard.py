"""The request guard against a real server, byte by byte."""

import json
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from a2wsgi import WSGIMiddleware

from config import http_protocol
from config.guard import RequestGuard
from config.http_protocol import BoundedHttpProtocol

Environ = dict[str, Any]


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def problem(self) -> dict[str, Any]:
        assert self.headers["content-type"] == "application/problem+json"
        problem: dict[str, Any] = json.loads(self.body)
        assert problem["status"] == self.status
        assert problem["type"] == "/problems/" + problem["code"].replace("_", "-")
        return problem


class Site:
    """A tiny WSGI program that tells what reached it."""

    def __init__(self) -> None:
        self.calls: list[Environ] = []
        self.bodies: list[bytes] = []
        self.port = 0

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.calls.append(environ)
        self.bodies.append(body)
        answer = b"x" * 4_000_000 if environ["PATH_INFO"] == "/large" else str(len(body)).encode()
        start_response("200 OK", [("Content-Length", str(len(answer)))])
        return [answer]

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def send(self, *parts: bytes, finish: bool = False) -> Reply:
        with self.connect() as connection:
            for part in parts:
                connection.sendall(part)
            if finish:
                connection.shutdown(socket.SHUT_WR)
            return read_reply(connection)


def read_reply(connection: socket.socket) -> Reply:
    with connection.makefile("rb") as stream:
        status = int(stream.readline().split()[1])
        headers = {}
        while (line := stream.readline().strip()) != b"":
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        return Reply(status, headers, stream.read(int(headers["content-length"])))


def head(method: str = "POST", path: str = "/", **headers: object) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"{name.replace('__', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    site = Site()
    guarded = RequestGuard(WSGIMiddleware(site, workers=2, send_queue_size=0), body_seconds=0.5)
    config = uvicorn.Config(
        guarded, port=0, http=BoundedHttpProtocol, lifespan="off", log_config=None, proxy_headers=False
    )
    program = uvicorn.Server(config)
    thread = threading.Thread(target=program.run)
    thread.start()
    while not program.started:
        time.sleep(0.01)
    site.port = program.servers[0].sockets[0].getsockname()[1]
    yield site
    program.should_exit = True
    thread.join()


@pytest.fixture
def site(server: Site) -> Site:
    server.calls.clear()
    server.bodies.clear()
    return server


def test_guard_whole_body_reaches_the_program_unchanged(site: Site) -> None:
    body = bytes(range(256)) * 900

    reply = site.send(head(Content__Length=len(body)), body[:1000], body[1000:])

    assert (reply.status, reply.body) == (200, b"230400")
    assert site.bodies == [body]


def test_guard_several_requests_on_one_connection_are_all_answered(site: Site) -> None:
    with site.connect() as connection:
        replies = []
        for _ in range(3):
            connection.sendall(head(Content__Length=2) + b"ab")
            replies.append(read_reply(connection).status)

    assert replies == [200, 200, 200]


def test_guard_chunked_body_gets_411(site: Site) -> None:
    reply = site.send(head(Transfer__Encoding="chunked"), b"2\r\nab\r\n0\r\n\r\n")

    assert (reply.status, reply.problem["code"]) == (411, "length_required")
    assert site.calls == []


@pytest.mark.parametrize(
    ("content_type", "length"),
    [
        ("application/json", 262_145),
        ("application/x-www-form-urlencoded", 262_145),
        ("multipart/form-data; boundary=b", 12_582_913),
    ],
)
def test_guard_announced_body_over_the_limit_gets_413_before_it_is_sent(
    site: Site, content_type: str, length: int
) -> None:
    reply = site.send(head(Content__Type=content_type, Content__Length=length))

    assert (reply.status, reply.problem["code"]) == (413, "too_large")
    assert site.calls == []


def test_guard_client_that_sends_a_large_body_anyway_reads_its_413(site: Site) -> None:
    with site.connect() as connection:
        connection.sendall(head(Content__Type="application/json", Content__Length=3_000_000))
        connection.sendall(b"x" * 3_000_000)
        reply = read_reply(connection)

    assert (reply.status, reply.problem["code"]) == (413, "too_large")


def test_guard_multipart_body_of_exactly_the_limit_is_passed_on(site: Site) -> None:
    body = b"m" * 12_582_912

    reply = site.send(head(Content__Type="multipart/form-data; boundary=b", Content__Length=len(body)), body)

    assert (reply.status, reply.body) == (200, b"12582912")


def test_guard_body_that_does_not_arrive_gets_408(site: Site) -> None:
    reply = site.send(head(Content__Length=10), b"abc")

    assert (reply.status, reply.problem["code"]) == (408, "request_timeout")
    assert site.calls == []


def test_guard_body_shorter_than_announced_gets_400(site: Site) -> None:
    reply = site.send(head(Content__Length=10), b"abc", finish=True)

    assert (reply.status, reply.problem["code"]) == (400, "incomplete_body")
    assert site.calls == []


def test_guard_client_that_hangs_up_within_its_body_reaches_nobody(site: Site) -> None:
    with site.connect() as connection:
        connection.sendall(head(Content__Length=10) + b"abc")
    time.sleep(0.7)

    assert site.send(head("GET")).status == 200
    assert len(site.calls) == 1


@pytest.mark.parametrize("length", ["ten", "-1", "+5", "1, 1", "99999999999999999999999"])
def test_guard_length_that_is_no_number_gets_400(site: Site, length: str) -> None:
    reply = site.send(head(Content__Length=length), b"a")

    assert reply.status == 400
    assert reply.problem["code"] in {"bad_length", "bad_request"}
    assert site.calls == []


def test_guard_header_of_33_kib_gets_431(site: Site) -> None:
    reply = site.send(head("GET", X__Long="a" * 33 * 1024))

    assert (reply.status, reply.problem["code"]) == (431, "headers_too_large")
    assert site.calls == []


def test_guard_101_headers_get_431_and_100_are_passed_on(site: Site) -> None:
    most = {f"X__{number}": "a" for number in range(99)}

    passed = site.send(head("GET", **most))
    refused = site.send(head("GET", **most, X__last="a"))

    assert passed.status == 200
    assert (refused.status, refused.problem["code"]) == (431, "headers_too_large")


def test_guard_endless_header_is_cut_off_with_431(site: Site) -> None:
    reply = site.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ", b"a" * 49 * 1024)

    assert (reply.status, reply.problem["code"]) == (431, "headers_too_large")


def test_guard_head_that_never_ends_is_closed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.2)

    with site.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: local")
        answer = connection.recv(100)

    assert answer == b""


def test_guard_header_with_underscore_is_dropped(site: Site) -> None:
    reply = site.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nX_Forwarded_For: 6.6.6.6\r\nX-Real: yes\r\n\r\n")

    assert reply.status == 200
    assert site.calls[0]["HTTP_X_REAL"] == "yes"
    assert "HTTP_X_FORWARDED_FOR" not in site.calls[0]


def test_guard_1001_query_parameters_get_400(site: Site) -> None:
    refused = site.send(head("GET", "/?" + "&".join(["a=1"] * 1001)))
    passed = site.send(head("GET", "/?" + "&".join(["a=1"] * 1000)))

    assert (refused.status, refused.problem["code"]) == (400, "too_many_parameters")
    assert passed.status == 200


def test_guard_1001_form_fields_get_400(site: Site) -> None:
    body = b"&".join([b"a=1"] * 1001)

    reply = site.send(head(Content__Type="application/x-www-form-urlencoded", Content__Length=len(body)), body)

    assert (reply.status, reply.problem["code"]) == (400, "too_many_parameters")
    assert site.calls == []


def test_guard_bytes_that_are_no_http_get_a_problem(site: Site) -> None:
    reply = site.send(b"\x16\x03\x01 hello\r\n\r\n")

    assert (reply.status, reply.problem["code"]) == (400, "bad_request")


def test_guard_ten_slow_senders_and_readers_do_not_stop_the_site(site: Site) -> None:
    slow = [site.connect() for _ in range(10)]
    for number, connection in enumerate(slow):
        connection.sendall(head("GET", "/large") if number % 2 else head(Content__Length=10) + b"a")

    started = time.monotonic()
    reply = site.send(head("GET"))
    took = time.monotonic() - started
    for connection in slow:
        connection.close()

    assert reply.status == 200
    assert took < 1
