"""Who holds reviews, and how many."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from api.problem_types.kinds import ProblemType

WORKLOAD: Final[Mapping[str, ProblemType]] = {
    "not_lead": ProblemType(
        403,
        _("This is for the department's lead or deputy, and for those who keep order over all departments."),
        _("Ask the lead of the department; the page of its members names them."),
    ),
    "over_capacity": ProblemType(
        409,
        _("With this review the person would carry more open points than their capacity allows."),
        _("Finish something first, or let the lead of the department hand it over or take it over."),
    ),
    "reviewer_away": ProblemType(
        409,
        _("The person is away today, or for most of the time that is left for the review, and nobody acts for them."),
        _("Give it to somebody who is here, or name somebody who acts for the person on these days."),
    ),
    "bounce_open": ProblemType(
        409,
        _("The review was sent back already, and waits to be settled."),
        _("A triager or programme manager settles it; the history of the idea tells."),
    ),
    "bounce_settled": ProblemType(
        409,
        _("It was settled already whose the review is."),
        _("Read the answer in the history of the idea."),
    ),
    "not_in_review": ProblemType(
        409,
        _("The idea is not in review at the moment: it waits for its author or for its decision."),
        _("Read the stage of the idea; a triager changes who is asked of an idea that waits for its decision."),
    ),
    "left_out_by_triager": ProblemType(
        409,
        _("A triager said that this department is not asked about the idea."),
        _("Ask the triager, who is named in the history of the idea; a triager can ask it again."),
    ),
    "not_programme_manager": ProblemType(
        403,
        _("After two reviews of an idea that were sent back, a programme manager settles the rest."),
        _("Leave it to a programme manager."),
    ),
}
