"""What goes wrong with versions of the rules."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from api.problem_types.kinds import ProblemType

RULES: Final[Mapping[str, ProblemType]] = {
    "in_the_past": ProblemType(422, _("This moment is past."), _("Send a later one, or none to begin at once.")),
    "not_rules_editor": ProblemType(
        403, _("The rules are for triagers and programme managers."), _("Ask one of them.")
    ),
    "own_draft": ProblemType(
        403,
        _("Whoever drafted or changed a version of the rules does not activate it."),
        _("Ask another triager or programme manager to read and activate it."),
    ),
    "rule_set_closed": ProblemType(
        409,
        _("This version of the rules is no draft any more, or it holds or has held."),
        _("Draft a new version."),
    ),
    "rule_set_invalid": ProblemType(
        422,
        _("This is no rule set that can be used."),
        _("`errors` names each part and field that is wrong; put all of them right and send it again."),
    ),
    "rule_set_unfinished": ProblemType(
        409,
        _("Something in this draft is still wrong, so it can neither be tried nor activated."),
        _("Read it: `problems` names each part and field."),
    ),
    "suggestion_gone": ProblemType(
        409,
        _("The report on the rules does not suggest this change any more: the figures or the rules changed."),
        _("Read the report again."),
    ),
    "too_far": ProblemType(422, _("This moment is more than a year away."), _("Send an earlier one.")),
    "too_many_drafts": ProblemType(409, _("There are twenty drafts of the rules already."), _("Discard one first.")),
}
