"""Who may read the business case of an idea.

Source: docs/review-process.md 3.4 "The business case".
"""

from typing import Final

from ideas.models import Idea, User
from ideas.policies.ballots import sits_on_board_for
from ideas.policies.decisions import can_decide_idea, can_read_decision_pack
from ideas.policies.reviews import review_access
from ideas.workflow import Stage

CASE_TIER: Final = 2  # smaller ideas are decided without one


def has_case(idea: Idea) -> bool:
    """Whether `idea` is large enough for a business case; whether it is there yet is not asked."""
    return idea.tier is not None and idea.tier >= CASE_TIER


def can_read_case(user: User, idea: Idea) -> bool:
    """Whether `user`, who may see `idea`, may read its business case.

    Whoever may have everything about its decision; and while it is ready, whoever decides or votes for the board and
    may read all answers. To these it does not tell whether it is decided already.
    """
    if not has_case(idea):
        return False
    return can_read_decision_pack(user, idea) or _is_about_to_decide(user, idea)


def _is_about_to_decide(user: User, idea: Idea) -> bool:
    if idea.stage != Stage.READY_FOR_DECISION:
        return False
    judges = can_decide_idea(user, idea) or sits_on_board_for(user, idea)
    return judges and review_access(user, idea).reads_all
