"""Who decides about an idea, and because of what.

Source: docs/permissions.md "Who decides".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ideas.models import Membership, RoleGrant, User

BUSINESS = "business"
MANAGERS_UP = 10  # far more levels than any organisation has; a loop of managers ends here


class Because(StrEnum):
    """Why a person decides; stored with the decision, never renamed."""

    AUTHOR_MANAGER = "author_manager"
    BUSINESS_LEAD = "business_lead"
    BUSINESS_DEPUTY = "business_deputy"
    BOARD_CHAIR = "board_chair"
    PROGRAMME_MANAGER = "programme_manager"


@dataclass(frozen=True)
class Decider:
    """The person who decides; None where nobody in the organisation may."""

    person: User | None
    because: Because


def expected_decider(*, tier: int, author: User, excluded: frozenset[int]) -> Decider:
    """Return who decides an idea of `tier`, before any review is known.

    Args:
        author: the first author, whose manager decides at tier 0.
        excluded: keys of people who may not: every author, later also reviewers and people with an interest.

    Two queries at most tiers, one more for each level of managers looked through at tier 0.
    """
    for person, because in _in_turn(tier, author):
        if person.is_active and person.pk not in excluded:
            return Decider(person, because)
    return Decider(None, Because.PROGRAMME_MANAGER)


def _in_turn(tier: int, author: User) -> Iterator[tuple[User, Because]]:
    """Yield who may decide, the first choice first."""
    if tier == 0:
        yield from ((manager, Because.AUTHOR_MANAGER) for manager in _managers_of(author))
    if tier <= 2:
        yield from _leads_of_business(with_deputy=tier == 1)
    else:
        yield from _holders(RoleGrant.Role.BOARD_CHAIR, Because.BOARD_CHAIR)
    yield from _holders(RoleGrant.Role.PROGRAMME_MANAGER, Because.PROGRAMME_MANAGER)


def _managers_of(author: User) -> Iterator[User]:
    manager = author.manager
    for _level in range(MANAGERS_UP):
        if manager is None:
            return
        yield manager
        manager = manager.manager


def _leads_of_business(*, with_deputy: bool) -> Iterator[tuple[User, Because]]:
    places = Membership.objects.filter(department__slug=BUSINESS).select_related("person")
    by_role = {place.role: place.person for place in places}
    if Membership.Role.LEAD in by_role:
        yield by_role[Membership.Role.LEAD], Because.BUSINESS_LEAD
    if with_deputy and Membership.Role.DEPUTY in by_role:
        yield by_role[Membership.Role.DEPUTY], Because.BUSINESS_DEPUTY


def _holders(role: RoleGrant.Role, because: Because) -> Iterator[tuple[User, Because]]:
    for grant in RoleGrant.objects.filter(role=role).select_related("person").order_by("id"):
        yield grant.person, because
