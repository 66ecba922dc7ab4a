"""What an evaluation writes into files instead of sending it: mails, and the messages of the demo's webhook."""

import email
import email.policy
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Final

from django.conf import settings

SHOWN: Final = 50
MAX_FILE_BYTES: Final = 1_000_000
# What Django's file backend writes between two mails.
_BETWEEN: Final = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Mail:
    """One mail as it would have gone out."""

    subject: str
    to: str
    sent: str
    text: str


@dataclass(frozen=True)
class Message:
    """One message of the demo's webhook."""

    id: str
    kind: str
    received_at: datetime
    is_genuine: bool
    body: str


def mails() -> list[Mail]:
    """Return the last 50 mails, the latest first; none where a mail server takes them."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if folder is None:
        return []
    found: list[Mail] = []
    for file in _latest(Path(folder), "*.log"):
        parts = file.read_bytes()[:MAX_FILE_BYTES].split(_BETWEEN)
        found += [_mail(part) for part in reversed(parts) if part.strip()]
    return found[:SHOWN]


def messages() -> list[Message]:
    """Return the last 50 messages that the demo's receiver got, the latest first."""
    return [_message(file) for file in _latest(settings.DATA_DIR / "receiver", "*.json")]


def _latest(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern), key=lambda file: file.name, reverse=True)[:SHOWN]


def _mail(part: bytes) -> Mail:
    message: EmailMessage = email.message_from_bytes(part.lstrip(b"\n"), policy=email.policy.default)
    body = message.get_body(preferencelist=("plain",))
    text = body.get_content() if body is not None else ""
    return Mail(str(message["Subject"] or ""), str(message["To"] or ""), str(message["Date"] or ""), text)


def _message(file: Path) -> Message:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = {}
    body = kept.get("body")
    kind = str(body.get("type", "")) if isinstance(body, dict) else ""
    return Message(
        id=str(kept.get("id", "")),
        kind=kind,
        received_at=datetime.fromtimestamp(float(kept.get("received_at", 0)), tz=UTC),
        is_genuine=kept.get("is_genuine") is True,
        body=json.dumps(body, indent=2, ensure_ascii=False),
    )
