"""Words for what follows a decision."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from frontend.timeline.wording import Look
from ideas.selectors.timeline import TimelineEntry


def _reopened(entry: TimelineEntry) -> tuple[str, str]:
    row = entry.rows.get("reopening_id")
    given = {"round": row.round if row else "", "why": row.text if row else ""}
    if entry.person is None:
        return "", _("It is looked at again, round %(round)s: %(why)s") % given
    return entry.person.name, _("had it looked at again, round %(round)s: %(why)s") % given


LINES: Final[Mapping[str, Look]] = {
    "idea.reopened": ("repeat", "active", _reopened),
}
