"""Words for what happens in triage."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from frontend.timeline.wording import Look
from ideas.models import FirstResponse, Merge, Redirect, RoutingOverride, Triage
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


def _overridden(entry: TimelineEntry) -> tuple[str, str]:
    override: RoutingOverride | None = entry.rows.get("override_id")
    if override is None:
        return _name(entry), _("changed who is asked")
    given = {"before": override.from_tier, "after": override.to_tier, "reason": override.reason}
    gone = [one.asked_also.name for one in override.takes_out.all() if one.asked_also]
    if gone:
        return _name(entry), _taken_out(override) % {**given, "departments": ", ".join(gone)}
    if override.from_tier != override.to_tier:
        return _name(entry), _("changed the tier from %(before)d to %(after)d: “%(reason)s”") % given
    return _name(entry), _("changed who is asked: “%(reason)s”") % given


def _taken_out(override: RoutingOverride) -> str:
    if override.from_tier != override.to_tier:
        return _(
            "changed the tier from %(before)d to %(after)d; not asked any more, though a reviewer had asked as well: "
            "%(departments)s: “%(reason)s”"
        )
    return _("no longer asks %(departments)s, though a reviewer had asked as well: “%(reason)s”")


def _asked_also(entry: TimelineEntry) -> tuple[str, str]:
    override: RoutingOverride | None = entry.rows.get("override_id")
    given = {"name": entry.person.name if entry.person else _("a reviewer"), "department": entry.department}
    if override is None or override.asked_also is None:
        return "", _("One more department was asked, by %(name)s (%(department)s)") % given
    given["reason"] = override.reason
    return override.asked_also.name, _("was asked as well, by %(name)s (%(department)s): “%(reason)s”") % given


def _redirected(entry: TimelineEntry) -> tuple[str, str]:
    redirect: Redirect | None = entry.rows.get("redirect_id")
    if redirect is None:
        return _name(entry), _("sent it to where it belongs")
    given = {"door": redirect.label, "words": redirect.words}
    return _name(entry), _("sent it to where it belongs, %(door)s: “%(words)s”") % given


def _merged(entry: TimelineEntry) -> tuple[str, str]:
    merge: Merge | None = entry.rows.get("merge_id")
    if merge is None:
        return _name(entry), _("merged it with another idea")
    given = {"source": merge.source.ref, "target": merge.target.ref, "reason": merge.reason}
    return _name(entry), _("merged %(source)s into %(target)s: “%(reason)s”") % given


def _unmerged(entry: TimelineEntry) -> tuple[str, str]:
    merge: Merge | None = entry.rows.get("merge_id")
    if merge is None:
        return _name(entry), _("took the ideas apart again")
    given = {"source": merge.source.ref, "target": merge.target.ref, "reason": merge.undo_reason}
    return _name(entry), _("took %(source)s out of %(target)s again: “%(reason)s”") % given


def _other_side(entry: TimelineEntry) -> tuple[str, str]:
    return _unmerged(entry) if entry.is_undone else _merged(entry)


def _lapsed(_entry: TimelineEntry) -> tuple[str, str]:
    return "", _("Nobody had sorted it in time, so the departments were asked all the same")


LINES: Final[Mapping[str, Look]] = {
    "triage.done": ("route", "info", _sorted),
    "routing.overridden": ("route", "owed", _overridden),
    "routing.asked_also": ("route", "owed", _asked_also),
    "idea.redirected": ("arrow-back-up", "neutral", _redirected),
    "idea.merged": ("route", "info", _merged),
    "idea.unmerged": ("route", "info", _unmerged),
    "ideas.merged": ("route", "info", _other_side),
    "triage.lapsed": ("hourglass-empty", "owed", _lapsed),
    "first_response.given": ("message-circle", "active", _responded),
}
