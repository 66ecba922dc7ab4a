"""Acts on many rows, and answer templates."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from api.problem_types.kinds import ProblemType

BULK: Final[Mapping[str, ProblemType]] = {
    "answer_template_exists": ProblemType(
        409, _("There is an answer template of that name and kind already."), _("Choose another name, or change it.")
    ),
    "answer_templates_full": ProblemType(
        409, _("There are a hundred answer templates."), _("Remove one that nobody uses.")
    ),
    "clock_stands": ProblemType(
        409,
        _("The clock of the review stands: its reviewer waits for somebody else."),
        _("Wait until it runs again, or look at its questions."),
    ),
    "draft_has_words": ProblemType(
        409,
        _("The draft has words of its own for the author, or another recommendation than support."),
        _("Send it by itself, or take the words out first."),
    ),
    "nobody_holds_it": ProblemType(409, _("Nobody holds the review yet."), _("Hand it over to somebody.")),
    "nothing_chosen": ProblemType(422, _("No row was chosen."), _("Name at least one.")),
    "reminded_today": ProblemType(
        409, _("The reviewer was reminded of this review today already."), _("Wait until tomorrow, or hand it over.")
    ),
}
