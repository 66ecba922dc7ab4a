"""What follows a decision: watches and other rounds, appeals, conditions, outcomes."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from api.problem_types.kinds import ProblemType

AFTER_DECISION: Final[Mapping[str, ProblemType]] = {
    "already_so": ProblemType(
        422,
        _("What is to be watched over is so already: the department carries less than that."),
        _("Name a smaller load, or leave the watch out."),
    ),
    "appeal_over": ProblemType(
        409,
        _(
            "The appeal was answered, or there is no answer that could be appealed: the idea is awake or was not refused."
        ),
        _("Read the idea again."),
    ),
    "appeal_too_late": ProblemType(
        409,
        _("An appeal is taken within 20 working days after the decision was told."),
        _("Share a new idea, or write a comment."),
    ),
    "appealed_already": ProblemType(
        409, _("There was an appeal against this decision; there is one for each."), _("Read its answer.")
    ),
    "condition_met": ProblemType(409, _("The condition is met already."), _("Read the idea again.")),
    "not_condition_owner": ProblemType(
        403,
        _("Who sees to a condition, who decided, triagers and programme managers say that it is met."),
        _("Tell one of them."),
    ),
    "not_for_no": ProblemType(422, _("Only a yes has an owner."), _("Leave the owner out.")),
    "not_for_yes": ProblemType(
        422, _("Only a no or a not now is woken again; a yes has no watches."), _("Leave the watches out.")
    ),
    "not_judge": ProblemType(
        403,
        _("An appeal is answered by a programme manager or the chair of the board who was not involved."),
        _("Leave it to them."),
    ),
    "not_owner": ProblemType(
        403,
        _("Its owner, who decided it, triagers and programme managers say what becomes of an approved idea."),
        _("Tell one of them, or write a comment."),
    ),
    "not_watcher": ProblemType(
        403,
        _("Only its decider, triagers and programme managers wake an idea, and never one that they wrote."),
        _("Tell one of them what has happened, or write a comment."),
    ),
    "owner_missing": ProblemType(
        409, _("Nobody owns the approved idea yet."), _("Name somebody who sees to it first.")
    ),
    "person_inactive": ProblemType(
        409, _("The account of this person is closed."), _("Choose somebody who can sign in.")
    ),
    "unknown_watch": ProblemType(
        422, _("A kind of watch is not offered, or is named twice."), _("Name each kind at most once.")
    ),
    "precedent_settled": ProblemType(409, _("Somebody has settled this already."), _("Read the list again.")),
    "watch_over": ProblemType(
        409,
        _("The idea does not sleep for this any more: it was woken, or decided anew."),
        _("Read the idea again."),
    ),
}
