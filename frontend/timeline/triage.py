"""Words for what happens in triage."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from frontend.timeline.wording import Look
from ideas.models import FirstResponse, Triage
from ideas.selectors.timeline import TimelineEntry


def _name(entry: TimelineEntry) -> str:
    return entry.person.name if entry.person else _("A triager")


def _responded(entry: TimelineEntry) -> tuple[str, str]:
    response: FirstResponse | None = entry.rows.get("first_response_id")
    if response is None:
        return _name(entry), _("wrote to the author")
    return _name(entry), _("wrote to the author: “%(text)s”") % {"text": response.text}


def _sorted(entry: TimelineEntry) -> tuple[str, str]:
    turn: Triage | None = entry.rows.get("triage_id")
    lane = turn.get_lane_display() if turn is not None else ""
    return _name(entry), _("sorted the idea: %(lane)s") % {"lane": lane} if lane else _("sorted the idea")


def _lapsed(_entry: TimelineEntry) -> tuple[str, str]:
    return "", _("Nobody had sorted it in time, so the departments were asked all the same")


LINES: Final[Mapping[str, Look]] = {
    "triage.done": ("route", "info", _sorted),
    "triage.lapsed": ("hourglass-empty", "owed", _lapsed),
    "first_response.given": ("message-circle", "active", _responded),
}
