"""The demo's webhook receiver: a small server on loopback that checks signatures and keeps the last messages.

It stands in for somebody else's system, so it knows nothing of Groundswell but the secret it was given.
"""

import json
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from standardwebhooks import Webhook, WebhookVerificationError

KEPT_MESSAGES: Final = 50
MAX_BODY_BYTES: Final = 64 * 1024
_HEADERS: Final = ("webhook-id", "webhook-timestamp", "webhook-signature")


class Receiver(ThreadingHTTPServer):
    """Listens on loopback; each message becomes a file in `folder`.

    Args:
        secret: checks signatures; empty: no message is believed.
    """

    daemon_threads = True

    def __init__(self, port: int, *, folder: Path, secret: str) -> None:
        super().__init__(("127.0.0.1", port), _Answer)
        self.folder = folder
        self.secret = secret
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, headers: dict[str, str], body: bytes) -> bool:
        """Write a message down with what its signature is worth; return whether it is genuine."""
        is_genuine = self._is_genuine(headers, body)
        message = {
            "id": headers.get("webhook-id", ""),
            "received_at": time.time(),
            "is_genuine": is_genuine,
            "body": _readable(body),
        }
        file = self.folder / f"{time.time_ns():020d}-{uuid.uuid4().hex[:6]}.json"
        file.write_text(json.dumps(message), encoding="utf-8")
        for old in sorted(self.folder.glob("*.json"))[:-KEPT_MESSAGES]:
            old.unlink(missing_ok=True)
        return is_genuine

    def _is_genuine(self, headers: dict[str, str], body: bytes) -> bool:
        if not self.secret:
            return False
        try:
            Webhook(self.secret).verify(body, headers)
        except (WebhookVerificationError, ValueError):
            return False
        return True


class _Answer(BaseHTTPRequestHandler):
    server: Receiver
    timeout = 10

    def do_POST(self) -> None:
        """Take one message: 204 for a genuine one, 401 for any other."""
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MAX_BODY_BYTES:
            self.send_error(413)
            return
        body = self.rfile.read(int(length))
        headers = {name: self.headers.get(name, "") for name in _HEADERS}
        self.send_response(204 if self.server.keep(headers, body) else 401)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Say nothing: what arrived stands in the files."""


def _readable(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")
