"""Changing answers, second readings, early stops and ballots."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from api.problem_types.kinds import ProblemType

REVIEW_DEPTH: Final[Mapping[str, ProblemType]] = {
    "not_second_reader": ProblemType(
        403, _("Somebody else reads this answer a second time."), _("Read the review: `second_reading` names who does.")
    ),
    "review_not_answered": ProblemType(
        409, _("Only an answer that was given can be changed."), _("Submit the review instead.")
    ),
    "review_revised": ProblemType(
        409, _("This answer was changed before; that is possible once."), _("Write a comment on the idea instead.")
    ),
    "second_reading_done": ProblemType(
        409,
        _("This answer was read a second time already."),
        _("Read the review; `second_reading` says what was said."),
    ),
    "unchanged": ProblemType(
        422, _("Nothing is different from what was said before."), _("Change something, or leave it.")
    ),
}
