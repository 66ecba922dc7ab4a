"""Who writes the answers that are offered to everybody who answers.

Source: docs/permissions.md "Settings".
"""

from ideas.models import User
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of


def can_edit_answer_template(person: User) -> bool:
    """Return whether `person` adds, changes and removes answer templates: triagers and programme managers."""
    return standing_of(person).has(Permission.OVERRIDE_ROUTING)
