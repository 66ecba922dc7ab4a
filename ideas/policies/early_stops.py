"""Who may ask to stop an idea early, and as what.

Source: docs/review-process.md 3.9.
"""

from collections.abc import Mapping
from typing import Final

from ideas.models import EarlyStop, Review, User
from ideas.policies.deciders import deciders_of
from ideas.policies.reviews import can_submit_review
from ideas.workflow import Stage

Kind = EarlyStop.Kind
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "legal": (Kind.UNLAWFUL, Kind.PROHIBITED),
    "operations": (Kind.UNSAFE,),
    "procurement": (Kind.UNLAWFUL, Kind.PROHIBITED),
    "security": (Kind.UNSAFE, Kind.PROHIBITED),
}


def can_ask_early_stop(user: User, review: Review) -> bool:
    """Return whether `user` may ask to stop the idea: who answered "do not support" for a department that can block.

    Once for each answer, while departments still review. `review.department` and `review.idea` must be loaded.
    """
    is_against = review.recommendation == Review.Recommendation.DO_NOT_SUPPORT
    if review.state != Review.State.SUBMITTED or not is_against or review.department.slug not in KINDS:
        return False
    if review.idea.stage != Stage.IN_REVIEW or review.round != review.idea.round:
        return False
    return can_submit_review(user, review) and not EarlyStop.objects.filter(review=review).exists()


def can_end_early_stop(user: User, stop: EarlyStop) -> bool:
    """Return whether `user` says what becomes of the stop: whoever decides the idea."""
    return any(one.person == user for one in deciders_of(stop.idea))
