"""Writes what somebody may have to answer for."""

from collections.abc import Iterable
from typing import TypedDict

from ideas.correlation import request_id
from ideas.models import AuditEvent, User


class AuditChange(TypedDict, total=False):
    """What a row may say besides who did what to which object."""

    before: dict[str, object] | None
    after: dict[str, object] | None
    reason: str


def record_audit(
    *,
    action: str,
    by: User | None,
    object_type: str,
    object_id: object,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    reason: str = "",
    on_behalf_of: User | None = None,
    rules_version: int | None = None,
) -> AuditEvent:
    """Append one audit row in the caller's transaction.

    Args:
        action: dotted and in the present, such as `delivery.retry`; never renamed.
        object_id: the public id or ref, never a secret.
        on_behalf_of: the person for whom `by` acted.
        rules_version: the version of the rule set that the act followed.
    """
    return AuditEvent.objects.create(
        action=action,
        actor=by,
        object_type=object_type,
        object_id=str(object_id),
        before=before or {},
        after=after or {},
        reason=reason,
        request_id=request_id.get(),
        on_behalf_of=on_behalf_of,
        rules_version=rules_version,
    )


def record_audits(*, action: str, by: User | None, object_type: str, object_ids: Iterable[object]) -> None:
    """Append one audit row for each object, as `record_audit` does. One query, none without objects."""
    rows = [
        AuditEvent(action=action, actor=by, object_type=object_type, object_id=str(one), request_id=request_id.get())
        for one in object_ids
    ]
    AuditEvent.objects.bulk_create(rows)
