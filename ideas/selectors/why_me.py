"""Why a review went to the person who holds it, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas.models import Review

WHY_ME: Mapping[str, str | Promise] = {
    "only_one_eligible": _("You were the only one who could take it that day."),
    "lightest_load": _("You had the lightest load that day."),
    "tie_longest_since": _("Of those with the lightest load, your last one was longest ago."),
    "tie_first_id": _("Several had the lightest load; you came first in the list."),
    "claimed": _("You took it from the queue."),
    "stepped_in": _("You act for the colleague who had it."),
    "handed_over": _("A colleague handed it over to you."),
    "taken_over": _("You took it over as lead of the department."),
}


def why_me(review: Review) -> str:
    """Return the sentence that says to its owner why `review` is theirs; empty where nothing is known."""
    return str(WHY_ME.get(str(review.assigned_because.get("code", "")), ""))
