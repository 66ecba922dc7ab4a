"""Lists of the settings as files: people, departments and their members, roles."""

from typing import Final

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from frontend.csv import Column, Listing, csv_view, yes_or_no
from frontend.http import MemberRequest
from frontend.views.settings_departments import managed_departments
from frontend.views.settings_people import BY_NAME, asked_people, refuse_others
from ideas.models import Department, Membership, RoleGrant, User
from ideas.querysets.keyset import Key, Ordering
from ideas.selectors.calendars import own_calendar_of
from ideas.selectors.departments import members_of
from ideas.selectors.people import role_holders

BY_USE: Final = Ordering("use", (Key("is_active", is_descending=True), Key("kind"), Key("name_sort"), Key("id")))
BY_PLACE: Final = Ordering("place", (Key("place"), Key("person__name_sort"), Key("id")))
BY_ROLE: Final = Ordering("role", (Key("role"), Key("person__name_sort"), Key("id")))

PEOPLE: Final[tuple[Column[User], ...]] = (
    Column(gettext_lazy("Name"), lambda person: person.name),
    Column(gettext_lazy("E-mail address"), lambda person: person.email),
    Column(gettext_lazy("Job title"), lambda person: person.job_title),
    Column(gettext_lazy("Department"), lambda person: person.department.name if person.department else None),
    Column(gettext_lazy("Site"), lambda person: person.site),
    Column(gettext_lazy("Manager"), lambda person: person.manager.email if person.manager else None),
)


def _working_days(department: Department) -> str | None:
    calendar = own_calendar_of(department)
    return calendar.name if calendar else None


DEPARTMENTS: Final[tuple[Column[Department], ...]] = (
    Column(gettext_lazy("Name"), lambda department: department.name),
    Column(gettext_lazy("What it does"), lambda department: department.get_kind_display()),
    Column(gettext_lazy("Lead"), lambda department: _leader(department, Membership.Role.LEAD)),
    Column(gettext_lazy("Deputy"), lambda department: _leader(department, Membership.Role.DEPUTY)),
    Column(gettext_lazy("Reviewers"), lambda department: department.member_count),  # type: ignore[attr-defined]
    Column(gettext_lazy("Working days"), _working_days),
    Column(gettext_lazy("In use"), lambda department: yes_or_no(department.is_active)),
)
MEMBERS: Final[tuple[Column[Membership], ...]] = (
    Column(gettext_lazy("Name"), lambda place: place.person.name),
    Column(gettext_lazy("E-mail address"), lambda place: place.person.email),
    Column(gettext_lazy("Place"), lambda place: place.get_role_display()),
    Column(gettext_lazy("Capacity"), lambda place: place.capacity),
    Column(gettext_lazy("Knows about"), lambda place: ", ".join(place.tags)),
    Column(gettext_lazy("Can sign in"), lambda place: yes_or_no(place.person.is_active)),
)
ROLES: Final[tuple[Column[RoleGrant], ...]] = (
    Column(gettext_lazy("Role"), lambda grant: grant.get_role_display()),
    Column(gettext_lazy("Name"), lambda grant: grant.person.name),
    Column(gettext_lazy("E-mail address"), lambda grant: grant.person.email),
)


def _leader(department: Department, role: str) -> str | None:
    places: list[Membership] = department.leaders  # type: ignore[attr-defined]
    return next((place.person.name for place in places if place.role == role), None)


def _people(request: MemberRequest) -> Listing[User]:
    return Listing(asked_people(request).rows, BY_NAME, PEOPLE)


def _departments(request: MemberRequest) -> Listing[Department]:
    return Listing(managed_departments(request), BY_USE, DEPARTMENTS)


def _members(request: MemberRequest, slug: str) -> Listing[Membership]:
    department = get_object_or_404(managed_departments(request), slug=slug)
    return Listing(members_of(department=department), BY_PLACE, MEMBERS)


def _roles(request: MemberRequest) -> Listing[RoleGrant]:
    refuse_others(request.user)
    return Listing(role_holders(), BY_ROLE, ROLES)


people_csv = csv_view("people", _people)
departments_csv = csv_view("departments", _departments)
members_csv = csv_view("members", _members)
roles_csv = csv_view("roles", _roles)
