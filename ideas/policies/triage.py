"""Who sorts new ideas.

Source: docs/permissions.md "Who may do what".
"""

from ideas.models import Idea, User
from ideas.policies.ideas import is_author
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of
from ideas.workflow import OPEN_STAGES


def can_open_triage(person: User) -> bool:
    """Return whether `person` sorts ideas at all: triagers and programme managers. One query, none once asked."""
    return standing_of(person).has(Permission.OVERRIDE_ROUTING)


def can_triage_idea(person: User, idea: Idea) -> bool:
    """Return whether `person`, who may see it, may sort `idea` now: an open one that is not their own.

    Whether it is decided is another question, asked under the lock.
    """
    return idea.stage in OPEN_STAGES and can_open_triage(person) and not is_author(person, idea)
