"""Questions about an idea: asked on the review, answered on one page, and the click that lets a parked idea go on."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from frontend.addresses import csv_address, idea_address
from frontend.forms.questions import AnswersForm, QuestionForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from ideas.exceptions import Conflict, DomainError, InvalidValue, NotFound, NotPermitted
from ideas.models import Idea, Question, Review
from ideas.policies.questions import can_ask_question, can_resume_idea
from ideas.querysets.keyset import Key, Ordering, take_page
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.people import names_to_offer
from ideas.selectors.questions import (
    departments_to_ask,
    may_stop_clock,
    open_questions_for,
    questions_of,
    readable_questions,
    similar_questions,
)
from ideas.selectors.reviews import actions_for, review_for
from ideas.services.questions import answer_questions, ask_question
from ideas.services.reads import record_read
from ideas.services.waiting import resume_idea

LATEST = Ordering("latest", (Key("id", is_descending=True),))
ROWS = 50


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: MemberRequest, ref: str) -> HttpResponse:
    """Show what was asked about an idea; whoever was asked answers here, all at once."""
    idea = idea_for_reader(viewer=request.user, ref=ref)
    readable_questions(viewer=request.user, idea=idea)
    form = AnswersForm(open_questions_for(viewer=request.user, idea=idea), request.POST or None)
    if request.method == "POST":
        return _answer(request, idea, form)
    record_read(idea=idea, by=request.user)
    return _questions_page(request, idea, form)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask about the idea of a review. Where much the same was asked before, that is shown first."""
    review = review_for(viewer=request.user, public_id=public_id)
    if not can_ask_question(request.user, review):
        raise NotPermitted(_("Only who writes the review asks for it."), code="not_your_review")
    if "ask" not in actions_for(request.user, review):
        raise Conflict(_("This review is closed: it was answered or cancelled."), code="review_closed")
    form = QuestionForm(
        departments_to_ask(review=review),
        request.POST or None,
        may_stop=may_stop_clock(review),
        may_ask_people=review.idea.is_open,
    )
    if request.method != "POST":
        return _ask_page(request, review, form, status=200)
    return _ask(request, review, form) if form.is_valid() else _ask_page(request, review, form, status=422)


@for_members
@require_POST
def resume(request: MemberRequest, ref: str) -> HttpResponse:
    """Let an idea go on that was parked because its author did not answer."""
    resume_idea(idea=idea_for_reader(viewer=request.user, ref=ref), by=request.user)
    messages.success(request, _("It goes on. The departments hear of it."))
    return redirect(idea_address(ref))


def _answer(request: MemberRequest, idea: Idea, form: AnswersForm) -> HttpResponse:
    if not form.is_valid():
        return _questions_page(request, idea, form, status=422)
    if form.left_over():
        refused = Conflict(_("Somebody answered meanwhile. Read that answer first."), code="already_answered")
        return _questions_page(request, idea, form, status=add_refusal(form, refused))
    try:
        rows = answer_questions(idea=idea, by=request.user, answers=form.answers())
    except InvalidValue as refused:
        return _questions_page(request, idea, form, status=add_refusal(form, refused))
    words = ngettext("Answered. Every department reads it.", "Answered, all %(count)d.", len(rows))
    messages.success(request, words % {"count": len(rows)})
    return redirect("questions", ref=idea.ref)


def _ask(request: MemberRequest, review: Review, form: QuestionForm) -> HttpResponse:
    content = form.content()
    similar = similar_questions(idea=review.idea, text=content.text)
    if similar and "sure" not in request.POST:
        return _ask_page(request, review, form, status=200, similar=similar)
    try:
        ask_question(review=review, by=request.user, content=content)
    except (NotFound, NotPermitted):
        raise
    except DomainError as refused:
        return _ask_page(request, review, form, status=add_refusal(form, refused))
    messages.success(request, _("Asked. You hear as soon as the answer is here."))
    return redirect("review", public_id=review.public_id)


def _ask_page(
    request: MemberRequest, review: Review, form: QuestionForm, *, status: int, similar: list[Question] | None = None
) -> HttpResponse:
    asked = list(questions_of(viewer=request.user, idea=review.idea)[:ROWS])
    people = names_to_offer() if "person" in form.fields else ()
    context = {"review": review, "form": form, "asked": asked, "similar": similar or [], "people": people}
    return render(request, "frontend/pages/reviews/ask.html", context, status=status)


def _questions_page(request: MemberRequest, idea: Idea, form: AnswersForm, *, status: int = 200) -> HttpResponse:
    page = take_page(
        readable_questions(viewer=request.user, idea=idea),
        LATEST,
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"questions:{request.user.pk}:{idea.ref}",
    )
    context = {
        "idea": idea,
        "form": form,
        "page": page,
        "typed": form.left_over(),
        "may_resume": can_resume_idea(request.user, idea),
        "csv_url": csv_address(request, "questions-csv", ref=idea.ref),
    }
    return render(request, "frontend/pages/idea/questions.html", context, status=status)
