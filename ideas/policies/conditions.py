"""Who says that a condition of a yes is met.

Source: docs/permissions.md "After the decision".
"""

from ideas.models import Condition, User
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of


def can_meet_condition(user: User, condition: Condition) -> bool:
    """Whether `user` may say that `condition` of a decision is met: its owner, who decided, triagers, programme managers."""
    decision = condition.decision
    if decision is None or not user.is_active:
        return False
    is_theirs = user.pk in {condition.owner_id, decision.decided_by_id}
    return is_theirs or standing_of(user).has(Permission.OVERRIDE_ROUTING)
