"""Words for reviews that get a reviewer, change hands, or are sent back."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.timeline.wording import Look, in_place_of
from ideas.selectors.timeline import TimelineEntry

_HANDS: Final = {
    "claimed": gettext_lazy("%(person)s took it from the queue"),
    "handed_over": gettext_lazy("it was handed over to %(person)s"),
    "taken_over": gettext_lazy("%(person)s, who leads the department, took it over"),
}


def _assigned(entry: TimelineEntry) -> tuple[str, str]:
    move = entry.rows.get("review_move_id")
    if move is None:
        return entry.department, _("gave it to %(person)s") % {
            "person": in_place_of(entry.person, entry.rows.get("acted_for_id"))
        }
    text = str(_HANDS[move.kind]) % {"person": in_place_of(move.to_person, entry.rows.get("acted_for_id"))}
    return entry.department, _because(text, move.reason)


def _bounced(entry: TimelineEntry) -> tuple[str, str]:
    bounce = entry.rows.get("bounce_id")
    if bounce is None:
        return entry.department, _("says that it is for another department")
    text = _("says that it is for %(other)s") % {"other": bounce.suggested.name}
    return entry.department, _because(text, bounce.reason)


def _settled(entry: TimelineEntry) -> tuple[str, str]:
    bounce = entry.rows.get("bounce_id")
    if bounce is None or bounce.outcome == bounce.Outcome.KEPT:
        return entry.department, _because(_("stays asked"), bounce.answer if bounce else "")
    text = _("is not asked any more, %(other)s is") % {"other": bounce.suggested.name}
    return entry.department, _because(text, bounce.answer)


def _because(text: str, reason: str) -> str:
    return _("%(what)s: %(reason)s") % {"what": text, "reason": reason} if reason else text


LINES: Final[Mapping[str, Look]] = {
    "review.assigned": ("user", "info", _assigned),
    "review.bounced": ("arrow-back-up", "owed", _bounced),
    "bounce.settled": ("route", "info", _settled),
}
