"""Naming an interest, deciding about one, and the suppliers of an idea."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.addresses import csv_address
from frontend.forms.interests import DIRECT, InterestDecisionForm, InterestForm, InterestStrikeForm, SuppliersForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal, refused_status
from frontend.views.errors import typed_in
from ideas.exceptions import DomainError, NotPermitted
from ideas.models import Idea, Interest
from ideas.policies.interests import can_declare_interest, can_name_suppliers, can_strike_stakes
from ideas.querysets.keyset import take_page
from ideas.selectors.ideas import idea_to_act_on
from ideas.selectors.interests import (
    OLDEST,
    InterestSheet,
    interest_for,
    interests_to_decide,
    own_interest,
    suppliers_of,
)
from ideas.selectors.reviews import open_review_held
from ideas.services.interests import Declaration, decide_interest, declare_interest, strike_interest
from ideas.services.suppliers import name_suppliers

CONFLICT = 409
UNPROCESSABLE = 422
ROWS = 50
ASIDE = "aside"


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: MemberRequest, ref: str) -> HttpResponse:
    """Say whether one has an interest in an idea that one is asked to review or decide."""
    idea = idea_to_act_on(viewer=request.user, ref=ref)
    if not can_declare_interest(request.user, idea):
        raise NotPermitted(_("You are not asked to review or decide this idea."), code="not_asked")
    form = _declaration_form(request, idea)
    if not form.is_valid():
        return _declare_page(request, idea, form, status=UNPROCESSABLE if form.is_bound else 200)
    given = form.cleaned_data
    wanted = Declaration(given["nature"], given["kind"], given["reach"] != "indirect", given["text"])
    try:
        interest = declare_interest(idea=idea, by=request.user, declaration=wanted)
    except DomainError as refused:
        return _declare_page(request, idea, form, status=add_refusal(form, refused))
    messages.success(request, _DECLARED[interest.state]())
    review = open_review_held(person=request.user, idea=idea)
    return redirect("review", public_id=review.public_id) if review else redirect("review-queue")


_DECLARED: dict[str, Callable[[], str]] = {
    "clear": lambda: _("Noted: you have no interest in this idea."),
    "declared": lambda: _("Thank you. Your lead decides whether you go on; you can still write a draft."),
    "recused": lambda: _("Thank you. Somebody else takes it over, with two working days more."),
}


def _declaration_form(request: MemberRequest, idea: Idea) -> InterestForm:
    data = request.POST if request.method == "POST" else None
    said = own_interest(person=request.user, idea=idea)
    if said is None:
        return InterestForm(data, initial={"reach": DIRECT})
    reach = DIRECT if said.is_direct else "indirect"
    initial = {"nature": said.nature, "kind": said.kind, "reach": reach, "text": said.text}
    return InterestForm(data, initial=initial, may_deny=said.state == Interest.State.CLEAR)


def _declare_page(request: MemberRequest, idea: Idea, form: InterestForm, *, status: int) -> HttpResponse:
    context = {
        "form": form,
        "heading": _("Have you an interest in %(ref)s?") % {"ref": idea.ref},
        "lead": _(
            "Something that affects you, your family, your friends or your purse. An actual one means that you step aside."
        ),
        "submit": _("Declare it"),
        "back_url": reverse("review-queue"),
        "back": _("My reviews"),
    }
    return render(request, "frontend/pages/settings/form.html", context, status=status)


@for_members
@require_safe
def interests(request: MemberRequest) -> HttpResponse:
    """List the declared interests that wait for one's decision, or because of which somebody stepped aside."""
    is_aside = request.GET.get("show") == ASIDE
    page = take_page(
        interests_to_decide(viewer=request.user, is_aside=is_aside),
        OLDEST,
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"interests:{request.user.pk}:{is_aside}",
    )
    context = {
        "page": page,
        "is_aside": is_aside,
        "may_strike": can_strike_stakes(request.user),
        "csv_url": csv_address(request, "interests-csv"),
    }
    return render(request, "frontend/pages/interests/list.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show what somebody declared; the lead decides about it here."""
    sheet = interest_for(viewer=request.user, public_id=public_id)
    if request.method != "POST":
        return _interest_page(request, sheet, InterestDecisionForm())
    form = InterestDecisionForm(request.POST)
    if not form.is_valid():
        return _interest_page(request, sheet, form, status=UNPROCESSABLE)
    given = form.cleaned_data
    may_go_on = given["answer"] == "go_on"
    try:
        decide_interest(interest=sheet.interest, by=request.user, may_go_on=may_go_on, mitigation=given["mitigation"])
    except NotPermitted:
        raise
    except DomainError as refused:
        return _interest_page(request, sheet, form, status=add_refusal(form, refused))
    messages.success(request, _decided(sheet.interest, may_go_on=may_go_on))
    return redirect("interests")


@for_members
@require_POST
def strike(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Strike out what somebody named by mistake."""
    sheet = interest_for(viewer=request.user, public_id=public_id)
    form = InterestStrikeForm(request.POST)
    status = refused_status(
        form, lambda given: strike_interest(interest=sheet.interest, by=request.user, reason=given["reason"])
    )
    if status:
        return _interest_page(request, sheet, InterestDecisionForm(), striking=form, status=status)
    messages.success(request, _("Struck out. %(person)s can be asked again.") % {"person": sheet.interest.person.name})
    return redirect("interests")


def _decided(row: Interest, *, may_go_on: bool) -> str:
    words = _("%(person)s may go on.") if may_go_on else _("Somebody else takes over from %(person)s.")
    return words % {"person": row.person.name}


def _interest_page(
    request: MemberRequest,
    sheet: InterestSheet,
    form: InterestDecisionForm,
    *,
    striking: InterestStrikeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    striking = striking or (InterestStrikeForm() if sheet.may_strike else None)
    context = {
        "sheet": sheet,
        "interest": sheet.interest,
        "form": form,
        "striking": striking,
        "typed": typed_in(request) if status == CONFLICT else [],
    }
    return render(request, "frontend/pages/interests/interest.html", context, status=status)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def idea_suppliers(request: MemberRequest, ref: str) -> HttpResponse:
    """Show which suppliers an idea names, and change them."""
    idea = idea_to_act_on(viewer=request.user, ref=ref)
    if not can_name_suppliers(request.user, idea):
        raise NotPermitted(_("Authors, reviewers asked and triagers say which suppliers it names."), code="not_asked")
    initial = {"names": "\n".join(one.name for one in suppliers_of(idea=idea))}
    form = SuppliersForm(request.POST if request.method == "POST" else None, initial=initial)
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_valid():
        try:
            name_suppliers(idea=idea, by=request.user, names=form.listed())
        except DomainError as refused:
            status = add_refusal(form, refused)
        else:
            messages.success(request, _("Kept. Whoever has a stake in one of them does not judge the idea."))
            return redirect("idea", ref=ref)
    lead = _("Companies that would sell, deliver or run something. Whoever has a stake in one does not judge the idea.")
    context = {
        "form": form,
        "heading": _("Suppliers that %(ref)s names") % {"ref": ref},
        "lead": lead,
        "submit": _("Keep this list"),
        "back_url": reverse("idea", args=[ref]),
        "back": idea.title,
    }
    return render(request, "frontend/pages/settings/form.html", context, status=status)
