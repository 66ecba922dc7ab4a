"""Changing tier and departments of an idea, and taking it out of another one, each with a reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.addresses import idea_address
from frontend.forms.discussion import ReasonForm
from frontend.forms.triage import OverrideForm, standing_choices
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from frontend.triage_page import department_lines
from frontend.views.triage import refuse_unless_triager, refuse_unsortable
from ideas.exceptions import Conflict, DomainError, InvalidValue, NotPermitted
from ideas.models import Idea
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.overrides import standing_override
from ideas.selectors.triage import merge_of, triage_case
from ideas.services.merging import unmerge_idea
from ideas.services.overrides import override_routing
from ideas.services.reads import record_read


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def override(request: MemberRequest, ref: str) -> HttpResponse:
    """Show who is asked and why, and let another tier or other departments hold."""
    refuse_unless_triager(request.user)
    idea = idea_for_reader(viewer=request.user, ref=ref)
    refuse_unsortable(request.user, idea)
    case = triage_case(idea=idea, viewer=request.user)
    if request.method != "POST":
        record_read(idea=idea, by=request.user)
        form = OverrideForm(
            case.rules, case.additions, initial=standing_choices(standing_override(idea=idea), case.additions)
        )
        return _page(request, idea, form)
    form = OverrideForm(case.rules, case.additions, request.POST)
    if not form.is_valid():
        return _page(request, idea, form, status=422)
    try:
        override_routing(idea=idea, by=request.user, change=form.change(), reason=form.cleaned_data["reason"])
    except NotPermitted:
        raise
    except DomainError as error:
        return _page(request, idea, form, status=add_refusal(form, error))
    messages.success(request, _("Tier and departments are changed; the author is told."))
    return redirect("triage-sort", ref) if case.turn else redirect(idea_address(ref))


def _page(request: MemberRequest, idea: Idea, form: OverrideForm, status: int = 200) -> HttpResponse:
    case = triage_case(idea=idea, viewer=request.user)
    context = {"idea": idea, "form": form, "case": case, "departments": department_lines(case)}
    return render(request, "frontend/pages/triage/override.html", context, status=status)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def unmerge(request: MemberRequest, ref: str) -> HttpResponse:
    """Ask why an idea is taken out of the one it was merged into, and do it."""
    refuse_unless_triager(request.user)
    idea = idea_for_reader(viewer=request.user, ref=ref)
    form, status = ReasonForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST" and form.is_valid():
        try:
            unmerge_idea(idea=idea, by=request.user, reason=form.cleaned_data["reason"])
        except InvalidValue as error:
            status = add_refusal(form, error)
        else:
            messages.success(request, _("It goes on by itself again."))
            return redirect(idea_address(ref))
    elif merge_of(idea=idea) is None:
        raise Conflict(_("This idea is not merged."), code="not_merged")
    context = {
        "heading": _("Take it out of the other idea?"),
        "text": _("The support that came with it leaves the other idea; both keep what is their own."),
        "yes_label": _("Take it out"),
        "back_url": idea_address(ref),
        "field": form["reason"],
    }
    return render(request, "frontend/pages/confirm.html", context, status=status)
