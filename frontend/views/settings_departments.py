"""Departments: their leads and reviewers, for administrators and for leads of their own."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.addresses import csv_address
from frontend.forms.settings import DepartmentForm, LeadersForm, NewMemberForm, PlaceForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from ideas.exceptions import Conflict, DomainError, NotPermitted
from ideas.models import Department, Membership
from ideas.policies.people import can_manage_departments, can_read_load
from ideas.policies.roles import standing_of
from ideas.selectors.departments import departments_for_settings, members_of
from ideas.selectors.forecast import never_given, reaches_of
from ideas.selectors.people import names_to_offer
from ideas.services.departments import DepartmentFields, add_department, change_department, name_leader
from ideas.services.memberships import PlaceFields, add_member, change_member, refuse_leader, remove_member

UNPROCESSABLE: Final = 422


@for_members
@require_safe
def departments(request: MemberRequest) -> HttpResponse:
    """List the departments that the reader manages."""
    context = {
        "departments": list(managed_departments(request)),
        "can_manage": can_manage_departments(request.user),
        "csv_url": csv_address(request, "settings-departments-csv"),
    }
    return render(request, "frontend/pages/settings/departments.html", context)


def managed_departments(request: MemberRequest) -> QuerySet[Department]:
    """Return the departments that the reader manages.

    Raises:
        NotPermitted: they manage none (403, `not_administrator`).
    """
    if not (can_manage_departments(request.user) or standing_of(request.user).leads):
        raise NotPermitted(_("Departments are managed by administrators and their leads."), code="not_administrator")
    return departments_for_settings(viewer=request.user)


@for_members
@require_http_methods(["GET", "POST"])
def add(request: MemberRequest) -> HttpResponse:
    """Add a department."""
    if not can_manage_departments(request.user):
        raise NotPermitted(_("Only administrators change departments."), code="not_administrator")
    form = DepartmentForm(request.POST if request.method == "POST" else None, initial={"kind": "service"})
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_valid():
        try:
            row = add_department(by=request.user, fields=DepartmentFields(**form.cleaned_data))
            return redirect("settings-department", slug=row.slug)
        except DomainError as error:
            status = add_refusal(form, error)
    context = {
        "form": form,
        "heading": _("Add a department"),
        "submit": _("Add the department"),
        "back_url": reverse("settings-departments"),
        "back": _("Departments"),
    }
    return render(request, "frontend/pages/settings/form.html", context, status=status)


@for_members
@require_http_methods(["GET", "POST"])
def department(request: MemberRequest, slug: str) -> HttpResponse:
    """Show a department with its people; posting changes the department itself."""
    row = _department(request, slug)
    if request.method != "POST":
        return _page(request, row)
    form = DepartmentForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form, status=UNPROCESSABLE)
    try:
        change_department(department=row, by=request.user, fields=DepartmentFields(**form.cleaned_data))
    except NotPermitted:
        raise
    except DomainError as error:
        return _page(request, row, form=form, status=add_refusal(form, error))
    messages.success(request, _("Saved."))
    return redirect("settings-department", slug=slug)


@for_members
@require_http_methods(["POST"])
def name_leaders(request: MemberRequest, slug: str) -> HttpResponse:
    """Name lead and deputy."""
    row = _department(request, slug)
    form = LeadersForm(request.POST)
    if not form.is_valid():
        return _page(request, row, leaders=form, status=UNPROCESSABLE)
    wanted = form.cleaned_data
    if wanted["lead"] is not None and wanted["lead"] == wanted["deputy"]:
        form.add_error("deputy", _("Lead and deputy are two people."))
        return _page(request, row, leaders=form, status=UNPROCESSABLE)
    for role in (Membership.Role.LEAD, Membership.Role.DEPUTY):
        name_leader(department=row, role=role.value, person=wanted[role.value], by=request.user)
    messages.success(request, _("Saved."))
    return redirect("settings-department", slug=slug)


@for_members
@require_http_methods(["POST"])
def add_one(request: MemberRequest, slug: str) -> HttpResponse:
    """Add a reviewer."""
    row = _department(request, slug)
    form = NewMemberForm(request.POST)
    if not form.is_valid():
        return _page(request, row, member=form, status=UNPROCESSABLE)
    wanted = form.cleaned_data
    fields = PlaceFields(wanted["capacity"], wanted["tags"])
    try:
        add_member(department=row, person=wanted["person"], by=request.user, fields=fields)
    except DomainError as error:
        return _page(request, row, member=form, status=add_refusal(form, error))
    messages.success(request, _("%(name)s reviews for this department now.") % {"name": wanted["person"].name})
    return redirect("settings-department", slug=slug)


@for_members
@require_http_methods(["GET", "POST"])
def member(request: MemberRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Change what a reviewer can take on."""
    place = _place(request, slug, public_id)
    initial = {"capacity": place.capacity, "tags": ", ".join(place.tags)}
    form = PlaceForm(request.POST if request.method == "POST" else None, initial=initial)
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_valid():
        fields = PlaceFields(form.cleaned_data["capacity"], form.cleaned_data["tags"])
        try:
            change_member(membership=place, by=request.user, fields=fields)
            return redirect("settings-department", slug=slug)
        except DomainError as error:
            status = add_refusal(form, error)
    context = {
        "form": form,
        "heading": place.person.name,
        "lead": _lead_of(place),
        "submit": _("Save"),
        "back_url": reverse("settings-department", args=[slug]),
        "back": place.department.name,
    }
    try:
        refuse_leader(place)
        context["remove_url"] = reverse("settings-member-remove", args=[slug, public_id])
    except Conflict as leads:
        context["stays_because"] = leads.sentence
    return render(request, "frontend/pages/settings/form.html", context, status=status)


