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
_TASKS = {
    "first_response": gettext_lazy("The first response is late; the programme managers were told"),
    "decision": gettext_lazy("The decision is late; the programme managers were told"),
    "reaffirmation": gettext_lazy("has not said whether its answer still stands; the programme managers were told"),
    "bounce": gettext_lazy(
        "sent its review back, and nobody has settled whose it is; the programme managers were told"
    ),
}


def _escalated(entry: TimelineEntry) -> tuple[str, str]:
    return entry.department, str(_STEPS[entry.step]) if entry.step in _STEPS else _("is late")


def _task_escalated(entry: TimelineEntry) -> tuple[str, str]:
    return entry.department, str(_TASKS[entry.task]) if entry.task in _TASKS else _(
        "A date passed; the programme managers were told"
    )


def _lapsed(entry: TimelineEntry) -> tuple[str, str]:
    return entry.department, _("gave no comment by the date; the decision does not wait for it")


def _without_date(_entry: TimelineEntry) -> tuple[str, str]:
    return "", _(
        "Nothing was to happen next, so it is on the list of escalated ideas; the programme managers were told"
    )


def _risk_accepted(entry: TimelineEntry) -> tuple[str, str]:
    row, who = entry.rows.get("risk_id"), entry.person.name if entry.person else ""
    if row is None:
        return who, _("lets it go ahead without %(department)s") % {"department": entry.department}
    risk = " – ".join(part.rstrip(" .") for part in (row.cause, row.event, row.effect))
    text = _("lets it go ahead without %(department)s. The risk: %(risk)s") % {
        "department": entry.department,
        "risk": risk,
    }
    return who, text


LINES: Final[Mapping[str, Look]] = {
    "review.escalated": ("alarm", "owed", _escalated),
    "review.lapsed": ("clock-off", "neutral", _lapsed),
    "task.escalated": ("alarm", "owed", _task_escalated),
    "idea.without_date": ("alarm", "owed", _without_date),
    "risk.accepted": ("flag", "owed", _risk_accepted),
}
