"""The reviewer's desk and the form of a department's answer."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.addresses import csv_address
from frontend.desk import Desk, claim_lists_of, desk_of, late_words, row_of
from frontend.diffs import shown_diff
from frontend.forms.reviews import HandOverForm, ReviewForm, initial_review
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from frontend.timeline.wording import in_place_of
from ideas.exceptions import Conflict, DomainError, NotFound, NotPermitted
from ideas.models import Review
from ideas.policies.escalations import can_open_escalated
from ideas.policies.interests import can_decide_interests
from ideas.policies.reviews import can_hand_over_review
from ideas.selectors.authors import shown_author
from ideas.selectors.delegations import reviews_to_step_into
from ideas.selectors.interests import own_interest
from ideas.selectors.questions import questions_of
from ideas.selectors.reviews import ReviewSheet, people_to_hand_over_to, review_for, review_sheet, reviews_of
from ideas.selectors.takers import takers_of
from ideas.selectors.why_me import why_me
from ideas.services.reads import record_read
from ideas.services.review_owners import claim_review, hand_over_review
from ideas.services.reviews import save_review, submit_review

MOST_QUESTIONS = 20


@require_safe
@for_members
def review_queue(request: MemberRequest) -> HttpResponse:
    """Show what is mine, what may be claimed, and what waits for my decision."""
    desk = desk_of(request.user)
    context = {
        "desk": desk,
        "files": _files(request, desk),
        "several": _several(desk),
        "in_place": reviews_to_step_into(viewer=request.user),
        "decides_interests": can_decide_interests(request.user),
        "sees_escalated": can_open_escalated(request.user),
    }
    return render(request, "frontend/pages/reviews/queue.html", context)


def _files(request: MemberRequest, desk: Desk) -> list[tuple[str, str]]:
    """Return addresses and labels of the lists on the desk that hold something."""
    lists = (
        (desk.mine, csv_address(request, "review-csv", which="mine"), _("My reviews as a file (CSV)")),
        (desk.to_decide, csv_address(request, "decision-csv"), _("What I decide as a file (CSV)")),
        (
            any(one.rows for one in desk.claimable),
            csv_address(request, "review-csv", which="to-take"),
            _("What I may claim as a file (CSV)"),
        ),
        (desk.led, csv_address(request, "review-csv", which="departments"), _("Open in my department as a file (CSV)")),
    )
    return [(address, label) for rows, address, label in lists if rows]


def _several(desk: Desk) -> list[tuple[str, str]]:
    """Return addresses and labels of the lists to work on together that hold something."""
    lists = (
        (desk.mine, "mine", _("mine")),
        (any(one.rows for one in desk.claimable), "to-take", _("open to claim")),
        (desk.led, "departments", _("my departments")),
    )
    return [(reverse("review-bulk", args=[which]), label) for rows, which, label in lists if rows]


@require_safe
@for_members
def my_rows(request: MemberRequest) -> HttpResponse:
    """Answer with the list of one's own reviews, for pages that are open."""
    rows = [row_of(review) for review in reviews_of(viewer=request.user)]
    return render(request, "frontend/partials/reviews/mine.html", {"rows": rows})


