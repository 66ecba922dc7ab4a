"""Departments as the settings show them."""

from django.db.models import Case, Count, Prefetch, Q, QuerySet, When

from ideas.models import Calendar, Department, Holiday, Membership, User
from ideas.policies.people import can_manage_departments
from ideas.policies.roles import standing_of
from ideas.selectors.calendars import CALENDAR_OF_DEPARTMENT

_LEADERS_FIRST = Case(When(role=Membership.Role.LEAD, then=0), When(role=Membership.Role.DEPUTY, then=1), default=2)


def departments_for_settings(*, viewer: User) -> QuerySet[Department]:
    """Return the departments that `viewer` manages: all of them, or those they lead. Reviewing ones first; unevaluated.

    Each has `calendar` and `site` loaded, `member_count: int` (active people who review for it) and `leaders`: its lead and deputy.
    """
    leaders = Membership.objects.exclude(role=Membership.Role.REVIEWER).select_related("person").order_by("-role")
    rows = (
        Department.objects.select_related(*CALENDAR_OF_DEPARTMENT)
        .prefetch_related(Prefetch("memberships", leaders, to_attr="leaders"))
        .annotate(member_count=Count("memberships", filter=Q(memberships__person__is_active=True)))
        .order_by("-is_active", "kind", "name_sort", "id")
    )
    return rows if can_manage_departments(viewer) else rows.filter(pk__in=standing_of(viewer).leads)


def members_of(*, department: Department) -> QuerySet[Membership]:
    """Return the department's places with their people: lead, deputy, then reviewers by name. Unevaluated.

    Each has `place: int`, 0 for the lead, 1 for the deputy, 2 for reviewers.
    """
    rows = Membership.objects.filter(department=department).select_related("person", "department")
    return rows.annotate(place=_LEADERS_FIRST).order_by("place", "person__name_sort", "id")


def calendars_with_use() -> QuerySet[Calendar]:
    """Return every calendar with `department_count`, how many departments have it as their own; by name."""
    return Calendar.objects.annotate(department_count=Count("departments")).order_by("name", "id")


def calendar_choices() -> QuerySet[Calendar]:
    """Return every calendar by name; unevaluated."""
    return Calendar.objects.order_by("name", "id")


def holidays_of(*, calendar: Calendar, from_year: int) -> QuerySet[Holiday]:
    """Return the calendar's holidays from 1 January of `from_year` on, in order; unevaluated."""
    return Holiday.objects.filter(calendar=calendar, on__year__gte=from_year).select_related("calendar").order_by("on")
