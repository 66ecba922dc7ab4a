"""People: found, added, changed, invited, their accounts closed and opened."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.addresses import csv_address
from frontend.forms.settings import DeactivateForm, NewPersonForm, PersonForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from ideas.exceptions import DomainError, NotPermitted
from ideas.models import User
from ideas.policies.people import can_manage_people
from ideas.querysets.keyset import Key, Ordering, take_page
from ideas.selectors.directory import places_of
from ideas.selectors.people import (
    absences_of_others,
    counts_of_people,
    names_to_offer,
    people_for_settings,
    person_for_settings,
)
from ideas.selectors.sites import site_choices
from ideas.services.invitations import invite_person
from ideas.services.people import PersonFields, add_person, change_person, deactivate_person, reactivate_person

UNPROCESSABLE: Final = 422
ROWS: Final = 50
BY_NAME: Final = Ordering("name", (Key("name_sort"), Key("id")))
FIELDS: Final = ("email", "name", "job_title", "department", "site", "manager")
MOST_SEARCH_CHARS: Final = 100


def refuse_others(person: User) -> None:
    """Raise where the pages about people are not for `person`.

    Raises:
        NotPermitted: (403, `not_administrator`).
    """
    if not can_manage_people(person):
        raise NotPermitted(_("Only administrators manage people."), code="not_administrator")


@dataclass(frozen=True)
class AskedPeople:
    """The people that an address asks for; `is_closed`: those whose account is closed."""

    rows: QuerySet[User]
    search: str
    is_closed: bool


def asked_people(request: MemberRequest) -> AskedPeople:
    """Return the people that the address asks for.

    Raises:
        NotPermitted: (403, `not_administrator`).
    """
    refuse_others(request.user)
    search = request.GET.get("q", "").strip()[:MOST_SEARCH_CHARS]
    is_closed = request.GET.get("state") == "closed"
    rows = people_for_settings(viewer=request.user, search=search, is_active=not is_closed)
    return AskedPeople(rows, search, is_closed)


@for_members
@require_safe
def people(request: MemberRequest) -> HttpResponse:
    """List people by name, all or those found."""
    asked = asked_people(request)
    bound_to = f"settings-people:{request.user.pk}:{asked.is_closed}:{asked.search}"
    page = take_page(asked.rows, BY_NAME, limit=ROWS, cursor=request.GET.get("cursor") or None, bound_to=bound_to)
    filters = (("q", asked.search), ("state", "closed" if asked.is_closed else ""))
    kept = {key: value for key, value in filters if value}
    context = {
        "people": page.rows,
        "search": asked.search,
        "is_closed": asked.is_closed,
        "csv_url": csv_address(request, "settings-people-csv"),
        "counts": counts_of_people(),
        "next_url": f"?{urlencode({**kept, 'cursor': page.next})}" if page.next else "",
        "previous_url": f"?{urlencode({**kept, 'cursor': page.previous})}" if page.previous else "",
    }
    return render(request, "frontend/pages/settings/people.html", context)


@for_members
@require_http_methods(["GET", "POST"])
def add(request: MemberRequest) -> HttpResponse:
    """Add somebody, and invite them at once where wanted."""
    refuse_others(request.user)
    form = NewPersonForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _new_page(request, form, status=UNPROCESSABLE if form.is_bound else 200)
    try:
        person = add_person(by=request.user, fields=_fields(form))
        if form.cleaned_data["is_invited"]:
            invite_person(person=person, by=request.user)
    except DomainError as error:
        return _new_page(request, form, status=add_refusal(form, error))
    messages.success(request, _("%(name)s is added.") % {"name": person.name})
    return redirect("settings-person", public_id=person.public_id)


@for_members
@require_http_methods(["GET", "POST"])
def person(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show and change what is known about somebody."""
    row = _person(request, public_id)
    if request.method != "POST":
        return _person_page(request, row, PersonForm(initial=_initial(row)))
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _person_page(request, row, form, status=UNPROCESSABLE)
    try:
        change_person(person=row, by=request.user, fields=_fields(form))
    except DomainError as error:
        return _person_page(request, row, form, status=add_refusal(form, error))
    messages.success(request, _("Saved."))
    return redirect("settings-person", public_id=public_id)


@for_members
@require_POST
def invite(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Send an invitation, once more where one was sent."""
    row = _person(request, public_id)
    invite_person(person=row, by=request.user)
    messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": row.email})
    return redirect("settings-person", public_id=public_id)


@for_members
@require_http_methods(["GET", "POST"])
def deactivate(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Ask, and close an account."""
    row = _person(request, public_id)
    form = DeactivateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        deactivate_person(person=row, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The account of %(name)s is closed.") % {"name": row.name})
        return redirect("settings-person", public_id=public_id)
    context = {
        "heading": _("Close the account of %(name)s?") % {"name": row.name},
        "text": _(
            "They are signed out everywhere at once, and open reviews go to others. Ideas, votes and answers stay. "
            "You can open the account again."
        ),
        "yes_label": _("Close the account"),
        "back_url": reverse("settings-person", args=[public_id]),
        "field": form["reason"],
        "is_danger": True,
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "frontend/pages/confirm.html", context, status=status)


@for_members
@require_POST
def reactivate(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    row = _person(request, public_id)
    reactivate_person(person=row, by=request.user)
    messages.success(request, _("%(name)s can sign in again.") % {"name": row.name})
    return redirect("settings-person", public_id=public_id)


def _person(request: MemberRequest, public_id: UUID) -> User:
    refuse_others(request.user)
    return get_object_or_404(person_for_settings(viewer=request.user), public_id=public_id)


def _fields(form: PersonForm) -> PersonFields:
    return PersonFields(**{name: form.cleaned_data[name] for name in FIELDS})


def _initial(row: User) -> dict[str, object]:
    department = row.department.slug if row.department else None
    return {
        "email": row.email,
        "name": row.name,
        "job_title": row.job_title,
        "department": department,
        "site": row.site,
        "manager": row.manager,
    }


def _new_page(request: MemberRequest, form: NewPersonForm, *, status: int) -> HttpResponse:
    context = {
        "form": form,
        "heading": _("Add a person"),
        "submit": _("Add the person"),
        "back_url": reverse("settings-people"),
        "back": _("People"),
        "people": names_to_offer(),
        "sites": site_choices(),
    }
    return render(request, "frontend/pages/settings/form.html", context, status=status)


def _person_page(request: MemberRequest, row: User, form: PersonForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "person": row,
        "places": list(places_of(person=row)),
        "roles": [grant.get_role_display() for grant in row.role_grants.all()],
        "can_sign_in": row.has_usable_password(),
        "people": names_to_offer(),
        "sites": site_choices(),
        "absences": list(absences_of_others(viewer=request.user, of=row)),
    }
    return render(request, "frontend/pages/settings/person.html", context, status=status)
