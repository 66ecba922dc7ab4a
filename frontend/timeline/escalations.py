"""Words for what people did about late answers."""

from collections.abc import Mapping
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.timeline.wording import Look
from ideas.selectors.timeline import TimelineEntry

_ENDINGS: Final = {
    "answered": gettext_lazy("acted upon the escalation: an answer came"),
    "moved": gettext_lazy("acted upon the escalation: somebody else has it now"),
    "extended": gettext_lazy("acted upon the escalation: there is a new date"),
    "left_out": gettext_lazy("acted upon the escalation: it goes ahead without"),
}
_REACHED: Final = {
    "manager": gettext_lazy("reached the programme managers, because nobody acted for a working day"),
    "board": gettext_lazy("reached the list of escalated ideas, because nobody acted for two working days"),
}


def _extended(entry: TimelineEntry) -> tuple[str, str]:
    row, who = entry.rows.get("extension_id"), entry.person.name if entry.person else ""
    if row is None:
        return who, _("gave %(department)s more time") % {"department": entry.department}
    given = {"department": entry.department, "date": date_format(localtime(row.until), "j F"), "reason": row.reason}
    return who, _("gave %(department)s more time, until %(date)s: %(reason)s") % given


def _raised(entry: TimelineEntry) -> tuple[str, str]:
    row, who = entry.rows.get("escalation_id"), entry.person.name if entry.person else _("The author")
    if row is None:
        return who, _("asked further up for an answer")
    return who, _("asked further up for an answer: %(reason)s") % {"reason": row.reason}


def _climbed(entry: TimelineEntry) -> tuple[str, str]:
    return _("The escalation"), str(_REACHED[entry.step])


def _ended(entry: TimelineEntry) -> tuple[str, str]:
    row = entry.rows.get("escalation_id")
    if row is None or entry.person is None or row.ended_because not in _ENDINGS:
        return _("The escalation"), _("is over: the idea has moved on")
    return entry.person.name, str(_ENDINGS[row.ended_because])


def _apologised(entry: TimelineEntry) -> tuple[str, str]:
    row, who = entry.rows.get("apology_id"), entry.person.name if entry.person else ""
    if row is None:
        return who, _("wrote to the author about a missed date")
    given = {"date": date_format(row.new_on, "j F"), "text": row.text}
    return who, _("wrote to the author about a missed date, and names %(date)s: %(text)s") % given


LINES: Final[Mapping[str, Look]] = {
    "review.extended": ("clock", "owed", _extended),
    "escalation.raised": ("alert-triangle", "owed", _raised),
    "escalation.climbed": ("alert-triangle", "owed", _climbed),
    "escalation.ended": ("circle-check", "active", _ended),
    "promise.apologised": ("message-circle", "owed", _apologised),
}
