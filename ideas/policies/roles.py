"""What a person is here: organisation-wide roles and places in departments."""

from dataclasses import dataclass

from ideas.models import Membership, User
from ideas.policies.permissions import ROLE_PERMISSIONS, Permission
from ideas.querysets.readers import reader_of

_CACHE = "_groundswell_standing"


@dataclass(frozen=True)
class Standing:
    """Roles of one person as they were when first asked in this request or job. Department ids are keys."""

    roles: frozenset[str]
    leads: frozenset[int]
    deputises: frozenset[int]
    reviews_for: frozenset[int]

    def has(self, permission: Permission) -> bool:
        """Return whether one of the organisation-wide roles gives `permission`."""
        return any(permission in ROLE_PERMISSIONS[role] for role in self.roles)


def standing_of(person: User) -> Standing:
    """Return the roles of `person`; read once for each instance (one query), nothing for an inactive one."""
    cached = person.__dict__.get(_CACHE)
    if isinstance(cached, Standing):
        return cached
    standing = _read(person) if person.is_active else Standing(frozenset(), frozenset(), frozenset(), frozenset())
    person.__dict__[_CACHE] = standing
    return standing


def _read(person: User) -> Standing:
    reader = reader_of(person)
    return Standing(
        roles=reader.roles,
        leads=frozenset(place.department for place in reader.places if place.role == Membership.Role.LEAD),
        deputises=frozenset(place.department for place in reader.places if place.role == Membership.Role.DEPUTY),
        reviews_for=frozenset(place.department for place in reader.places),
    )
