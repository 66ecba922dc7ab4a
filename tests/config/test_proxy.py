"""The proxy's file does in front of the split form what the request guard does on one port. Needs nginx on the PATH."""

import datetime as dt
import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from config.engine_files import free_port

ROOT = Path(__file__).resolve().parents[2]
NGINX = os.environ.get("NGINX") or shutil.which("nginx")
pytestmark = pytest.mark.skipif(
    NGINX is None, reason="there is no nginx; bin/test fetches one where apt-get may, NGINX=/path/to/nginx names one"
)


class Upstream(BaseHTTPRequestHandler):
    """Stands for the web service, and remembers what reached it."""

    seen: list[tuple[dict[str, str], bytes]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.seen.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def certificate(folder: Path) -> ssl.SSLContext:
    """Make a certificate for localhost in `folder`, and return the context of a client that trusts it alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + dt.timedelta(days=1)
    )
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    signed = made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    (folder / "fullchain.pem").write_bytes(signed)
    (folder / "privkey.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return ssl.create_default_context(cadata=signed.decode())


def nginx_settings(folder: Path, upstream: int, port: int) -> Path:
    values = {"SITE_ADDRESS": "localhost", "HTTP_PORT": f"127.0.0.1:{free_port()}", "HTTPS_PORT": f"127.0.0.1:{port}"}
    values |= {"WEB_UPSTREAM": f"127.0.0.1:{upstream}", "LIVE_UPSTREAM": "127.0.0.1:1", "CERTIFICATES": str(folder)}
    site = (ROOT / "deploy" / "nginx.conf.template").read_text()
    for name, value in values.items():
        site = site.replace("${" + name + "}", value)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if os.geteuid() == 0 else ""
    main = f"{user}\ndaemon off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\nhttp {{ access_log off;\n{folders}\n{site}\n}}"
    path = folder / "nginx.conf"
    path.write_text(main)
    return path


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, ssl.SSLContext]]:
    folder = tmp_path_factory.mktemp("nginx")
    upstream = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    thread = threading.Thread(target=upstream.serve_forever)
    thread.start()
    port = free_port()
    trust = certificate(folder)
    command = [
        str(NGINX),
        "-c",
        str(nginx_settings(folder, upstream.server_port, port)),
        "-e",
        str(folder / "error.log"),
    ]
    with subprocess.Popen(command) as program:
        while not listens(port):
            assert program.poll() is None, (folder / "error.log").read_text()
            time.sleep(0.05)
        yield port, trust
        program.terminate()
    upstream.shutdown()
    thread.join()
    upstream.server_close()


def send(proxy: tuple[int, ssl.SSLContext], *parts: bytes, finish: bool = False) -> tuple[int, bytes]:
    port, trust = proxy
    plain = socket.create_connection(("127.0.0.1", port), timeout=10)
    with trust.wrap_socket(plain, server_hostname="localhost") as connection:
        for part in parts:
            connection.sendall(part)
        if finish:
            return 0, b""
        with connection.makefile("rb") as stream:
            status = int(stream.readline().split()[1])
            length = 0
            while (line := stream.readline().strip().lower()) != b"":
                if line.startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            return status, stream.read(length)


def head(*lines: str) -> bytes:
    return "\r\n".join(["POST / HTTP/1.1", "Host: localhost", *lines, "", ""]).encode()


@pytest.fixture(autouse=True)
def _forget() -> None:
    Upstream.seen.clear()


def test_proxy_passes_a_whole_body_on(proxy: tuple[int, ssl.SSLContext]) -> None:
    status, _ = send(proxy, head("Content-Length: 4"), b"ab", b"cd")

    headers, body = Upstream.seen[0]
    assert (status, body) == (200, b"abcd")
    assert (headers["content-length"], headers["x-forwarded-proto"]) == ("4", "https")


def test_proxy_chunked_body_gets_411(proxy: tuple[int, ssl.SSLContext]) -> None:
    status, answer = send(proxy, head("Transfer-Encoding: chunked"), b"2\r\nab\r\n0\r\n\r\n")

    assert (status, json.loads(answer)["code"]) == (411, "length_required")
    assert Upstream.seen == []


def test_proxy_says_itself_who_asks(proxy: tuple[int, ssl.SSLContext]) -> None:
    spoofed = ("X_Forwarded_For: 6.6.6.6", "X-Forwarded-For: 7.7.7.7", "X-Forwarded-Proto: http")

    send(proxy, head(*spoofed, "Content-Length: 0"))

    headers = Upstream.seen[0][0]
    assert "x_forwarded_for" not in headers
    assert (headers["x-forwarded-for"], headers["x-forwarded-proto"]) == ("127.0.0.1", "https")


@pytest.mark.parametrize(
    ("kind", "length"), [("application/json", 262_145), ("multipart/form-data; boundary=b", 12_582_913)]
)
def test_proxy_body_over_the_limit_gets_413(proxy: tuple[int, ssl.SSLContext], kind: str, length: int) -> None:
    status, answer = send(proxy, head(f"Content-Type: {kind}", f"Content-Length: {length}"))

    assert (status, json.loads(answer)["code"]) == (413, "too_large")
    assert Upstream.seen == []


def test_proxy_multipart_of_the_limit_is_passed_on(proxy: tuple[int, ssl.SSLContext]) -> None:
    body = b"m" * 12_582_912

    status, _ = send(proxy, head("Content-Type: multipart/form-data; boundary=b", f"Content-Length: {len(body)}"), body)

    assert (status, len(Upstream.seen[0][1])) == (200, len(body))


def test_proxy_body_shorter_than_announced_reaches_nobody(proxy: tuple[int, ssl.SSLContext]) -> None:
    send(proxy, head("Content-Length: 10"), b"abc", finish=True)

    assert send(proxy, head("Content-Length: 0"))[0] == 200
    assert len(Upstream.seen) == 1


def test_proxy_header_of_33_kib_gets_431(proxy: tuple[int, ssl.SSLContext]) -> None:
    status, answer = send(proxy, head("Content-Length: 0", "X-Long: " + "a" * 33 * 1024))

    assert (status, json.loads(answer)["code"]) == (431, "headers_too_large")
    assert Upstream.seen == []
