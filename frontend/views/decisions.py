"""Deciding an idea, announcing it early, and the history of an idea."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.forms.decisions import DecisionForm
from frontend.http import MemberRequest, for_members
from frontend.idea_page import next_step_of
from frontend.idea_parts import PAGE_OF_HISTORY, card_of, idea_parts
from frontend.papers import pdf_response
from frontend.papers.decision_pack import decision_pack_pdf
from frontend.reading_age import reading_hint
from frontend.refusals import add_refusal
from frontend.timeline import line_of
from ideas.exceptions import Conflict, DomainError, NotFound, NotPermitted
from ideas.models import Idea
from ideas.policies.decisions import can_decide_idea
from ideas.selectors.appeals import appeal_view
from ideas.selectors.ballots import is_with_board
from ideas.selectors.decision_packs import decision_pack
from ideas.selectors.decisions import answers_behind, decision_for, decision_of
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.people import names_to_offer
from ideas.selectors.questionnaires import rule_set_of
from ideas.selectors.risks import risks_of
from ideas.selectors.rule_sets import rules_of
from ideas.selectors.timeline import timeline_of
from ideas.services.decisions import announce_now, decide_idea, refuse_unless_ready
from ideas.services.reads import record_read


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def decide(request: MemberRequest, ref: str) -> HttpResponse:
    """Show the idea with every answer beside the form of the decision, and take the decision.

    Before the answers are in there is no form: the refusal says what it waits for. Reading a confidential idea is logged.
    """
    idea = idea_for_reader(viewer=request.user, ref=ref)
    known = decision_of(idea=idea, viewer=request.user)
    if known is not None:
        words = request.POST.get("explanation", "").split()
        if words and words != known.explanation.split():  # not the same sent twice
            raise Conflict(_("This idea has its decision already."), code="decided")
        return redirect("decision", public_id=known.public_id)
    if not can_decide_idea(request.user, idea):
        raise NotPermitted(_("Somebody else decides this idea."), code="not_decider")
    rules = rules_of(rule_set_of(idea_id=idea.pk, round=idea.round))
    if request.method != "POST":
        if is_with_board(idea=idea):
            return redirect("idea-ballot", ref=idea.ref)
        refuse_unless_ready(idea=idea)  # what was typed is refused beside the form, so that it is not lost
        record_read(idea=idea, by=request.user)
        return _decide_page(request, idea, DecisionForm(rules, initial={"version": idea.version}))
    if request.POST.get("act") in {"add", "read"}:  # to write on: nothing is decided
        count = DecisionForm(rules, request.POST).row_count + int(request.POST["act"] == "add")
        typed = {**request.POST.dict(), "condition_rows": count}
        return _decide_page(request, idea, DecisionForm(rules, initial=typed, rows=count))
    return _take_decision(request, idea, DecisionForm(rules, request.POST))


@require_safe
@for_members
def decision(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a decision to those who may know it."""
    row = decision_for(viewer=request.user, public_id=public_id)
    context = {
        "card": card_of(row, request.user),
        "idea": row.idea,
        "decision": row,
        "answers": answers_behind(decision=row),
        "risks": risks_of(idea=row.idea, round=row.round),
        "appeal_view": appeal_view(decision=row, viewer=request.user),
    }
    return render(request, "frontend/pages/reviews/decision.html", context)


@require_safe
@for_members
def decision_pack_file(request: MemberRequest, ref: str) -> HttpResponse:
    """Give everything about a decision as a PDF. Reading a confidential idea is logged."""
    pack = decision_pack(viewer=request.user, ref=ref)
    record_read(idea=pack.idea, by=request.user)
    return pdf_response(decision_pack_pdf(pack, request.user), name=f"{ref}-decision")


@require_POST
@for_members
def announce(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Tell everybody now instead of after the delay."""
    row = announce_now(decision=decision_for(viewer=request.user, public_id=public_id), by=request.user)
    messages.success(request, _("Everybody who can see the idea can read the answer now."))
    return redirect("decision", public_id=row.public_id)


@require_safe
@for_members
def departments(request: MemberRequest, ref: str) -> HttpResponse:
    """Answer with the lanes of an idea, its history and its decision, for pages that are open.

    `?deciding=1`: with the lanes alone, as they stand beside the form of the decision.
    """
    idea = idea_for_reader(viewer=request.user, ref=ref)
    parts = idea_parts(idea=idea, viewer=request.user)
    if "deciding" in request.GET:
        return render(request, "frontend/partials/reviews/lanes.html", {"parts": parts, "is_deciding": True})
    next_step = next_step_of(idea=idea, parts=parts) if parts.upcoming else None
    context = {"idea": idea, "parts": parts, "next_step": next_step}
    return render(request, "frontend/partials/idea/process.html", context)


@require_safe
@for_members
def history(request: MemberRequest, ref: str) -> HttpResponse:
    """Show the older history of an idea, page by page."""
    idea = idea_for_reader(viewer=request.user, ref=ref)
    before = request.GET.get("before", "")
    cursor = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    entries = timeline_of(idea=idea, viewer=request.user, before=cursor, limit=PAGE_OF_HISTORY + 1)
    shown = entries[:PAGE_OF_HISTORY]
    context = {
        "idea": idea,
        "lines": [line_of(entry) for entry in shown],
        "older_than": shown[-1].id if len(entries) > PAGE_OF_HISTORY else None,
    }
    return render(request, "frontend/pages/reviews/history.html", context)


def _take_decision(request: MemberRequest, idea: Idea, form: DecisionForm) -> HttpResponse:
    if not form.is_valid():
        return _decide_page(request, idea, form, status=422)
    try:
        row = decide_idea(
            idea=idea, by=request.user, content=form.content(), expected_version=form.cleaned_data["version"]
        )
    except (NotFound, NotPermitted):
        raise
    except DomainError as refused:
        return _decide_page(request, idea, form, status=add_refusal(form, refused))
    messages.success(request, _("Decided. The author can read it now."))
    return redirect("decision", public_id=row.public_id)


def _decide_page(request: MemberRequest, idea: Idea, form: DecisionForm, *, status: int = 200) -> HttpResponse:
    context = {"idea": idea, "form": form, "parts": idea_parts(idea=idea, viewer=request.user)}
    context["people"] = names_to_offer()
    context["reading_hint"] = reading_hint(request.POST.get("explanation", ""), idea.language)
    context["is_read"] = request.POST.get("act") == "read"
    return render(request, "frontend/pages/reviews/decide.html", context, status=status)
