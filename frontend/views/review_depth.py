"""Changing an answer that was given, and reading one a second time."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from frontend.forms.review_depth import ReaffirmationForm, RevisionForm, SecondReadingForm
from frontend.forms.reviews import initial_review
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from ideas.exceptions import Conflict, DomainError, NotFound, NotPermitted
from ideas.models import Review
from ideas.policies.reviews import can_submit_review
from ideas.policies.second_readings import can_give_second_reading
from ideas.selectors.reviews import ReviewSheet, review_for, review_sheet
from ideas.services.reads import record_read
from ideas.services.reaffirmations import reaffirm_review
from ideas.services.review_versions import revise_review
from ideas.services.second_readings import give_second_reading


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def revise(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change the answer that one gave, once, with a reason. Reading a confidential idea is logged."""
    row = review_for(viewer=request.user, public_id=public_id)
    sheet = review_sheet(viewer=request.user, review=row)
    if not can_submit_review(request.user, row):
        raise NotPermitted(_("This review is in somebody else’s hands."), code="not_your_review")
    if "revise" not in sheet.allowed_actions and request.method != "POST":
        raise Conflict(_("This answer cannot be changed any more."), code="review_not_answered")
    record_read(idea=row.idea, by=request.user)
    if request.method != "POST":
        rows = max(len(sheet.conditions), 1)
        return _revise_page(request, sheet, RevisionForm(sheet.guide, initial=initial_review(sheet), rows=rows))
    if request.POST.get("act") == "add":
        count = RevisionForm(sheet.guide, request.POST).row_count + 1
        typed = {**request.POST.dict(), "condition_rows": count}
        return _revise_page(request, sheet, RevisionForm(sheet.guide, initial=typed, rows=count))
    return _take_revision(request, sheet, RevisionForm(sheet.guide, request.POST))


def _take_revision(request: MemberRequest, sheet: ReviewSheet, form: RevisionForm) -> HttpResponse:
    if not form.is_valid():
        return _revise_page(request, sheet, form, status=422)
    try:
        row = revise_review(
            review=sheet.review,
            by=request.user,
            content=form.content(),
            reason=form.cleaned_data["reason"],
            expected_version=form.cleaned_data["version"],
        )
    except (NotFound, NotPermitted):
        raise
    except DomainError as refused:
        return _revise_page(request, sheet, form, status=add_refusal(form, refused))
    messages.success(request, _("Changed. Both versions can be read, with your reason."))
    return redirect("review", public_id=row.public_id)


def _revise_page(request: MemberRequest, sheet: ReviewSheet, form: RevisionForm, *, status: int = 200) -> HttpResponse:
    context = {"sheet": sheet, "review": sheet.review, "form": form, "is_revision": True}
    return render(request, "frontend/pages/reviews/revise.html", context, status=status)


@require_POST
@for_members
def reaffirm(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that the answer stands after the idea was changed."""
    form = ReaffirmationForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    row = review_for(viewer=request.user, public_id=public_id)
    reaffirm_review(review=row, by=request.user, version=version)
    messages.success(request, _("Thank you. Your answer stands."))
    return redirect("review", public_id=row.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def second_reading(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask the second reader whether they agree with the answer. Reading a confidential idea is logged."""
    row = review_for(viewer=request.user, public_id=public_id)
    sheet = review_sheet(viewer=request.user, review=row)
    reading = sheet.second_reading
    if reading is None or not can_give_second_reading(request.user, reading):
        raise NotPermitted(_("Somebody else reads this answer a second time."), code="not_second_reader")
    if "second_read" not in sheet.allowed_actions and request.method != "POST":
        raise Conflict(_("This answer was read a second time already."), code="second_reading_done")
    record_read(idea=row.idea, by=request.user)
    form = SecondReadingForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                give_second_reading(review=row, by=request.user, **form.cleaned_data)
            except (NotFound, NotPermitted):
                raise
            except DomainError as refused:
                status = add_refusal(form, refused)
            else:
                return _thanked(request, row)
    context = {"sheet": sheet, "review": row, "form": form}
    return render(request, "frontend/pages/reviews/second_reading.html", context, status=status)


def _thanked(request: MemberRequest, row: Review) -> HttpResponse:
    messages.success(request, _("Thank you. Whoever decides reads it with the answer."))
    return redirect("review", public_id=row.public_id)
