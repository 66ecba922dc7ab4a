"""Who says that a review is not for their department, and who settles that.

Source: docs/review-process.md 3.12.
"""

from ideas.models import Bounce, RoleGrant, User
from ideas.policies.roles import standing_of
from ideas.policies.triage import can_open_triage, can_triage_idea

BOUNCES_FOR_TRIAGERS = 2


def can_settle_bounce(person: User, bounce: Bounce) -> bool:
    """Return whether `person`, who may see the idea, settles `bounce`.

    Triagers and programme managers; from the third of a round on programme managers alone. Never an author.
    """
    return can_triage_idea(person, bounce.idea) and is_in_reach(person, bounce.number)


def is_in_reach(person: User, number: int) -> bool:
    """Return whether somebody with the roles of `person` settles the bounce of that number in its round."""
    is_manager = RoleGrant.Role.PROGRAMME_MANAGER.value in standing_of(person).roles
    return can_open_triage(person) and (number <= BOUNCES_FOR_TRIAGERS or is_manager)
