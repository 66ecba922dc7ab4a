"""Saying when one is away, or a member of one's department."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.forms.profile import AbsenceForm, MemberAbsenceForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from ideas.exceptions import DomainError, NotPermitted
from ideas.models import Absence, User
from ideas.policies.people import can_set_absence
from ideas.selectors.people import absence_for, absences_of_others, members_led_by
from ideas.services.absences import WHOLE, add_absence, change_absence, remove_absence

MOST_ROWS = 100
UNPROCESSABLE = 422


@for_members
@require_http_methods(["GET", "POST"])
def add_own(request: MemberRequest) -> HttpResponse:
    """Say when one is away oneself."""
    form = AbsenceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            absence = add_absence(person=request.user, by=request.user, **form.cleaned_data)
        except DomainError as error:
            return _form(request, form, status=add_refusal(form, error))
        whole = _("Kept. Nothing new comes to you on these days.")
        messages.success(
            request, whole if absence.part == WHOLE else _("Kept. Your reviews stay with you on that day.")
        )
        return redirect("profile")
    return _form(request, form, status=UNPROCESSABLE if form.is_bound else 200)


@for_members
@require_http_methods(["GET", "POST"])
def add_for_member(request: MemberRequest) -> HttpResponse:
    """Say when a member of one's department is away."""
    members = list(members_led_by(viewer=request.user))
    if not members:
        raise NotPermitted(_("Only leads and deputies say when others are away."), code="not_lead")
    form = MemberAbsenceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        wanted = form.cleaned_data
        try:
            absence = add_absence(by=request.user, **wanted)
        except DomainError as error:
            return _form(request, form, people=members, status=add_refusal(form, error))
        whole = _("Kept. Nothing new comes to them on these days.")
        messages.success(
            request, whole if absence.part == WHOLE else _("Kept. Their reviews stay with them on that day.")
        )
        return redirect("absence-add-for-member")
    return _form(request, form, people=members, status=UNPROCESSABLE if form.is_bound else 200)


@for_members
@require_http_methods(["GET", "POST"])
def change(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Move an absence to other days, or to another part of its day."""
    absence = get_object_or_404(absence_for(viewer=request.user), public_id=public_id)
    initial = {"from_on": absence.from_on, "to_on": absence.to_on, "part": absence.part}
    form = AbsenceForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            change_absence(absence=absence, by=request.user, **form.cleaned_data)
        except DomainError as error:
            return _form(request, form, absence=absence, status=add_refusal(form, error))
        messages.success(request, _("The days are changed."))
        return redirect(_home_of(request, absence))
    return _form(request, form, absence=absence, status=UNPROCESSABLE if form.is_bound else 200)


@for_members
@require_http_methods(["GET", "POST"])
def remove(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Ask, and take an absence back."""
    absence = get_object_or_404(absence_for(viewer=request.user), public_id=public_id)
    if request.method == "POST":
        remove_absence(absence=absence, by=request.user)
        messages.success(request, _("The absence is removed."))
        return redirect(_home_of(request, absence))
    context = {
        "heading": _("Remove this absence?"),
        "text": _("Reviews may be given to you on these days again."),
        "yes_label": _("Remove it"),
        "back_url": _home_of(request, absence),
    }
    return render(request, "frontend/pages/confirm.html", context)


def _home_of(request: MemberRequest, absence: Absence) -> str:
    """Return the address of the page that lists `absence`: in one's profile, where a lead adds them, or of the person."""
    if absence.person_id == request.user.pk:
        return reverse("profile")
    if can_set_absence(request.user, absence.person):
        return reverse("absence-add-for-member")
    return reverse("settings-person", args=[absence.person.public_id])


def _form(
    request: MemberRequest,
    form: AbsenceForm,
    *,
    absence: Absence | None = None,
    people: list[User] | None = None,
    status: int = 200,
) -> HttpResponse:
    is_of_other = absence is not None and absence.person_id != request.user.pk
    context = {
        "form": form,
        "heading": _("Days away of %(person)s") % {"person": absence.person.name}
        if absence and is_of_other
        else _("Days away"),
        "lead": _(
            "On these days nothing new is given to review. What would be late meanwhile goes to whoever acts for the person, "
            "or back to the department."
        ),
        "submit": _("Keep these days"),
        "back_url": _home_of(request, absence) if absence else reverse("profile"),
        "back": _("Back") if is_of_other else _("Profile"),
        "remove_url": reverse("absence-remove", args=[absence.public_id]) if absence else "",
        "people": people or (),
        "absences": absences_of_others(viewer=request.user)[:MOST_ROWS] if people else (),
    }
    return render(request, "frontend/pages/profile/absences.html", context, status=status)
