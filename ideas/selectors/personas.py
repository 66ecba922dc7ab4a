"""The people of the demonstration whom a visitor may be."""

from django.db.models import QuerySet

from ideas.models import RoleGrant, User


def personas() -> QuerySet[User]:
    """Return the people to sign in as, in their order; nobody outside a demonstration. One query."""
    return User.objects.filter(is_active=True, persona_order__isnull=False).order_by("persona_order", "id")


def demo_people() -> QuerySet[User]:
    """Return everybody whom a visitor of the demonstration may be, by department and name. One query."""
    people = User.objects.filter(is_active=True).select_related("department")
    return people.order_by("department__name_sort", "department_id", "name_sort", "id")


def first_administrator() -> User | None:
    """Return the administrator who was named first and is still active. One query."""
    grants = RoleGrant.objects.filter(role=RoleGrant.Role.ADMINISTRATOR, person__is_active=True)
    grant = grants.select_related("person").order_by("id").first()
    return grant.person if grant else None


def active_person(*, email: str) -> User | None:
    """Return the active person with this address, regardless of case. One query."""
    return User.objects.filter(email__iexact=email, is_active=True).first()


def active_person_by_key(key: int) -> User | None:
    """Return the active person of this key. One query."""
    return User.objects.filter(pk=key, is_active=True).first()
