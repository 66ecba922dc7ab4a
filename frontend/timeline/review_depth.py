"""Words for what goes deeper than one department's answer."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.timeline.wording import Look, Wording
from ideas.models import EarlyStop, SecondReading
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


def _ended(text: str | Promise) -> Wording:
    """Say who ended a stop and why; nobody: its day passed."""

    def words(entry: TimelineEntry) -> tuple[str, str]:
        stop: EarlyStop | None = entry.rows.get("early_stop_id")
        if entry.person is None:
            return "", _("The day of the early stop has passed; departments go on")
        reason = stop.verdict_reason if stop else ""
        return entry.person.name, f"{text}: {reason}" if reason else str(text)

    return words


LINES: Final[Mapping[str, Look]] = {
    "review.revised": ("pencil", "info", _revised),
    "reaffirmation.asked": (
        "pencil",
        "owed",
        lambda entry: (entry.department, _("is asked whether its answer stands after the change")),
    ),
    "review.reaffirmed": (
        "check",
        "info",
        lambda entry: (entry.department, _("says that its answer stands after the change")),
    ),
    "second_reading.given": ("eye", "info", _given),
    "second_reading.done": ("eye", "active", _done),
    "early_stop.asked": (
        "player-pause",
        "owed",
        lambda entry: (entry.department, _("asks to stop it early; the others wait for a day")),
    ),
    "early_stop.confirmed": ("player-pause", "no", _ended(gettext_lazy("confirmed the early stop"))),
    "early_stop.lifted": ("player-play", "info", _ended(gettext_lazy("let the departments go on"))),
    "ballot.opened": ("scale", "decide", lambda entry: ("", _("The board votes on it"))),
    "ballot.extended": (
        "hourglass-empty",
        "owed",
        lambda entry: ("", _("Too few of the board have voted; it stays open")),
    ),
    "ballot.closed": ("scale", "decide", lambda entry: ("", _("The board has voted"))),
}
