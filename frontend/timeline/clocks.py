"""Words for clocks that stand and go on."""

from collections.abc import Mapping
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.timeline.wording import Look
from ideas.selectors.timeline import TimelineEntry

_STANDS = {
    "question": gettext_lazy("waits for the author’s answer; its clock stands"),
    "block": gettext_lazy("waits, because another department says stop; its clock stands"),
    "parked": gettext_lazy("waits until the author is back; its clock stands"),
}


def _paused(entry: TimelineEntry) -> tuple[str, str]:
    found = entry.rows.get("clock_entry_id")
    text = str(_STANDS[found.pause_kind]) if found else _("waits; its clock stands")
    if found and found.reason:
        text = _("%(what)s: %(reason)s") % {"what": text, "reason": found.reason}
    return entry.department, text


def _resumed(entry: TimelineEntry) -> tuple[str, str]:
    found = entry.rows.get("clock_entry_id")
    if found is None or not found.working_days:
        return entry.department, _("goes on; its date stays")
    day = date_format(localtime(found.due_at), "j F")
    return entry.department, _("goes on, and now answers by %(date)s") % {"date": day}


def _recounted(entry: TimelineEntry) -> tuple[str, str]:
    found = entry.rows.get("clock_entry_id")
    if found is None:
        return entry.department, _("has another date, because working days changed")
    given = {"date": date_format(localtime(found.due_at), "j F")}
    return entry.department, _("now answers by %(date)s, because working days changed") % given


LINES: Final[Mapping[str, Look]] = {
    "clock.paused": ("hourglass-empty", "owed", _paused),
    "clock.resumed": ("clock", "info", _resumed),
    "clock.recounted": ("clock", "info", _recounted),
}
