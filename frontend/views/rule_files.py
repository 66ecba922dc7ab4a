"""Rules as JSON files, and drafts tried on ideas that were sent."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.forms.rule_sets import USUAL_IDEAS, RulesFileForm, TrialForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from frontend.views.rule_sets import UNPROCESSABLE
from frontend.views.rules import MODES
from ideas.exceptions import Conflict, DomainError, NotPermitted
from ideas.routing.problems import RuleSetError
from ideas.routing.simulation import ModeChange
from ideas.selectors.rule_sets import active_rule_set, refuse_unless_editor, rule_set_for, rules_of
from ideas.selectors.simulation import TrialRun, try_rules
from ideas.services.rule_sets import draft_rule_set

SHOWN_IDEAS = 100


@for_members
@require_safe
def download(request: MemberRequest, version: int) -> HttpResponse:
    """Give one version as a JSON file, as importing takes it."""
    row = rule_set_for(viewer=request.user, version=version)
    text = json.dumps(row.body, ensure_ascii=False, indent=2)
    name = f"groundswell-rules-{row.version}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def take_file(request: MemberRequest) -> HttpResponse:
    """Begin a draft from a JSON file in which nothing is wrong; what was pasted comes back otherwise."""
    refuse_unless_editor(request.user)
    form = RulesFileForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                row = draft_rule_set(by=request.user, body=form.cleaned_data["body"])
            except NotPermitted:
                raise
            except DomainError as error:
                status = add_refusal(form, error)
            else:
                messages.success(request, _("The file is your draft now."))
                return redirect("rule-set", row.version)
    return render(request, "frontend/pages/rules/import.html", {"form": form}, status=status)


@for_members
@require_safe
def trial(request: MemberRequest, version: int) -> HttpResponse:
    """Try a version on the newest ideas: who would be asked otherwise, and how much work that is.

    Raises:
        Conflict: something in it is wrong (409, `rule_set_unfinished`).
    """
    row = rule_set_for(viewer=request.user, version=version)
    refuse_unless_editor(request.user)
    form = TrialForm(request.GET if "ideas" in request.GET else {"ideas": USUAL_IDEAS})
    if not form.is_valid():
        return render(request, "frontend/pages/rules/trial.html", {"rule_set": row, "form": form}, status=UNPROCESSABLE)
    try:
        rules = rules_of(row)
    except RuleSetError as error:
        sentence = _("Something in this draft is still wrong. Put it right first.")
        raise Conflict(sentence, code="rule_set_unfinished") from error
    run = try_rules(viewer=request.user, rules=rules, idea_count=form.cleaned_data["ideas"])
    names = {one.slug: one.name for one in (*rules_of(active_rule_set()).departments, *rules.departments)}
    context = {"rule_set": row, "form": form, **_shown(run, names)}
    return render(request, "frontend/pages/rules/trial.html", context)


def _shown(run: TrialRun, names: dict[str, str]) -> dict[str, object]:
    loads = [(names[one.department], *one.reviews_a_week(run.days), one) for one in run.outcome.loads]
    return {
        "run": run,
        "outcome": run.outcome,
        "effects": [(one, names[one.department]) for one in run.outcome.effects()],
        "moves": run.outcome.tier_moves(),
        "loads": loads,
        "changed": [(one, _changes(one.change.departments, names)) for one in run.changed[:SHOWN_IDEAS]],
        "left_out": max(len(run.changed) - SHOWN_IDEAS, 0),
        "guessed_count": len(run.outcome.guessed),
    }


def _changes(departments: tuple[ModeChange, ...], names: dict[str, str]) -> list[dict[str, object]]:
    return [
        {
            "name": names[one.department],
            "change": one,
            "before": MODES[one.mode_before] if one.mode_before else _("not asked"),
            "after": MODES[one.mode_after] if one.mode_after else _("not asked"),
        }
        for one in departments
    ]
