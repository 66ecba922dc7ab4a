"""The triager's desk: one idea with the lanes it can go."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from frontend.triage_page import LANES, desk_of
from ideas.exceptions import DomainError, IdeaClosed, InvalidValue, NotPermitted
from ideas.models import Idea, Triage, User
from ideas.policies.triage import can_open_triage, can_triage_idea
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.triage import next_in_triage, turn_of
from ideas.services.reads import record_read


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def sort(request: MemberRequest, ref: str) -> HttpResponse:
    """Show one idea with the lanes it can go, or send it down one of them and show what comes after it.

    Raises:
        NotPermitted: the reader sorts no ideas, or this one is their own (403).
        IdeaClosed: there is nothing left to sort (409).
    """
    refuse_unless_triager(request.user)
    idea = idea_for_reader(viewer=request.user, ref=ref)
    refuse_unsortable(request.user, idea)
    if request.method != "POST":
        record_read(idea=idea, by=request.user)
        return _page(request, idea, {})
    lane = LANES.get(request.POST.get("lane", ""))
    if lane is None:
        raise InvalidValue(_("Choose one of the lanes."))
    form = lane.form(request.POST, prefix=lane.name)
    if not form.is_valid():
        return _page(request, idea, {lane.name: form}, status=422)
    turn = turn_of(idea=idea)
    try:
        done = lane.act(idea, request.user, form)
    except NotPermitted:
        raise
    except DomainError as error:
        return _page(request, idea, {lane.name: form}, status=add_refusal(form, error))
    messages.success(request, f"{idea.ref}: {done}")
    return redirect("triage-sort", idea.ref) if lane.stays else _onwards(request, turn)


def refuse_unless_triager(person: User) -> None:
    """Raise where triage is none of the person's business.

    Raises:
        NotPermitted: (403).
    """
    if not can_open_triage(person):
        raise NotPermitted(_("Only triagers and programme managers sort ideas."), code="not_triager")


def refuse_unsortable(person: User, idea: Idea) -> None:
    """Raise where `person`, who sorts ideas, may not sort this one now.

    Raises:
        NotPermitted: it is their own (403).
        IdeaClosed: it has its answer (409).
    """
    if can_triage_idea(person, idea):
        return
    if idea.next_answer_at is not None:
        raise NotPermitted(_("Somebody else sorts an idea of your own."), code="own_idea")
    raise IdeaClosed(_("This idea has its answer; there is nothing left to sort."))


def _onwards(request: MemberRequest, turn: Triage | None) -> HttpResponse:
    """Go to what stands behind in the inbox, so that the place is kept; to the inbox when that was the last one."""
    following = next_in_triage(viewer=request.user, after=turn)
    return redirect("triage-sort", following.idea.ref) if following else redirect("triage")


def _page(request: MemberRequest, idea: Idea, forms: dict[str, Any], status: int = 200) -> HttpResponse:
    desk = desk_of(idea=idea, viewer=request.user, forms=forms)
    return render(request, "frontend/pages/triage/sort.html", {"idea": idea, "desk": desk}, status=status)
