"""The end of the audit trail, as channels and webhooks are told of it once a day. Source: docs/audit.md "Checking"."""

from dataclasses import dataclass
from datetime import datetime

from ideas.events import AuditHeadPublished
from ideas.models import Event


@dataclass(frozen=True)
class AuditHeadNews:
    """Number and seal (64 hexadecimal digits) of the last row at that moment; nothing of what any row says."""

    occurred_at: datetime
    seq: int
    hash: str


def audit_head_news(*, event_id: int) -> AuditHeadNews:
    """Return what is told of an `audit.head_published`. One query."""
    event = Event.objects.get(pk=event_id, type=AuditHeadPublished.type)
    return AuditHeadNews(event.occurred_at, event.payload["seq"], event.payload["hash"])
