"""What people do about late answers."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from api.problem_types.kinds import ProblemType

LATE_ANSWERS: Final[Mapping[str, ProblemType]] = {
    "not_working_day": ProblemType(
        422, _("Nobody works on that day."), _("Send a working day; calendars name days off.")
    ),
    "after_latest": ProblemType(
        422, _("The day is too far away."), _("Send an earlier one; the sentence names the last day.")
    ),
    "not_due_yet": ProblemType(
        409,
        _("The date of the review is still to come."),
        _("Give it more time from the day on which it is due."),
    ),
    "extended_before": ProblemType(
        409,
        _("The review was given more time once already."),
        _("Finish it, or hand it over."),
    ),
    "escalated_before": ProblemType(
        409,
        _("The idea was escalated at this stage already; an escalation climbs by itself until somebody acts."),
        _("`GET` on the same address says where it stands."),
    ),
    "waits_for_author": ProblemType(
        409,
        _("Everything that the idea lacks waits for an answer of its author."),
        _("Answer the open questions."),
    ),
    "not_answerable": ProblemType(
        403,
        _("The caller does not answer for the promise: they neither decide the idea nor manage the programme."),
        _("Ask whoever decides the idea, or a programme manager."),
    ),
    "promise_not_missed": ProblemType(
        409,
        _("No promise of the idea was missed, its clock stands, or the answer came meanwhile."),
        _("Read the idea again."),
    ),
    "apology_stands": ProblemType(
        409,
        _("A new day was named already, and is still to come."),
        _("Keep that day. Another one is named when it passes."),
    ),
}
