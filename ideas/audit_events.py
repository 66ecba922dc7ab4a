"""Facts about the audit trail itself. Source: docs/audit.md "Checking"."""

from dataclasses import dataclass

from ideas.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class AuditHeadPublished(DomainEvent):
    """The end of the chain of audit rows, once a day; `hash` in hex."""

    type = "audit.head_published"
    consumers = ()
    seq: int
    hash: str
