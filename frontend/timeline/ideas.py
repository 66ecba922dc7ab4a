"""Words for what happens with every idea: sharing, reviews, the decision."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frontend import design
from frontend.timeline.wording import Look, by_person, in_place_of, of_review
from ideas.selectors.timeline import TimelineEntry


def _answered(entry: TimelineEntry) -> tuple[str, str]:
    if entry.recommendation:
        return entry.department, str(_ANSWERS[entry.recommendation])
    return entry.department, _("has answered")


_ANSWERS = {
    "support": gettext_lazy("supports it"),
    "support_with_conditions": gettext_lazy("supports it, with conditions"),
    "do_not_support": gettext_lazy("does not support it"),
    "not_for_us": gettext_lazy("passed it on"),
}


def _opened(entry: TimelineEntry) -> tuple[str, str]:
    words = ngettext("%(count)d department is asked", "%(count)d departments are asked", entry.count)
    return "", words % {"count": entry.count}


def _decided(entry: TimelineEntry) -> tuple[str, str]:
    if entry.decision is None:
        return "", _("It was decided")
    kind = design.look_of(design.STAGES, entry.decision.kind).words
    return in_place_of(entry.decision.decided_by, entry.decision.acted_for), _("decided: %(answer)s") % {
        "answer": str(kind).lower()
    }


def _locked(entry: TimelineEntry) -> tuple[str, str]:
    text = _("closed the discussion") if entry.is_locked else _("opened the discussion again")
    return entry.person.name if entry.person else "", text


_AUTHOR = gettext_lazy("The author")
LINES: Final[Mapping[str, Look]] = {
    "idea.submitted": ("send", "active", by_person(gettext_lazy("shared the idea"), _AUTHOR)),
    "idea.edited": ("pencil", "neutral", by_person(gettext_lazy("changed the idea"), _AUTHOR)),
    "idea.rerouted": (
        "route",
        "info",
        by_person(gettext_lazy("corrected an answer; who is asked was found anew"), _AUTHOR),
    ),
    "idea.withdrawn": ("arrow-back-up", "neutral", by_person(gettext_lazy("withdrew the idea"), _AUTHOR)),
    "discussion.locked": ("lock", "neutral", _locked),
    "reviews.opened": ("route", "info", _opened),
    "review.submitted": ("circle-check", "active", _answered),
    "review.unassignable": (
        "hourglass-empty",
        "owed",
        of_review(gettext_lazy("has nobody free yet; its lead was told")),
    ),
    "idea.ready_for_decision": ("scale", "decide", lambda entry: ("", _("All required answers are in"))),
    "decision.made": ("scale", "decide", _decided),
    "decision.announced": ("flag", "yes", lambda entry: ("", _("The answer was told to everybody"))),
}