@require_safe
@for_members
def claimable_rows(request: MemberRequest, department_id: uuid.UUID) -> HttpResponse:
    """Answer with what waits in one department, for pages that are open."""
    lists = [one for one in claim_lists_of(request.user) if one.department.public_id == department_id]
    if not lists:
        raise NotFound(_("There is no such queue, or you may not see it."))
    return render(request, "frontend/partials/reviews/claimable.html", {"list": lists[0]})


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def review(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one review; its owner fills it in, saves it and submits it here. Reading a confidential idea is logged."""
    sheet = review_sheet(viewer=request.user, review=review_for(viewer=request.user, public_id=public_id))
    if request.method == "POST":
        return _take_answer(request, sheet)
    record_read(idea=sheet.review.idea, by=request.user)
    form = None
    if "save" in sheet.allowed_actions:
        rows = max(len(sheet.conditions), 1)
        form = ReviewForm(sheet.guide, initial=initial_review(sheet), rows=rows)
    return _review_page(request, sheet, form)


@require_POST
@for_members
def save(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep a draft while its owner writes; answers JSON with the new version."""
    sheet = review_sheet(viewer=request.user, review=review_for(viewer=request.user, public_id=public_id))
    form = ReviewForm(sheet.guide, request.POST)
    if not form.is_valid():
        return JsonResponse({"saved": False}, status=422)
    version = form.cleaned_data["version"]
    row = save_review(review=sheet.review, by=request.user, content=form.content(), expected_version=version)
    return JsonResponse({"version": row.version})


@require_POST
@for_members
def claim(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a review from the queue."""
    row = claim_review(review=review_for(viewer=request.user, public_id=public_id), by=request.user)
    messages.success(request, _("It is yours: “%(title)s”.") % {"title": row.idea.title})
    return redirect("review", public_id=row.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def hand_over(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask who takes a review over and why, then give it to them."""
    row = review_for(viewer=request.user, public_id=public_id)
    sheet = review_sheet(viewer=request.user, review=row)
    if not can_hand_over_review(request.user, row):
        raise NotPermitted(_("Only its reviewer or the department’s lead can hand it over."), code="not_your_review")
    if "hand_over" not in sheet.allowed_actions:
        raise Conflict(_("This review is closed: it was answered or cancelled."), code="review_closed")
    form = HandOverForm(takers_of(review=row, people=people_to_hand_over_to(review=row)), request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            to = form.people[form.cleaned_data["to"]]
            try:
                given = hand_over_review(review=row, to=to, by=request.user, reason=form.cleaned_data["reason"])
            except DomainError as refused:
                status = add_refusal(form, refused)
            else:
                person = in_place_of(given.owner, given.acted_for)
                messages.success(request, _("Handed over to %(person)s.") % {"person": person})
                return redirect("review-queue")
    context = {"review": row, "form": form}
    return render(request, "frontend/pages/reviews/hand_over.html", context, status=status)


def _take_answer(request: MemberRequest, sheet: ReviewSheet) -> HttpResponse:
    act = request.POST.get("act", "submit")
    if act == "add":
        return _with_one_more_condition(request, sheet)
    form = ReviewForm(sheet.guide, request.POST)
    if not form.is_valid():
        return _review_page(request, sheet, form, status=422)
    service = save_review if act == "save" else submit_review
    try:
        row = service(
            review=sheet.review,
            by=request.user,
            content=form.content(),
            expected_version=form.cleaned_data["version"],
        )
    except NotFound:
        raise
    except DomainError as refused:
        if isinstance(refused, NotPermitted) and "save" not in sheet.allowed_actions:
            raise
        return _review_page(request, sheet, form, status=add_refusal(form, refused))
    return _saved(request, row) if act == "save" else _sent(request, row)


def _with_one_more_condition(request: MemberRequest, sheet: ReviewSheet) -> HttpResponse:
    count = ReviewForm(sheet.guide, request.POST).row_count + 1
    typed = {**request.POST.dict(), "condition_rows": count}
    return _review_page(request, sheet, ReviewForm(sheet.guide, initial=typed, rows=count))


def _saved(request: MemberRequest, row: Review) -> HttpResponseRedirect:
    messages.success(request, _("Saved. Nobody else can read it yet."))
    return redirect("review", public_id=row.public_id)


def _sent(request: MemberRequest, row: Review) -> HttpResponseRedirect:
    """Thank, and go on with the next one."""
    messages.success(request, _("Sent: “%(title)s”.") % {"title": row.idea.title})
    following = reviews_of(viewer=request.user).first()
    return redirect("review", public_id=following.public_id) if following else redirect("review-queue")


def _review_page(
    request: MemberRequest, sheet: ReviewSheet, form: ReviewForm | None, *, status: int = 200
) -> HttpResponse:
    row = sheet.review
    byline = shown_author(row.idea, request.user)
    context = {
        "desk": desk_of(request.user),
        "sheet": sheet,
        "review": row,
        "form": form,
        "author_name": byline.author.name if byline.author else "",
        "own_interest": own_interest(person=request.user, idea=row.idea),
        "late_words": late_words(sheet),
        "why_me": why_me(row) if row.owner_id == request.user.pk else "",
        "asked": list(questions_of(viewer=request.user, idea=row.idea)[:MOST_QUESTIONS]),
        "change_texts": [shown_diff(diff) for diff in sheet.change.texts] if sheet.change else [],
        "save_url": reverse("review-save", kwargs={"public_id": row.public_id}),
    }
    return render(request, "frontend/pages/reviews/review.html", context, status=status)
