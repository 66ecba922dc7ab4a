"""Naming who acts for one, agreeing to it, ending it, and stepping in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.addresses import csv_address
from frontend.forms.delegations import DelegationForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from ideas.exceptions import DomainError
from ideas.querysets.keyset import take_page
from ideas.selectors.delegations import SOONEST, delegation_for, delegations_to_approve
from ideas.selectors.people import names_to_offer
from ideas.selectors.reviews import review_for
from ideas.services.delegations import approve_delegation, end_delegation, make_delegation, step_in

UNPROCESSABLE = 422
ROWS = 50


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: MemberRequest) -> HttpResponse:
    """Name who acts for one."""
    form = DelegationForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _form(request, form, status=UNPROCESSABLE if form.is_bound else 200)
    given = dict(form.cleaned_data)
    try:
        made = make_delegation(from_person=request.user, to_person=given.pop("to"), by=request.user, **given)
    except DomainError as refused:
        return _form(request, form, status=add_refusal(form, refused))
    words = _("%(person)s acts for you on these days.") if made.agreed_at else _("Your lead is asked to agree.")
    messages.success(request, words % {"person": made.to_person.name})
    return redirect("profile")


def _form(request: MemberRequest, form: DelegationForm, *, status: int) -> HttpResponse:
    context = {
        "form": form,
        "heading": _("Who acts for you"),
        "lead": _(
            "Somebody of your department at once; anybody else when your lead agrees. They cannot pass it on, and never judge "
            "what you could not judge."
        ),
        "submit": _("Name them"),
        "back_url": reverse("profile"),
        "back": _("Profile"),
        "people": names_to_offer(),
    }
    return render(request, "frontend/pages/settings/form.html", context, status=status)


@for_members
@require_safe
def delegations(request: MemberRequest) -> HttpResponse:
    """List what waits for one's agreement."""
    page = take_page(
        delegations_to_approve(viewer=request.user),
        SOONEST,
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"delegations:{request.user.pk}",
    )
    context = {"page": page, "csv_url": csv_address(request, "delegations-csv")}
    return render(request, "frontend/pages/delegations/list.html", context)


@for_members
@require_POST
def approve(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Agree that somebody acts for somebody."""
    row = approve_delegation(delegation=delegation_for(viewer=request.user, public_id=public_id), by=request.user)
    messages.success(request, _("%(person)s may act for them.") % {"person": row.to_person.name})
    return redirect("delegations")


@for_members
@require_POST
def end(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """End it, or do not agree to it."""
    row = end_delegation(delegation=delegation_for(viewer=request.user, public_id=public_id), by=request.user)
    messages.success(request, _("It is ended."))
    is_one = request.user.pk in {row.from_person_id, row.to_person_id}
    return redirect("profile" if is_one else "delegations")


@for_members
@require_POST
def take_in_place(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Take over a review of the colleague for whom one acts."""
    row = step_in(review=review_for(viewer=request.user, public_id=public_id), by=request.user)
    messages.success(request, _("It is yours now: “%(title)s”.") % {"title": row.idea.title})
    return redirect("review", public_id=row.public_id)
