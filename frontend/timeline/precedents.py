"""Words for what came first."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from frontend.timeline.wording import Look
from ideas.selectors.timeline import TimelineEntry


def _credited(entry: TimelineEntry) -> tuple[str, str]:
    row = entry.rows.get("precedent_id")
    given = {"ref": row.idea.ref if row else "", "why": row.reason if row else ""}
    return entry.person.name if entry.person else "", _(
        "credited this idea, which came before %(ref)s: %(why)s"
    ) % given


def _named(entry: TimelineEntry) -> tuple[str, str]:
    row = entry.rows.get("precedent_id")
    given = {"ref": row.earlier.ref if row else "", "why": row.reason if row else ""}
    return entry.person.name if entry.person else "", _("credited %(ref)s, which came first: %(why)s") % given


LINES: Final[Mapping[str, Look]] = {
    "precedent.credited": ("history", "yes", _credited),
    "precedent.named": ("history", "info", _named),
}
