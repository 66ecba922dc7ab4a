"""Words for dates that passed."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.timeline.wording import Look
from ideas.selectors.timeline import TimelineEntry

_STEPS = {
    "lead": gettext_lazy("is late; its lead was asked"),
    "manager": gettext_lazy("is still late; the programme manager was told"),
    "board": gettext_lazy("is late, and the idea is on the list of escalated ideas"),
}


def _escalated(entry: TimelineEntry) -> tuple[str, str]:
    return entry.department, str(_STEPS[entry.step]) if entry.step in _STEPS else _("is late")


def _risk_accepted(entry: TimelineEntry) -> tuple[str, str]:
    row, who = entry.rows.get("risk_id"), entry.person.name if entry.person else ""
    if row is None:
        return who, _("lets it go ahead without %(department)s") % {"department": entry.department}
    given = {"department": entry.department, "cause": row.cause, "event": row.event, "effect": row.effect}
    text = _("lets it go ahead without %(department)s. The risk: %(cause)s – %(event)s – %(effect)s") % given
    return who, text


LINES: Final[Mapping[str, Look]] = {
    "review.escalated": ("alarm", "owed", _escalated),
    "risk.accepted": ("flag", "owed", _risk_accepted),
}
