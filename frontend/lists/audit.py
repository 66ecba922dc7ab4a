"""Who did what about one idea, as a file."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.csv import Column, Listing, csv_view
from frontend.http import MemberRequest
from frontend.views.idea_audit import words_of
from ideas.models import AuditEvent
from ideas.selectors.idea_audit import NEWEST, AuditEntry, audit_of_idea


def actor_of(entry: AuditEntry) -> str:
    """Return who did it, in words."""
    if entry.is_protected:
        return _("author, not shown")
    return entry.actor.name if entry.actor else _("Groundswell")


COLUMNS: Final[tuple[Column[AuditEntry], ...]] = (
    Column(gettext_lazy("Row"), lambda entry: entry.seq),
    Column(gettext_lazy("When"), lambda entry: entry.at),
    Column(gettext_lazy("Who"), actor_of),
    Column(gettext_lazy("On behalf of"), lambda entry: entry.on_behalf_of.name if entry.on_behalf_of else None),
    Column(gettext_lazy("What"), words_of),
    Column(gettext_lazy("About"), lambda entry: f"{entry.object_type} {entry.object_id}"),
    Column(gettext_lazy("Reason"), lambda entry: entry.reason),
)


def _acts(request: MemberRequest, ref: str) -> Listing[AuditEvent]:
    audit = audit_of_idea(viewer=request.user, ref=ref)

    def shown(column: Column[AuditEntry]) -> Callable[[AuditEvent], object]:
        return lambda row: column.value(audit.entry_of(row))

    return Listing(audit.rows, NEWEST, [Column(column.heading, shown(column)) for column in COLUMNS])


idea_audit_csv = csv_view("audit", _acts)
