"""Appealing against a decision, and answering appeals."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.addresses import csv_address, idea_address
from frontend.forms.appeals import AppealAnswerForm, AppealForm
from frontend.http import MemberRequest, for_members
from frontend.idea_parts import card_of
from frontend.refusals import add_refusal
from ideas.exceptions import Conflict, InvalidValue, NotPermitted
from ideas.models import Appeal, Decision
from ideas.policies.appeals import can_decide_appeal
from ideas.policies.ideas import is_author
from ideas.querysets.keyset import take_page
from ideas.selectors.appeals import BY_DATE, appeal_for, appeal_view, appeals_to_decide
from ideas.selectors.decisions import answers_behind, decision_for
from ideas.services.appeals import decide_appeal, file_appeal
from ideas.services.reads import record_read

ROWS = 50


@for_members
@require_safe
def appeals(request: MemberRequest) -> HttpResponse:
    """List the appeals that wait for the reader, the next due first."""
    page = take_page(
        appeals_to_decide(viewer=request.user),
        BY_DATE,
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"appeals:{request.user.pk}",
    )
    context = {"appeals": page.rows, "page": page, "csv_url": csv_address(request, "appeals-csv")}
    return render(request, "frontend/pages/after_decision/appeals.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_new(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take an author's appeal; before the form, say why there can be none."""
    decision = decision_for(viewer=request.user, public_id=public_id)
    if not is_author(request.user, decision.idea):
        raise NotPermitted(_("Only its authors appeal."), code="not_author")
    form = AppealForm(request.POST or None)
    if request.method == "POST":
        return _answered(
            request, decision, form, lambda given: file_appeal(decision=decision, by=request.user, **given)
        )
    view = appeal_view(decision=decision, viewer=request.user)
    if view is None or view.until is None:
        raise Conflict(_("There is no answer here that can be appealed now."), code="appeal_over")
    return _page(request, decision, form, until=view.until)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show an appeal to those who may answer it, and take the answer."""
    row = appeal_for(viewer=request.user, public_id=public_id)
    if not can_decide_appeal(request.user, row):
        raise NotPermitted(_("Somebody else, who was not involved, answers this appeal."), code="not_judge")
    form = AppealAnswerForm(request.POST or None)
    if request.method == "POST":
        return _answered(
            request, row.decision, form, lambda given: decide_appeal(appeal=row, by=request.user, **given), appeal=row
        )
    if row.decided_at is not None:
        return redirect("decision", public_id=row.decision.public_id)
    record_read(idea=row.decision.idea, by=request.user)
    return _page(request, row.decision, form, appeal=row)


def _answered(
    request: MemberRequest,
    decision: Decision,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Appeal],
    *,
    appeal: Appeal | None = None,
) -> HttpResponse:
    """Do what the form says, or show it again with what was typed."""
    if not form.is_valid():
        return _page(request, decision, form, appeal=appeal, status=422)
    try:
        done = act(form.cleaned_data)
    except InvalidValue as error:
        return _page(request, decision, form, appeal=appeal, status=add_refusal(form, error))
    if done.decided_at is None:
        messages.success(request, _("Your appeal is on its way to somebody who was not involved."))
    else:
        messages.success(request, _("Answered. The author is told."))
    return redirect(idea_address(decision.idea.ref))


def _page(
    request: MemberRequest,
    decision: Decision,
    form: forms.Form,
    *,
    appeal: Appeal | None = None,
    until: object = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "idea": decision.idea,
        "card": card_of(decision, request.user),
        "form": form,
        "appeal": appeal,
        "until": until,
        "answers": answers_behind(decision=decision),
    }
    return render(request, "frontend/pages/after_decision/appeal.html", context, status=status)
