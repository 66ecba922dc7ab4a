"""Words for what follows a decision."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.timeline.wording import Look, by_person
from ideas.selectors.timeline import TimelineEntry


def _reopened(entry: TimelineEntry) -> tuple[str, str]:
    row = entry.rows.get("reopening_id")
    given = {"round": row.round if row else "", "why": row.text if row else ""}
    if entry.person is None:
        return "", _("It is looked at again, round %(round)s: %(why)s") % given
    return entry.person.name, _("had it looked at again, round %(round)s: %(why)s") % given


def _appeal_decided(entry: TimelineEntry) -> tuple[str, str]:
    row = entry.rows.get("appeal_id")
    who = entry.person.name if entry.person else ""
    if row is not None and not row.is_granted:
        return who, _("refused the appeal: %(why)s") % {"why": row.reasons}
    return who, _("granted the appeal")


def _owner(entry: TimelineEntry) -> tuple[str, str]:
    row = entry.rows.get("owner_id")
    return row.name if row else "", _("sees to it from now on")


def _outcome(entry: TimelineEntry) -> tuple[str, str]:
    row = entry.rows.get("outcome_id")
    if row is None:
        return "", _("It went on")
    return "", _("%(step)s: %(note)s") % {"step": row.get_stage_display(), "note": row.note}


def _condition_met(entry: TimelineEntry) -> tuple[str, str]:
    row = entry.rows.get("condition_id")
    given = {"condition": row.text if row else "", "note": row.met_note if row else ""}
    return entry.person.name if entry.person else "", _("met the condition “%(condition)s”: %(note)s") % given


_AUTHOR = gettext_lazy("The author")
LINES: Final[Mapping[str, Look]] = {
    "idea.reopened": ("repeat", "active", _reopened),
    "condition.met": ("list-check", "yes", _condition_met),
    "owner.named": ("user", "info", _owner),
    "outcome.recorded": ("hammer", "yes", _outcome),
    "appeal.filed": ("message-2", "owed", by_person(gettext_lazy("appealed against the answer"), _AUTHOR)),
    "appeal.decided": ("scale", "decide", _appeal_decided),
}
