"""Who looks after channels and webhooks. Source: docs/permissions.md "Who may do what"."""

from ideas.models import User
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of


def can_manage_endpoints(person: User) -> bool:
    """Return whether `person` may see, connect, change and stop channels and webhooks. Two queries, none once asked."""
    return person.is_active and standing_of(person).has(Permission.MANAGE_ENDPOINTS)
