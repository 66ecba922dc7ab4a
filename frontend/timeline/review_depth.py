"""Words for what goes deeper than one department's answer."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from frontend.timeline.wording import Look
from ideas.models import SecondReading
from ideas.selectors.timeline import TimelineEntry


def _revised(entry: TimelineEntry) -> tuple[str, str]:
    words = _("has changed its answer")
    return entry.department, f"{words}: {entry.reason}" if entry.reason else words


def _given(entry: TimelineEntry) -> tuple[str, str]:
    name = entry.person.name if entry.person else ""
    return entry.department, _("lets %(person)s read its answer a second time") % {"person": name}


def _done(entry: TimelineEntry) -> tuple[str, str]:
    """Whether they agree is told together with the answers."""
    reading: SecondReading | None = entry.rows.get("second_reading_id")
    if not entry.is_told or reading is None:
        return entry.department, _("had its answer read a second time")
    agrees = reading.verdict == SecondReading.Verdict.AGREE
    words = (
        _("had its answer read a second time: agreed") if agrees else _("had its answer read a second time: not agreed")
    )
    return entry.department, words


LINES: Final[Mapping[str, Look]] = {
    "review.revised": ("pencil", "info", _revised),
    "second_reading.given": ("eye", "info", _given),
    "second_reading.done": ("eye", "active", _done),
    "ballot.opened": ("scale", "decide", lambda entry: ("", _("The board votes on it"))),
    "ballot.extended": (
        "hourglass-empty",
        "owed",
        lambda entry: ("", _("Too few of the board have voted; it stays open")),
    ),
    "ballot.closed": ("scale", "decide", lambda entry: ("", _("The board has voted"))),
}
