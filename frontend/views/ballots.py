"""The board's vote on an idea."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.forms.ballots import BallotForm, DecidingVoteForm
from frontend.http import MemberRequest, for_members
from frontend.idea_parts import idea_parts
from frontend.refusals import add_refusal
from ideas.exceptions import DomainError, NotFound, NotPermitted
from ideas.models import Ballot, Idea
from ideas.selectors.ballots import BallotView, ballot_for
from ideas.selectors.ideas import idea_for_reader
from ideas.services.ballots import cast_deciding_vote, vote_in_ballot
from ideas.services.reads import record_read


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def ballot(request: MemberRequest, ref: str) -> HttpResponse:
    """Show the idea with every answer beside the vote, and take one's own. Reading a confidential idea is logged."""
    idea = idea_for_reader(viewer=request.user, ref=ref)
    view = ballot_for(viewer=request.user, idea=idea)
    if request.method != "POST":
        record_read(idea=idea, by=request.user)
        return _page(request, idea, view, _form_of(view))
    is_casting = "cast" in view.allowed_actions or (view.ballot.closed_at is not None and view.own is None)
    form = DecidingVoteForm(request.POST) if is_casting else BallotForm(request.POST)
    if not form.is_valid():
        return _page(request, idea, view, form, status=422)
    act = cast_deciding_vote if is_casting else vote_in_ballot
    try:
        done = act(ballot=view.ballot, by=request.user, **form.cleaned_data)
    except (NotFound, NotPermitted):
        raise
    except DomainError as refused:
        return _page(request, idea, view, form, status=add_refusal(form, refused))
    messages.success(request, _kept(done, is_casting=is_casting))
    return redirect("idea-ballot", ref=idea.ref)


def _kept(ballot: Ballot, *, is_casting: bool) -> str:
    if is_casting:
        return _("Your vote decides it. Now write the decision.")
    if ballot.closed_at is not None:
        return _("Your vote is kept. It was the last one: the vote is closed.")
    return _("Your vote is kept. You may change it until the vote closes.")


def _form_of(view: BallotView) -> BallotForm | None:
    if "cast" in view.allowed_actions:
        return DecidingVoteForm()
    if "vote" not in view.allowed_actions:
        return None
    vote = view.own.vote if view.own else None
    return BallotForm(initial={"choice": vote.choice, "reason": vote.reason} if vote else None)


def _page(
    request: MemberRequest, idea: Idea, view: BallotView, form: BallotForm | None, *, status: int = 200
) -> HttpResponse:
    parts = idea_parts(idea=idea, viewer=request.user)
    context = {"idea": idea, "view": view, "form": form, "parts": parts}
    return render(request, "frontend/pages/reviews/ballot.html", context, status=status)
