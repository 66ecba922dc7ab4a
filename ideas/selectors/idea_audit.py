"""Who did what about one idea, for those who see to it that things are in order. Source: docs/permissions.md "The audit trail"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound, NotPermitted
from ideas.models import AuditEvent, Comment, Decision, Idea, Interest, Question, Review, User
from ideas.policies.audit import can_read_audit
from ideas.querysets.keyset import Key, Ordering
from ideas.selectors.authors import author_ids, may_read_names
from ideas.selectors.outlines import outlines_for

NEWEST: Final = Ordering("-id", (Key("id", is_descending=True),))


@dataclass(frozen=True)
class AuditEntry:
    """One act. `actor` is None for the system, and where `is_protected`: an author who is not shown.

    `before`, `after` and `reason` are empty where `hides_text`: the reader may not read the idea.
    """

    id: int
    seq: int | None
    at: datetime
    actor: User | None
    is_protected: bool
    on_behalf_of: User | None
    action: str
    object_type: str
    object_id: str
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str
    hides_text: bool
    request_id: UUID | None
    rules_version: int | None


@dataclass(frozen=True)
class IdeaAudit:
    """The acts about one idea, unordered and unevaluated, and what this reader may know of them."""

    ref: str
    rows: "QuerySet[AuditEvent]"
    hides_text: bool
    protected_ids: frozenset[int]

    def entry_of(self, row: AuditEvent) -> AuditEntry:
        """Return a row of `rows` as the reader may know it."""
        is_protected = row.actor_id in self.protected_ids
        is_for_protected = row.on_behalf_of_id in self.protected_ids
        return AuditEntry(
            id=row.pk,
            seq=row.seq,
            at=row.at,
            actor=None if is_protected else row.actor,
            is_protected=is_protected,
            on_behalf_of=None if is_for_protected else row.on_behalf_of,
            action=row.action,
            object_type=row.object_type,
            object_id=row.object_id,
            before={} if self.hides_text else row.before,
            after={} if self.hides_text else row.after,
            reason="" if self.hides_text else row.reason,
            hides_text=self.hides_text,
            request_id=row.request_id,
            rules_version=row.rules_version,
        )


def audit_of_idea(*, viewer: User, ref: str) -> IdeaAudit:
    """Return the acts about the idea `ref`, its comments, reviews and announced decisions.

    A decision that was not announced is left out, so that nobody hears of it here first. Rows have `actor` and
    `on_behalf_of` loaded. At most eight queries besides the rows' own.

    Raises:
        NotPermitted: `viewer` does not read the audit trail (403); asked before whether there is such an idea.
        NotFound: there is no such idea, or nothing of it is to be known (404); the same for both.
    """
    if not can_read_audit(viewer):
        raise NotPermitted(_("Triagers, programme managers and administrators read the audit trail."))
    is_readable = Idea.objects.visible_to(viewer).filter(ref=ref).exists()
    if not is_readable and not outlines_for(viewer=viewer).filter(ref=ref).exists():
        raise NotFound(_("There is no such idea, or you may not see it."))
    idea = Idea.objects.only("ref", "author_shown").get(ref=ref)
    rows = AuditEvent.objects.filter(_about(idea)).select_related("actor", "on_behalf_of")
    return IdeaAudit(idea.ref, rows, not is_readable, _protected(idea, viewer))


def _about(idea: Idea) -> Q:
    """The rows about the idea by the keys of their index; the keys of what hangs on it are looked up first."""
    decisions = Decision.objects.filter(idea=idea, announced_at__isnull=False)
    keys: Sequence[tuple[str, list[Any]]] = (
        ("idea", [idea.ref]),
        ("review", list(Review.objects.filter(idea=idea).values_list("public_id", flat=True))),
        ("interest", list(Interest.objects.filter(idea=idea).values_list("public_id", flat=True))),
        ("comment", list(Comment.objects.filter(idea=idea).values_list("public_id", flat=True))),
        ("question", list(Question.objects.filter(idea=idea).values_list("public_id", flat=True))),
        ("decision", list(decisions.values_list("public_id", flat=True))),
    )
    return reduce(or_, (Q(object_type=kind, object_id__in=[str(one) for one in found]) for kind, found in keys))


def _protected(idea: Idea, viewer: User) -> frozenset[int]:
    authors = author_ids(idea)
    is_named = may_read_names(author_shown=idea.author_shown, is_own=viewer.pk in authors)
    return frozenset() if is_named else authors
