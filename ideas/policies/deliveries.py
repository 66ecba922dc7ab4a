"""Who may look after the outbox. Source: docs/permissions.md."""

from ideas.models import User
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of


def can_read_deliveries(user: User) -> bool:
    """Health of the outbox and the deliveries that were given up: administrators and programme managers."""
    return standing_of(user).has(Permission.READ_HEALTH)


def can_manage_deliveries(user: User) -> bool:
    """Try again or cancel: administrators."""
    return standing_of(user).has(Permission.MANAGE_DELIVERIES)
