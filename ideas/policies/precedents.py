"""Who says whether a declined idea came before one that was approved later.

Source: docs/permissions.md "After the decision".
"""

from ideas.models import Precedent, User
from ideas.policies.ideas import is_author
from ideas.policies.triage import can_open_triage


def can_settle_precedent(user: User, precedent: Precedent) -> bool:
    """Whether `user` is one to settle `precedent`: triagers and programme managers; never an author of one of the two."""
    return can_open_triage(user) and not is_author(user, precedent.idea) and not is_author(user, precedent.earlier)
