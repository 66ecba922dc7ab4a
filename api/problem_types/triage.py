"""Sorting new ideas: lanes, first responses, other tiers and departments."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from api.problem_types.kinds import ProblemType

TRIAGE: Final[Mapping[str, ProblemType]] = {
    "first_response_given": ProblemType(
        409,
        _("The author has had a first response in this round already."),
        _("Write a comment, or send the idea down a lane without a text."),
    ),
    "match_needed": ProblemType(
        422,
        _("There is nobody and nothing to bring the author together with, or the colleague may not read the idea."),
        _("Name an active colleague who may read it, or another open idea."),
    ),
    "merged_further": ProblemType(
        409, _("The idea that it was merged into was merged itself."), _("Take that one apart first.")
    ),
    "nobody_left_to_answer": ProblemType(
        409,
        _("Everybody who would still be required has answered, so leaving the others out would make the idea ready."),
        _("Let one more department answer, or leave it as it is."),
    ),
    "nobody_required": ProblemType(
        422, _("No department would be required any more."), _("Leave one department at least that must answer.")
    ),
    "not_in_triage": ProblemType(
        409, _("The idea does not wait in triage, or somebody was quicker."), _("Read the idea's triage again.")
    ),
    "not_merged": ProblemType(409, _("The idea is not merged into another one."), _("Read the idea again.")),
    "not_routed": ProblemType(
        409, _("The idea has no tier and departments yet."), _("Try again in a moment; they are found after sending.")
    ),
    "not_triager": ProblemType(
        403, _("Only triagers and programme managers sort ideas."), _("Tell one of them, or write a comment.")
    ),
    "nothing_changed": ProblemType(
        409,
        _("This tier and these departments hold already, or the department has answered."),
        _("Change something, or leave it as it is."),
    ),
    "same_idea": ProblemType(422, _("An idea cannot be merged into itself."), _("Name another idea in `target`.")),
    "unknown_door": ProblemType(
        422, _("The rules know no such door."), _("The idea's triage names the doors in `doors`.")
    ),
    "unknown_idea": ProblemType(
        422, _("There is no idea of this number, or the caller may not see it."), _("Correct the number.")
    ),
    "unknown_tier": ProblemType(
        422, _("The rules by which the idea was routed know no such tier."), _("Choose one of their tiers, 0 to 3.")
    ),
    "visibility_differs": ProblemType(
        409,
        _("Not the same people may read both ideas."),
        _("Write to the authors instead, or let them change who may read theirs."),
    ),
}
