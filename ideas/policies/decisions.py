"""Who may decide, announce and read a decision.

Source: docs/permissions.md "Who decides".
"""

from ideas.models import Decision, Idea, User
from ideas.policies.deciders import deciders_of
from ideas.policies.ideas import is_author


def can_decide_idea(user: User, idea: Idea) -> bool:
    """Whether `user` is one of those who may decide `idea` at its tier; never an author. The stage is not asked."""
    return any(one.person == user for one in deciders_of(idea))


def can_announce_decision(user: User, decision: Decision) -> bool:
    """Whether `user` may tell everybody now: the decider, once."""
    return user.is_active and decision.announced_at is None and decision.decided_by_id == user.pk


def can_read_decision(user: User, decision: Decision) -> bool:
    """Whether `user`, who may see the idea, may know the decision: authors and decider at once, others when announced."""
    if decision.announced_at is not None or decision.decided_by_id == user.pk:
        return True
    return is_author(user, decision.idea)
