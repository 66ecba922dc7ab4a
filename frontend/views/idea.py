"""The page of one idea: story, support, departments, history, discussion."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend.addresses import idea_address
from frontend.forms.discussion import CommentForm
from frontend.http import MemberRequest, for_members
from frontend.idea_lateness import lateness_of
from frontend.idea_page import head_of, next_step_of, support_view
from frontend.idea_parts import idea_parts
from frontend.idea_waiting import waiting_note
from frontend.limits import count_act
from frontend.views.outlines import outline_page
from frontend.views.talk import talk_of
from ideas.exceptions import Conflict, InvalidValue, NotFound
from ideas.models import Idea, IdeaTally
from ideas.policies.audit import can_read_audit
from ideas.policies.triage import can_open_triage
from ideas.rates import VOTES
from ideas.selectors.appeals import appeal_view
from ideas.selectors.ideas import attachments_of, idea_for_reader
from ideas.selectors.outcomes import progress_of
from ideas.selectors.precedents import credits_of
from ideas.selectors.triage import merge_of, redirect_of
from ideas.selectors.watches import earlier_decisions, reopening_of
from ideas.services.follows import follow_idea, mute_idea, unfollow_idea
from ideas.services.reads import record_read
from ideas.services.votes import cast_vote, withdraw_vote
from ideas.workflow import OPEN_STAGES, Stage

SORTABLE_STAGES = OPEN_STAGES | {Stage.MERGED}
FOLLOW_ACTS = {"follow": follow_idea, "mute": mute_idea, "end": unfollow_idea}


@for_members
@require_safe
def idea_page(request: MemberRequest, ref: str) -> HttpResponse:
    """Show an idea; a draft opens as the form it is written in. Reading a confidential one is logged.

    Who may know of a confidential idea without reading it sees its number, stage and dates.
    """
    try:
        idea = idea_for_reader(viewer=request.user, ref=ref)
    except NotFound:
        return outline_page(request, ref)
    if idea.stage == Stage.DRAFT:
        return redirect("draft", ref=ref)
    record_read(idea=idea, by=request.user)
    answering = request.GET.get("reply_to", "")
    form = CommentForm(initial={"reply_to": answering})
    return render(request, "frontend/pages/idea/idea.html", page_context(request, idea, form, answering=answering))


@for_members
@require_safe
def head(request: MemberRequest, ref: str) -> HttpResponse:
    """Show the head of an idea's page, for a page that has an older one."""
    idea = _sent_idea(request, ref)
    return render(request, "frontend/partials/idea/head.html", _head_context(request, idea))


@for_members
@require_safe
def support(request: MemberRequest, ref: str) -> HttpResponse:
    """Show the support of an idea, for a page that has an older one."""
    return _support(request, _sent_idea(request, ref))


@for_members
@require_POST
def vote(request: MemberRequest, ref: str) -> HttpResponse:
    """Give the reader's vote or take it back; htmx gets the part of its page that shows it."""
    idea = idea_for_reader(viewer=request.user, ref=ref)
    count_act(request, VOTES)
    is_given = request.POST.get("vote") != "withdraw"
    tally = (cast_vote if is_given else withdraw_vote)(voter=request.user, idea=idea)
    if not _is_htmx(request):
        return redirect(_way_back(request, idea))
    if _is_on_idea_page(request, idea):
        return _support(request, idea)
    return render(request, "frontend/components/vote.html", _vote_context(request, idea, tally, has_voted=is_given))


@for_members
@require_POST
def follow(request: MemberRequest, ref: str) -> HttpResponse:
    """Follow an idea, mute it, or end both."""
    idea = idea_for_reader(viewer=request.user, ref=ref)
    act = FOLLOW_ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise InvalidValue(_("Choose to follow, to mute, or neither."))
    act(idea=idea, by=request.user)
    return _support(request, idea) if _is_htmx(request) else redirect(idea_address(ref))


def page_context(request: MemberRequest, idea: Idea, form: CommentForm, *, answering: str) -> dict[str, Any]:
    """Return the context of the whole page with `form` under its discussion (see `talk_of`)."""
    parts = idea_parts(idea=idea, viewer=request.user)
    shown = _head_context(request, idea)
    return {
        **shown,
        "waiting": waiting_note(idea=idea, is_own=shown["head"].is_own),
        **talk_of(request, idea, form, answering=answering),
        "parts": parts,
        "lateness": lateness_of(idea=idea, viewer=request.user, parts=parts, is_own=shown["head"].is_own),
        "view": support_view(idea=idea, viewer=request.user),
        "next_step": next_step_of(idea=idea, parts=parts) if parts.upcoming else None,
        "attachments": attachments_of(idea=idea),
        "redirect": redirect_of(idea=idea),
        "merge": merge_of(idea=idea),
        "can_sort": idea.stage in SORTABLE_STAGES and can_open_triage(request.user) and not shown["head"].is_own,
        "can_read_audit": can_read_audit(request.user),
        "reopening": reopening_of(idea=idea),
        "appeal_view": appeal_view(decision=parts.decision.decision, viewer=request.user) if parts.decision else None,
        "progress": progress_of(idea=idea, viewer=request.user),
        "idea_credits": credits_of(idea=idea, viewer=request.user),
        "earlier": earlier_decisions(idea=idea),
    }


def _head_context(request: MemberRequest, idea: Idea) -> dict[str, Any]:
    return {"idea": idea, "head": head_of(idea=idea, viewer=request.user)}


def _support(request: MemberRequest, idea: Idea) -> HttpResponse:
    context = {"idea": idea, "view": support_view(idea=idea, viewer=request.user)}
    idea.tally.refresh_from_db()
    response = render(request, "frontend/partials/idea/support.html", context)
    response["HX-Retarget"] = "#support"
    response["HX-Reswap"] = "outerMorph"
    return response


def _vote_context(request: MemberRequest, idea: Idea, tally: IdeaTally, *, has_voted: bool) -> dict[str, Any]:
    return {
        "action": request.path,
        "title": idea.title,
        "votes": tally.vote_count,
        "has_voted": has_voted,
        "can_vote": True,
        "is_own": False,
        "return_to": _way_back(request, idea),
    }


def _sent_idea(request: MemberRequest, ref: str) -> Idea:
    idea = idea_for_reader(viewer=request.user, ref=ref)
    if idea.stage == Stage.DRAFT:
        raise Conflict(_("This idea was not sent yet."), code="idea_not_sent")
    return idea


def _is_htmx(request: MemberRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _is_on_idea_page(request: MemberRequest, idea: Idea) -> bool:
    shown = request.headers.get("HX-Current-URL", "").partition("?")[0].partition("#")[0]
    return shown.endswith(idea_address(idea.ref))


def _way_back(request: MemberRequest, idea: Idea) -> str:
    """Return the path of the form's page, if it is one of ours."""
    path = request.POST.get("next", "")
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours else idea_address(idea.ref)
