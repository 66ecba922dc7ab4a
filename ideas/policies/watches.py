"""Who may say that what was watched over has come about.

Source: docs/permissions.md "After the decision".
"""

from ideas.models import Decision, User, Watch
from ideas.policies.ideas import is_author
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of
from ideas.workflow import Stage

ASLEEP = frozenset({Stage.DECLINED, Stage.PARKED})


def can_wake_ideas_of_others(user: User) -> bool:
    """Whether `user` may wake ideas that others decided: triagers and programme managers."""
    return standing_of(user).has(Permission.OVERRIDE_ROUTING)


def can_wake_idea(user: User, watch: Watch) -> bool:
    """Whether `user` is one to wake the idea of `watch`: its decider, a triager, a programme manager; never an author."""
    if not user.is_active or is_author(user, watch.decision.idea):
        return False
    return watch.decision.decided_by_id == user.pk or can_wake_ideas_of_others(user)


def still_watches(decision: Decision) -> bool:
    """Whether what `decision` watches over may still wake its idea: told, of the present round, and asleep. No query."""
    idea = decision.idea
    return decision.announced_at is not None and decision.round == idea.round and idea.stage in ASLEEP
