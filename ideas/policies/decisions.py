"""Who may decide, announce and read a decision.

Source: docs/permissions.md "Who decides".
"""

from collections.abc import Collection

from ideas.models import Decision, Idea, User
from ideas.policies.deciders import deciders_of_each
from ideas.policies.ideas import is_author
from ideas.workflow import Stage


def can_decide_idea(user: User, idea: Idea) -> bool:
    """Whether `user` is one of those who may decide `idea` at its tier; never an author. The stage is not asked."""
    return idea.pk in ideas_decided_by(user, [idea])


def ideas_decided_by(user: User, ideas: Collection[Idea]) -> frozenset[int]:
    """Return the keys of those of `ideas` that `user` may decide, each as `can_decide_idea`; queries as `deciders_of_each`."""
    found = deciders_of_each(ideas)
    return frozenset(key for key, deciders in found.items() if any(one.person == user for one in deciders))


def can_announce_decision(user: User, decision: Decision) -> bool:
    """Whether `user` may tell everybody now: the decider, once."""
    return user.is_active and decision.announced_at is None and decision.decided_by_id == user.pk


def can_read_decision(user: User, decision: Decision) -> bool:
    """Whether `user`, who may see the idea, may know the decision: authors and decider at once, others when announced."""
    if decision.announced_at is not None or decision.decided_by_id == user.pk:
        return True
    return is_author(user, decision.idea)


def can_read_decision_pack(user: User, idea: Idea) -> bool:
    """Whether `user`, who may see `idea`, may have everything about its decision in one piece.

    Whoever may know the decision of the present round, and those who are about to make it.
    """
    decision = Decision.objects.filter(idea=idea, round=idea.round).select_related("idea").first()
    if decision is not None:
        return can_read_decision(user, decision)
    return idea.stage == Stage.READY_FOR_DECISION and can_decide_idea(user, idea)
