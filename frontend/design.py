"""How codes look: icon, words and tone of each stage, department answer, recommendation and message.

Templates make class names and icons from data through this file alone, so that the build, which takes unused styles
out of the kit, and the tests can read every one of them here. `tone` names a colour family of tokens.css.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Look:
    """Icon, words and tone of one code; the three always appear together."""

    icon: str
    words: str | Promise
    tone: str


STAGES: Mapping[str, Look] = {
    "draft": Look("pencil", _("Draft"), "neutral"),
    "submitted": Look("send", _("New"), "info"),
    "triage": Look("inbox", _("Being sorted"), "info"),
    "in_review": Look("eye", _("In review"), "active"),
    "info_needed": Look("help-circle", _("Question to author"), "owed"),
    "ready_for_decision": Look("scale", _("Ready for decision"), "decide"),
    "approved": Look("circle-check", _("Approved"), "yes"),
    "approved_with_conditions": Look("list-check", _("Approved with conditions"), "yes"),
    "pilot": Look("flask", _("Trying it out"), "decide"),
    "declined": Look("circle-minus", _("Declined"), "no"),
    "parked": Look("player-pause", _("Parked"), "neutral"),
    "merged": Look("git-merge", _("Merged"), "neutral"),
    "redirected": Look("corner-up-right", _("Sent to the right place"), "neutral"),
    "in_delivery": Look("hammer", _("Being done"), "info"),
    "implemented": Look("circle-check-filled", _("Done"), "yes"),
    "benefits_confirmed": Look("rosette-discount-check", _("Benefit confirmed"), "yes"),
    "closed": Look("check", _("Closed"), "neutral"),
    "stopped_learned": Look("book-2", _("Stopped, learned"), "info"),
    "withdrawn": Look("arrow-back-up", _("Withdrawn"), "neutral"),
}

_CONDITIONS = Look("list-check", _("Supports, with conditions"), "yes")
_AGAINST = Look("circle-minus", _("Does not support"), "no")

RECOMMENDATIONS: Mapping[str, Look] = {
    "support": Look("circle-check-filled", _("Supports"), "yes"),
    "support_conditions": _CONDITIONS,
    "support_with_conditions": _CONDITIONS,
    "not_support": _AGAINST,
    "do_not_support": _AGAINST,
    "not_for_us": Look("corner-up-right", _("Passed on"), "neutral"),
}

RULE_SETS: Mapping[str, Look] = {
    "draft": Look("pencil", _("Draft"), "info"),
    "scheduled": Look("calendar", _("From a date"), "owed"),
    "active": Look("check", _("Holds now"), "yes"),
    "retired": Look("history", _("Held before"), "neutral"),
    "discarded": Look("x", _("Put away"), "neutral"),
}
REVIEWS: Mapping[str, Look] = {
    **RECOMMENDATIONS,
    "not_asked": Look("minus", _("Not asked"), "neutral"),
    "notify": Look("bell", _("Told about it"), "neutral"),
    "queued": Look("hourglass-empty", _("Waiting for a reviewer"), "neutral"),
    "assigned": Look("circle", _("Not started"), "info"),
    "drafting": Look("pencil", _("Working on it"), "active"),
    "question": Look("help-circle", _("Asked the author"), "owed"),
    "paused": Look("player-pause", _("Clock stopped"), "neutral"),
    "due": Look("clock", _("Due today"), "owed"),
    "late": Look("alert-triangle", _("Late"), "late"),
    "submitted": Look("circle-check", _("Answered"), "active"),
    "lapsed": Look("clock-off", _("No comment by the date"), "neutral"),
    "cancelled": Look("circle-x", _("No longer needed"), "neutral"),
    "covered": Look("flag", _("Left out, the risk is accepted"), "owed"),
}

PIPS: Mapping[str, str] = {
    "submitted": "done",
    "lapsed": "done",
    **dict.fromkeys(RECOMMENDATIONS, "done"),
    "drafting": "half",
    "question": "half",
    "late": "late",
}
"""Review code -> class of the small mark; everything else waits."""

MESSAGES: Mapping[str, Look] = {
    "success": Look("circle-check", "", "yes"),
    "info": Look("info-circle", "", "info"),
    "warning": Look("clock", "", "owed"),
    "error": Look("alert-triangle", "", "late"),
    "debug": Look("info-circle", "", "neutral"),
}
"""Level of a Django message -> look; its words are the message."""

BUTTONS = (
    "btn-primary",
    "btn-danger",
    "btn-ghost",
    "btn-outline-primary",
    "btn-outline-danger",
    "btn-sm",
    "btn-lg",
)
AVATARS = ("avatar-xs", "avatar-sm", "avatar-md")
"""Classes that components put together from a kind or a size."""

_UNKNOWN_ICON = "point-filled"


def look_of(codes: Mapping[str, Look], code: str) -> Look:
    """Return the look of `code`; one nobody described yet shows its own words on neutral ground."""
    known = codes.get(code)
    return known or Look(_UNKNOWN_ICON, code.replace("_", " "), "neutral")


def pip_of(review: str) -> str:
    """Return the class of a department's small mark: done, half, late or wait."""
    return PIPS.get(review, "wait")
