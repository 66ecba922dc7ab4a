"""What ideas sleep for: the list for those who may wake them, and waking one."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.addresses import csv_address, idea_address
from frontend.forms.watches import WakeForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import refused_status
from frontend.watch_words import watch_words
from ideas.exceptions import NotPermitted
from ideas.policies.watches import can_wake_idea
from ideas.querysets.keyset import take_page
from ideas.selectors.watches import NEWEST, watch_for, watches_for
from ideas.services.watches import wake_idea

ROWS = 50


@for_members
@require_safe
def watches(request: MemberRequest) -> HttpResponse:
    """List what the reader may wake ideas by, the newest first."""
    page = take_page(
        watches_for(viewer=request.user),
        NEWEST,
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"watches:{request.user.pk}",
    )
    context = {
        "watches": [(watch, watch_words(watch)) for watch in page.rows],
        "page": page,
        "csv_url": csv_address(request, "watches-csv"),
    }
    return render(request, "frontend/pages/after_decision/watches.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def wake(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask what has happened, and wake the idea."""
    watch = watch_for(viewer=request.user, public_id=public_id)
    idea = watch.decision.idea
    if not can_wake_idea(request.user, watch):
        raise NotPermitted(
            _("Its decider, triagers and programme managers wake an idea; its authors do not."), code="not_watcher"
        )
    form = WakeForm(request.POST if request.method == "POST" else None)
    status = refused_status(form, lambda given: wake_idea(watch=watch, by=request.user, **given))
    if not status:
        messages.success(request, _("“%(title)s” is looked at again.") % {"title": idea.title})
        return redirect(idea_address(idea.ref))
    context = {
        "heading": _("Look at “%(title)s” again?") % {"title": idea.title},
        "text": _("We watch until %(what)s. Say what has happened; departments, dates and votes begin anew.")
        % {"what": watch_words(watch)},
        "yes_label": _("Look at it again"),
        "back_url": reverse("watches"),
        "field": form["reason"],
    }
    return render(request, "frontend/pages/confirm.html", context, status=status)
