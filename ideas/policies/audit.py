"""Who may read and check the audit trail. Source: docs/permissions.md "The audit trail"."""

from ideas.models import User
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of


def can_verify_audit(person: User) -> bool:
    """Check the whole chain: administrators and programme managers."""
    return standing_of(person).has(Permission.VERIFY_AUDIT)


def can_read_audit(person: User) -> bool:
    """Read who did what about an idea: triagers, programme managers and administrators."""
    return standing_of(person).has(Permission.READ_AUDIT)
