"""What a person is here: organisation-wide roles and places in departments."""

from dataclasses import dataclass

from ideas.models import Membership, RoleGrant, User
from ideas.policies.permissions import ROLE_PERMISSIONS, Permission

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
    """Return the roles of `person`; read once for each instance (two queries), nothing for an inactive one."""
    cached = person.__dict__.get(_CACHE)
    if isinstance(cached, Standing):
        return cached
    standing = _read(person) if person.is_active else Standing(frozenset(), frozenset(), frozenset(), frozenset())
    person.__dict__[_CACHE] = standing
    return standing


def _read(person: User) -> Standing:
    places = list(Membership.objects.filter(person=person).values_list("department_id", "role"))
    return Standing(
        roles=frozenset(RoleGrant.objects.filter(person=person).values_list("role", flat=True)),
        leads=frozenset(department for department, role in places if role == Membership.Role.LEAD),
        deputises=frozenset(department for department, role in places if role == Membership.Role.DEPUTY),
        reviews_for=frozenset(department for department, _role in places),
    )
