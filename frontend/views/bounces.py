"""Reviews that a lead takes over, that are sent back as “not for us”, and that somebody settles."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.addresses import csv_address
from frontend.forms.bounces import AlsoNeedsForm, BounceForm, SettleForm, TakeOverForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from frontend.timeline.wording import in_place_of
from frontend.views.triage import refuse_unless_triager
from ideas.exceptions import Conflict, DomainError, NotPermitted
from ideas.models import Bounce, Review
from ideas.policies.reviews import can_ask_also
from ideas.querysets.keyset import take_page
from ideas.selectors.bounces import FIRST_DUE, bounce_for, bounces_to_settle, departments_to_suggest
from ideas.selectors.overrides import additions_of
from ideas.selectors.reviews import actions_for, review_for
from ideas.services.additions import ask_also, later_promise, refuse_addition
from ideas.services.bounces import bounce_review, settle_bounce
from ideas.services.reads import record_read
from ideas.services.review_owners import take_over_review

ROWS = 25


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def take_over(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask the lead why, and make the review theirs."""
    row = _review(request, public_id, "take_over")
    form = TakeOverForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, "take_over", form, review=row)
    reason = form.cleaned_data["reason"]
    failed = _status_of(form, lambda: take_over_review(review=row, by=request.user, reason=reason))
    if failed:
        return _page(request, "take_over", form, status=failed, review=row)
    row = review_for(viewer=request.user, public_id=public_id)
    if row.owner == request.user:
        messages.success(request, _("It is yours: “%(title)s”.") % {"title": row.idea.title})
    else:
        person = in_place_of(row.owner, row.acted_for)
        messages.success(request, _("Given to %(person)s, while you are away.") % {"person": person})
    return redirect("review", public_id=row.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def bounce(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask whose a review is and why, and send that to whoever keeps order."""
    row = _review(request, public_id, "bounce")
    departments = list(departments_to_suggest(instead_of=row.department))
    form = BounceForm(departments, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, "bounce", form, review=row)
    other, reason = form.departments[form.cleaned_data["department"]], form.cleaned_data["reason"]
    failed = _status_of(form, lambda: bounce_review(review=row, by=request.user, suggested=other, reason=reason))
    if failed:
        return _page(request, "bounce", form, status=failed, review=row)
    messages.success(request, _("Sent back. Until it is settled the review stays with you, and its clock runs."))
    return redirect("review", public_id=row.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def also_needs(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask which department is needed as well and why, and let it be asked."""
    row = _review(request, public_id, "ask_also")
    departments = list(additions_of(idea=row.idea, instead_of=row.department).addable)
    form = AlsoNeedsForm(departments, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _also_needs_page(request, form, row)
    other, reason = form.departments[form.cleaned_data["department"]], form.cleaned_data["reason"]
    failed = _status_of(form, lambda: ask_also(review=row, by=request.user, department=other.slug, reason=reason))
    if failed:
        return _also_needs_page(request, form, row, failed)
    messages.success(request, _("%(department)s is asked as well; the author is told.") % {"department": other.name})
    return redirect("review", public_id=row.public_id)


@require_safe
@for_members
def bounces(request: MemberRequest) -> HttpResponse:
    """List what waits to be settled."""
    refuse_unless_triager(request.user)
    page = take_page(
        bounces_to_settle(viewer=request.user),
        FIRST_DUE,
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"bounces:{request.user.pk}",
    )
    context = {"page": page, "csv_url": csv_address(request, "bounces-csv")}
    return render(request, "frontend/pages/reviews/bounces.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def settle(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what a department sent back, and say where it goes."""
    refuse_unless_triager(request.user)
    row: Bounce = bounce_for(viewer=request.user, public_id=public_id)
    form = SettleForm(row, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        record_read(idea=row.idea, by=request.user)
        return _page(request, "settle", form, bounce=row)
    given = form.cleaned_data
    failed = _status_of(form, lambda: settle_bounce(bounce=row, by=request.user, **given))
    if failed:
        return _page(request, "settle", form, status=failed, bounce=row)
    messages.success(request, _("Settled. Whoever sent it back hears of it."))
    return redirect("bounces")


def _review(request: MemberRequest, public_id: uuid.UUID, act: str) -> Review:
    """Return a review with which the reader may do `act` now.

    Raises:
        NotPermitted: it is for somebody else (403).
        IdeaClosed, Conflict: it is closed, or the idea is not open for the act (409).
    """
    row = review_for(viewer=request.user, public_id=public_id)
    if act in actions_for(request.user, row):
        return row
    if row.state in {Review.State.SUBMITTED, Review.State.CANCELLED, Review.State.LAPSED}:
        raise Conflict(_("This review is closed: it was answered or cancelled."), code="review_closed")
    if act == "ask_also" and can_ask_also(request.user, row):
        refuse_addition(idea=row.idea)
    raise NotPermitted(_("This step is for the review’s owner or the department’s lead."), code="not_your_review")


def _status_of(form: Form, act: Callable[[], object]) -> int:
    """Run `act`; return 0, or the status of its refusal, which the form shows then."""
    try:
        act()
    except NotPermitted:
        raise
    except DomainError as refused:
        return add_refusal(form, refused)
    return 0


def _also_needs_page(request: MemberRequest, form: Form, row: Review, status: int = 0) -> HttpResponse:
    return _page(request, "also_needs", form, status=status, review=row, later=later_promise(idea=row.idea))


def _page(
    request: MemberRequest, name: str, form: Form, *, status: int = 0, **objects: Review | Bounce | datetime | None
) -> HttpResponse:
    context = {"form": form, **objects}
    shown = status or (422 if form.is_bound else 200)
    return render(request, f"frontend/pages/reviews/{name}.html", context, status=shown)
