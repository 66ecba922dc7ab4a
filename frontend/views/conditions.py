"""Conditions of a yes: those that the reader sees to, and saying that one is met."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.addresses import csv_address, idea_address
from frontend.forms.met import MetForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import refused_status
from ideas.exceptions import NotFound, NotPermitted
from ideas.policies.conditions import can_meet_condition
from ideas.querysets.keyset import take_page
from ideas.selectors.conditions import BY_DATE, condition_for, conditions_to_meet, today_here
from ideas.services.conditions import meet_condition

ROWS = 50


@for_members
@require_safe
def conditions(request: MemberRequest) -> HttpResponse:
    """List the open conditions that the reader sees to, the next due first."""
    page = take_page(
        conditions_to_meet(viewer=request.user),
        BY_DATE,
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"conditions:{request.user.pk}",
    )
    context = {
        "conditions": page.rows,
        "today": today_here(),
        "page": page,
        "csv_url": csv_address(request, "conditions-csv"),
    }
    return render(request, "frontend/pages/after_decision/conditions.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def meet(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask how a condition was met, and note it."""
    condition = condition_for(viewer=request.user, public_id=public_id)
    if condition.decision is None:
        raise NotFound(_("There is no such condition, or you may not see it."))
    if not can_meet_condition(request.user, condition):
        raise NotPermitted(
            _("Who sees to it, who decided, triagers and programme managers say that."), code="not_condition_owner"
        )
    form = MetForm(request.POST if request.method == "POST" else None)
    address = idea_address(condition.decision.idea.ref)
    status = refused_status(form, lambda given: meet_condition(condition=condition, by=request.user, **given))
    if not status:
        messages.success(request, _("The condition is met."))
        return redirect(address)
    context = {
        "heading": _("Is this condition met?"),
        "text": condition.text,
        "yes_label": _("It is met"),
        "back_url": address,
        "field": form["note"],
    }
    return render(request, "frontend/pages/confirm.html", context, status=status)
