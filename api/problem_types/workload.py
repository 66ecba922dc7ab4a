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
}
