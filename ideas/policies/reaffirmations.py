"""Who says whether a department's answer stands after the idea was changed.

Source: docs/permissions.md "Who may do what".
"""

from ideas.models import Review, User
from ideas.policies.reviews import can_submit_review, can_take_over_review, is_conflicted


def can_reaffirm_review(user: User, review: Review) -> bool:
    """Whether `user` may say that the answer of `review` stands: whoever gave it, else lead or deputy without a conflict.

    Whether anything is asked is not looked at.
    """
    if review.state != Review.State.SUBMITTED:
        return False
    if can_submit_review(user, review):
        return True
    return can_take_over_review(user, review) and not is_conflicted(user, review)
