"""Who calls, and what somebody may not do."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from api.problem_types.kinds import ProblemType

ACCESS: Final[Mapping[str, ProblemType]] = {
    "csrf_failed": ProblemType(
        403,
        _("A call with a browser's session came without its CSRF token."),
        _("Send the token in the header X-CSRFToken, or call with a personal token instead."),
    ),
    "has_interest": ProblemType(
        403,
        _(
            "Somebody with an interest in an idea, or who acts for such a person, neither reviews it nor takes the interest away."
        ),
        _("Somebody else has to do this."),
    ),
    "cannot_strike": ProblemType(
        403,
        _(
            "What was named by mistake is struck out by a programme manager who did not name it and has no conflict with the idea."
        ),
        _("Ask another programme manager."),
    ),
    "interest_undecided": ProblemType(
        403,
        _("You named an interest, and nobody has decided yet whether you may go on."),
        _("Save a draft, and wait for the lead of the department."),
    ),
    "invalid_token": ProblemType(
        401,
        _("The token is not one of ours, or its person may no longer sign in."),
        _("Make a new one in your profile."),
    ),
    "not_authenticated": ProblemType(
        401, _("Nobody is signed in."), _("Send a personal token in the header Authorization, or sign in.")
    ),
    "not_calendar_editor": ProblemType(
        403, _("Only those who keep calendars do this."), _("Ask a triager, a programme manager or an administrator.")
    ),
    "not_administrator": ProblemType(403, _("Only administrators do this."), _("Ask one of them.")),
    "not_asked": ProblemType(
        403,
        _("This is for those who are asked to look at the idea."),
        _("The lanes of the idea say who is asked."),
    ),
    "not_author": ProblemType(
        403, _("Only the authors of an idea do this."), _("Ask one of its authors, or write a comment.")
    ),
    "not_decider": ProblemType(
        403, _("Somebody else decides about this idea."), _("The idea's page names who decides.")
    ),
    "not_found": ProblemType(
        404,
        _("There is nothing here, or you may not know that there is. Both are answered alike."),
        _("Check the address. If somebody sent it to you, ask them whether you may see it."),
    ),
    "not_in_pool": ProblemType(
        403,
        _("This person does not review for this department."),
        _("Choose one of the department's reviewers."),
    ),
    "not_lead": ProblemType(
        403,
        _("Only the lead or deputy of the department, or a programme manager, does this."),
        _("Ask one of them."),
    ),
    "not_own_comment": ProblemType(
        403, _("Only its writer changes or deletes a comment."), _("Report it if it should not be there.")
    ),
    "not_permitted": ProblemType(
        403,
        _("You may see this, but this step is for somebody else."),
        _("`allowed_actions` of each object says what you may do with it."),
    ),
    "not_concerned": ProblemType(
        403,
        _("Questions are for the authors and those who look at the idea."),
        _("Read the discussion of the idea instead."),
    ),
    "not_your_question": ProblemType(
        403, _("The question is for somebody else to answer."), _("`addressee` says who is asked.")
    ),
    "not_your_review": ProblemType(
        403,
        _("This review belongs to somebody else."),
        _("Only its reviewer or the department's lead does this."),
    ),
    "own_comment": ProblemType(403, _("Nobody reports a comment of their own."), _("Delete it instead.")),
    "own_idea": ProblemType(
        403,
        _("Authors neither vote for, review nor decide about their own idea."),
        _("Somebody else has to do this."),
    ),
    "own_team": ProblemType(
        403, _("The author's own team does not review the idea."), _("Somebody of another team has to do this.")
    ),
    "scope_missing": ProblemType(
        403, _("The token lacks a scope that this call needs."), _("Make a token with the scope that `detail` names.")
    ),
    "session_required": ProblemType(
        403,
        _("What guards an account is changed with a browser's session only."),
        _("Sign in with a browser and do it there."),
    ),
    "token_expired": ProblemType(401, _("The token's time is over."), _("Make a new one in your profile.")),
    "token_in_query": ProblemType(
        400,
        _("A token was sent in the address, and addresses are written into logs and histories."),
        _("Revoke this token, make another, and send that one in the header Authorization."),
    ),
    "token_revoked": ProblemType(401, _("The token was revoked."), _("Make a new one in your profile.")),
}
