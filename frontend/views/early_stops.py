"""Asking to stop an idea early, and saying what becomes of it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.forms.early_stops import EarlyStopForm, VerdictForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import refused_status
from ideas.exceptions import NotPermitted
from ideas.policies.early_stops import KINDS, can_ask_early_stop
from ideas.selectors.early_stops import early_stop_for
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.reviews import review_for
from ideas.services.early_stop import ask_early_stop, end_early_stop
from ideas.services.reads import record_read


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def ask(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask to stop the idea that one's department does not support."""
    row = review_for(viewer=request.user, public_id=public_id)
    if not can_ask_early_stop(request.user, row):
        raise NotPermitted(_("This answer cannot stop the idea."), code="cannot_stop")
    form = EarlyStopForm(KINDS[row.department.slug], request.POST if request.method == "POST" else None)
    status = refused_status(form, lambda given: ask_early_stop(review=row, by=request.user, **given))
    if not status:
        messages.success(request, _("Asked. The other departments wait until whoever decides has looked at it."))
        return redirect("review", public_id=row.public_id)
    context = {"review": row, "idea": row.idea, "form": form}
    return render(request, "frontend/pages/reviews/early_stop.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def end(request: MemberRequest, ref: str) -> HttpResponse:
    """Show whoever decides why a department wants to stop, and take what becomes of it. Reading is logged."""
    idea = idea_for_reader(viewer=request.user, ref=ref)
    stop = early_stop_for(viewer=request.user, idea=idea)
    record_read(idea=idea, by=request.user)
    form = VerdictForm(request.POST if request.method == "POST" else None)
    status = refused_status(form, lambda given: end_early_stop(stop=stop, by=request.user, **given))
    if not status:
        messages.success(request, _("Kept. Everybody who waits is told."))
        return redirect("idea", ref=idea.ref)
    context = {"stop": stop, "idea": idea, "form": form}
    return render(request, "frontend/pages/reviews/early_stop.html", context, status=status)
