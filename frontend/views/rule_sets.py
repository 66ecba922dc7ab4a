"""Versions of the rules: their history, drafts, what differs, and who may let them hold."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend import design
from frontend.addresses import csv_address
from frontend.forms.rule_sets import ActivateForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from frontend.rule_fields import shown_differences
from frontend.rule_sections import SECTIONS
from frontend.views.rules import rules_context
from ideas.exceptions import Conflict, DomainError, NotPermitted
from ideas.models import RuleSet
from ideas.policies.rule_sets import (
    can_activate_rule_set,
    can_change_rule_set,
    can_discard_rule_set,
    can_edit_rules,
)
from ideas.querysets.keyset import take_page
from ideas.rule_problems import sentence_of
from ideas.selectors.calendars import organisation
from ideas.selectors.rule_sets import (
    NEWEST,
    compared_with,
    editors_of,
    problems_of,
    refuse_unless_editor,
    rule_set_for,
    rule_sets_for,
    rules_of,
    state_of,
)
from ideas.services.rule_sets import activate_rule_set, discard_rule_set, draft_rule_set

ROWS: Final = 25
UNPROCESSABLE: Final = 422


@for_members
@require_safe
def rule_sets(request: MemberRequest) -> HttpResponse:
    """List the versions, the newest first."""
    page = take_page(
        rule_sets_for(viewer=request.user),
        NEWEST,
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"rule-sets:{request.user.pk}",
    )
    context = {
        "rows": [(row, look(row)) for row in page.rows],
        "page": page,
        "can_edit": can_edit_rules(request.user),
        "csv_url": csv_address(request, "rule-sets-csv"),
    }
    return render(request, "frontend/pages/rules/versions.html", context)


def look(row: RuleSet) -> design.Look:
    """Return how the state of a row of `rule_sets_for` looks."""
    return design.look_of(design.RULE_SETS, state_of(row))


@for_members
@require_POST
def draft(request: MemberRequest) -> HttpResponse:
    """Begin a draft: a copy of the rules that hold."""
    row = draft_rule_set(by=request.user)
    messages.success(request, _("Here is your draft. Nothing changes until somebody else activates it."))
    return redirect("rule-set", row.version)


@for_members
@require_safe
def rule_set(request: MemberRequest, version: int) -> HttpResponse:
    """Show one version: where it stands, what differs from the one it was copied from, what is still wrong."""
    return _page(request, rule_set_for(viewer=request.user, version=version))


@for_members
@require_POST
def activate(request: MemberRequest, version: int) -> HttpResponse:
    """Let a draft of somebody else hold, at once or from a moment."""
    row = rule_set_for(viewer=request.user, version=version)
    form = ActivateForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form, status=UNPROCESSABLE)
    try:
        done = activate_rule_set(rule_set=row, by=request.user, **form.wanted())
    except NotPermitted:
        raise
    except DomainError as error:
        return _page(request, row, form=form, status=add_refusal(form, error))
    is_later = form.cleaned_data["active_from"] is not None
    messages.success(request, _("It holds from the date that you chose.") if is_later else _("It holds from now on."))
    return redirect("rule-set", done.version)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: MemberRequest, version: int) -> HttpResponse:
    """Ask, then put away a draft or a version whose date has not come."""
    row = rule_set_for(viewer=request.user, version=version)
    if request.method == "POST":
        discard_rule_set(rule_set=row, by=request.user)
        messages.success(request, _("Version %(version)d is put away.") % {"version": row.version})
        return redirect("rule-sets")
    refuse_unless_editor(request.user)
    if not can_discard_rule_set(request.user, row):
        raise Conflict(_("These rules hold or have held: they stay as they are."), code="rule_set_closed")
    context = {
        "heading": _("Put away version %(version)d?") % {"version": row.version},
        "text": _("It never comes to hold. It can still be read, but not changed any more."),
        "yes_label": _("Put it away"),
        "is_danger": True,
        "back_url": reverse("rule-set", args=[row.version]),
    }
    return render(request, "frontend/pages/confirm.html", context)


def _page(request: MemberRequest, row: RuleSet, *, form: ActivateForm | None = None, status: int = 200) -> HttpResponse:
    person = request.user
    problems = problems_of(row.body)
    other = compared_with(row)
    context = {
        "rule_set": row,
        "look": look(row),
        "editors": editors_of(row),
        "problems": [sentence_of(one) for one in problems],
        "other": other,
        "differences": shown_differences(other, row) if other else [],
        "sections": SECTIONS,
        "can_edit": can_edit_rules(person),
        "can_change": can_change_rule_set(person, row),
        "can_discard": can_discard_rule_set(person, row),
        "can_activate": can_activate_rule_set(person, row) and not problems,
        "form": form or ActivateForm(initial={"revision": row.revision}),
        **({} if problems else rules_context(rules_of(row, currency=organisation().currency))),
    }
    return render(request, "frontend/pages/rules/version.html", context, status=status)
