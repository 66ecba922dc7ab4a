"""Bodies of the audit trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ideas.models import User
from ideas.selectors.audit import ChainReport
from ideas.selectors.idea_audit import AuditEntry


@dataclass(frozen=True, slots=True)
class ChainBreakBody:
    """The first place at which the chain does not hold."""

    seq: Annotated[int, _("the number of the row in the chain, from 1")]
    detail: Annotated[str, _("what is wrong there")]


@dataclass(frozen=True, slots=True)
class ChainBody:
    """What a check of the whole audit trail found."""

    is_whole: bool
    rows: Annotated[int, _("sealed rows that hold, from the first one on")]
    unsealed: Annotated[int, _("rows written a moment ago that have no seal yet")]
    head_seq: Annotated[int, _("the number of the last row of the chain; 0 for an empty one")]
    head_hash: Annotated[str, _("the seal of the last row, 64 hexadecimal digits")]
    broken: ChainBreakBody | None


def chain_body(report: ChainReport) -> ChainBody:
    """Return the body of a check."""
    broken = report.broken
    return ChainBody(
        is_whole=report.is_whole,
        rows=report.row_count,
        unsealed=report.unsealed_count,
        head_seq=report.head_seq,
        head_hash=report.head_hash,
        broken=ChainBreakBody(broken.seq, str(broken.sentence)) if broken else None,
    )


@dataclass(frozen=True, slots=True)
class ActorBody:
    """Who did it."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class AuditEventBody:
    """One act about an idea."""

    seq: Annotated[int | None, _("the number in the chain; null until the row is sealed, some seconds")]
    at: datetime
    action: Annotated[str, _("what was done, such as `review.hand_over`")]
    actor: Annotated[ActorBody | None, _("null for the system, and for an author who is not shown")]
    is_actor_protected: Annotated[bool, _("an author who is not shown did it")]
    on_behalf_of: ActorBody | None
    object_type: Annotated[str, _("idea, review, comment or decision")]
    object_id: Annotated[str, _("the ref of the idea, or the id of what hangs on it")]
    before: dict[str, object]
    after: dict[str, object]
    reason: str
    is_text_hidden: Annotated[bool, _("`before`, `after` and `reason` are empty: you may not read this idea")]
    request_id: UUID | None
    rules_version: int | None


def audit_event_body(entry: AuditEntry) -> AuditEventBody:
    """Return the body of an act as its reader may know it."""
    return AuditEventBody(
        seq=entry.seq,
        at=entry.at,
        action=entry.action,
        actor=_actor_body(entry.actor),
        is_actor_protected=entry.is_protected,
        on_behalf_of=_actor_body(entry.on_behalf_of),
        object_type=entry.object_type,
        object_id=entry.object_id,
        before=entry.before,
        after=entry.after,
        reason=entry.reason,
        is_text_hidden=entry.hides_text,
        request_id=entry.request_id,
        rules_version=entry.rules_version,
    )


def _actor_body(person: User | None) -> ActorBody | None:
    return ActorBody(person.public_id, person.name) if person else None
