"""Reads the directory that every member may see: departments, and the names of colleagues."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import InvalidValue
from ideas.models import Department, Membership, User
from ideas.text import sort_key

LEAST_SEARCH_CHARS = 2


def departments_for_directory(*, kind: str | None = None) -> QuerySet[Department]:
    """Return the departments in use, of one kind where given; unevaluated."""
    departments = Department.objects.filter(is_active=True)
    return departments if kind is None else departments.filter(kind=kind)


def people_for_directory(*, name: str) -> QuerySet[User]:
    """Return active people one of whose names begins with `name`, with their department; unevaluated.

    Nobody is found by e-mail address, and there is no list of everybody.

    Raises:
        InvalidValue: `name` has fewer than two letters (422, `too_short`).
    """
    wanted = sort_key(name.strip())
    if len(wanted) < LEAST_SEARCH_CHARS:
        raise InvalidValue(_("Write at least two letters of the name."), code="too_short")
    begins = User.objects.filter(name_sort__startswith=wanted) | User.objects.filter(name_sort__contains=f" {wanted}")
    return begins.filter(is_active=True).select_related("department")


def colleagues() -> QuerySet[User]:
    """Return everybody who works here, with their department, to look one up by public id; unevaluated."""
    return User.objects.filter(is_active=True).select_related("department")


def places_of(*, person: User) -> QuerySet[Membership]:
    """Return the memberships of `person` with their departments, by the departments' names; unevaluated."""
    return Membership.objects.filter(person=person).select_related("department").order_by("department__name_sort", "id")