@for_members
@require_http_methods(["GET", "POST"])
def remove(request: MemberRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Ask, and let somebody review no longer for the department."""
    place = _place(request, slug, public_id)
    if request.method == "POST":
        remove_member(membership=place, by=request.user)
        messages.success(request, _("%(name)s reviews no longer for this department.") % {"name": place.person.name})
        return redirect("settings-department", slug=slug)
    refuse_leader(place)
    context = {
        "heading": _("Let %(name)s review no longer?") % {"name": place.person.name},
        "text": _("Their open reviews for this department go to its other members."),
        "yes_label": _("Remove them"),
        "back_url": reverse("settings-department", args=[slug]),
        "is_danger": True,
    }
    return render(request, "frontend/pages/confirm.html", context)


def _department(request: MemberRequest, slug: str) -> Department:
    return get_object_or_404(departments_for_settings(viewer=request.user), slug=slug)


def _lead_of(place: Membership) -> str:
    """Say where a reviewer belongs, and which reviews their capacity keeps from them."""
    tiers = never_given(place)
    if not tiers:
        return place.department.name
    words = {"department": place.department.name, "tiers": ", ".join(map(str, tiers))}
    return _("%(department)s. With this capacity no review of tier %(tiers)s can ever be given to them.") % words


def _place(request: MemberRequest, slug: str, public_id: UUID) -> Membership:
    return get_object_or_404(members_of(department=_department(request, slug)), public_id=public_id)


def _page(
    request: MemberRequest,
    row: Department,
    *,
    form: DepartmentForm | None = None,
    leaders: LeadersForm | None = None,
    member: NewMemberForm | None = None,
    status: int = 200,
) -> HttpResponse:
    members = list(members_of(department=row))
    named = {place.role: place.person for place in members}
    context = {
        "department": row,
        "members": members,
        "reaches": reaches_of(department=row),
        "can_read_load": can_read_load(request.user, row),
        "csv_url": csv_address(request, "settings-members-csv", slug=row.slug),
        "can_manage": can_manage_departments(request.user),
        "form": form or DepartmentForm(initial=_initial(row)),
        "leaders_form": leaders or LeadersForm(initial=named, auto_id="leaders_%s"),
        "member_form": member or NewMemberForm(auto_id="member_%s"),
        "people": names_to_offer(),
    }
    return render(request, "frontend/pages/settings/department.html", context, status=status)


def _initial(row: Department) -> dict[str, object]:
    calendar = row.calendar.key if row.calendar else None
    site = row.site.public_id if row.site else None
    return {"name": row.name, "kind": row.kind, "calendar": calendar, "site": site, "is_active": row.is_active}
