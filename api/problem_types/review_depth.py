"""Changing answers, second readings, early stops and ballots."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from api.problem_types.kinds import ProblemType

REVIEW_DEPTH: Final[Mapping[str, ProblemType]] = {
    "against_board": ProblemType(422, _("The board has voted otherwise."), _("Decide what the board has voted.")),
    "ballot_closed": ProblemType(
        409, _("The board's vote is closed."), _("Read the ballot: `outcome` says what it was.")
    ),
    "ballot_open": ProblemType(
        409, _("The board still votes, or its tie is not decided."), _("Read the ballot: it names who has not voted.")
    ),
    "cannot_stop": ProblemType(
        403,
        _("This answer cannot stop the idea: it supports it, its department cannot block, or it was asked before."),
        _("Answer with the review alone."),
    ),
    "stop_open": ProblemType(
        409,
        _("A department has asked to stop the idea, and nobody has decided about that yet."),
        _("Wait for what becomes of it: at most one working day."),
    ),
    "stop_over": ProblemType(409, _("The early stop is over."), _("Read it: `verdict` says what became of it.")),
    "stopped_early": ProblemType(
        422, _("The idea was stopped early, so its answer cannot be a yes."), _("Decline or park it.")
    ),
    "not_escalated": ProblemType(
        409,
        _("The answer of this department is not so late that an idea may go ahead without it, or it came."),
        _("Wait for it. `GET` on the same address lists the departments that may be left out now."),
    ),
    "cannot_go_without": ProblemType(
        403,
        _("Nobody may go ahead without Legal, nor without Security where special data are, or may be, involved."),
        _("Ask the lead of the department, or the programme manager."),
    ),
    "risk_accepted": ProblemType(
        409, _("The risk was accepted before, and the answer asked for anew since."), _("Wait for the answer.")
    ),
    "wrong_day": ProblemType(
        422, _("The day is not within the time that fits."), _("The sentence says which days fit; send one of them.")
    ),
    "no_seat": ProblemType(
        403,
        _("The caller has no seat in the board's vote, or a conflict with the idea."),
        _("The seat's deputy may vote."),
    ),
    "no_tie": ProblemType(409, _("There is no tie for the chair to decide."), _("Read the ballot.")),
    "not_second_reader": ProblemType(
        403, _("Somebody else reads this answer a second time."), _("Read the review: `second_reading` names who does.")
    ),
    "idea_changed": ProblemType(
        409,
        _("The idea was changed again after the version that was sent."),
        _("Read the review: `reaffirmation` says what is different now; send its `to_version`."),
    ),
    "nothing_to_reaffirm": ProblemType(
        409,
        _("Nobody asks whether this answer stands: it was said already, or the idea was not changed."),
        _("Read the review: `reaffirmation` says what is asked."),
    ),
    "review_not_answered": ProblemType(
        409, _("Only an answer that was given can be changed."), _("Submit the review instead.")
    ),
    "review_revised": ProblemType(
        409, _("This answer was changed before; that is possible once."), _("Write a comment on the idea instead.")
    ),
    "seat_has_voted": ProblemType(
        409, _("The seat's holder has voted; the deputy cannot change that."), _("Ask the holder.")
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
