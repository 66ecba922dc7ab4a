"""The report on the rules: what was sent back, left out and added, and what this suggests."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend.addresses import csv_address
from frontend.forms.rule_sets import ReportForm, SuggestionForm
from frontend.http import MemberRequest, for_members
from frontend.rule_report import lines_of, period_words, shown_suggestions
from frontend.views.errors import error_page
from ideas.exceptions import InvalidValue
from ideas.selectors.calendars import organisation
from ideas.selectors.rule_report import PERIODS, RuleReport, rule_report
from ideas.selectors.rule_sets import refuse_unless_editor
from ideas.services.rule_suggestions import draft_suggestion


@for_members
@require_safe
def report(request: MemberRequest) -> HttpResponse:
    """Show what became of the asks of each rule over the last 1, 4 or 13 whole weeks, and what could be changed."""
    refuse_unless_editor(request.user)
    try:
        found = asked_report(request)
    except InvalidValue as refused:
        return error_page(request, 400, sentence=refused.sentence)
    zone = ZoneInfo(organisation().calendar.time_zone)
    lines, added = lines_of(found)
    context = {
        "report": found,
        "periods": [(weeks, period_words(weeks)) for weeks in PERIODS],
        "first_on": found.span.start.astimezone(zone).date(),
        "last_on": found.span.end.astimezone(zone).date() - timedelta(days=1),
        "suggestions": shown_suggestions(found),
        "lines": [line for line in lines if line.ideas],
        "silent": [f"{line.rule} ({line.department})" for line in lines if not line.ideas],
        "added": added,
        "csv_url": csv_address(request, "rule-report-csv"),
    }
    return render(request, "frontend/pages/rules/report.html", context)


def asked_report(request: MemberRequest) -> RuleReport:
    """Return the report over the period that the address asks for.

    Raises:
        NotPermitted: the reader does not edit rules (403).
        InvalidValue: there is no such period (422).
    """
    form = ReportForm(request.GET)
    if not form.is_valid():
        raise InvalidValue(_("There is no such period."))
    return rule_report(viewer=request.user, weeks=form.cleaned_data["weeks"])


@for_members
@require_POST
def draft(request: MemberRequest) -> HttpResponse:
    """Begin a draft with one suggestion in it."""
    refuse_unless_editor(request.user)
    form = SuggestionForm(request.POST)
    if not form.is_valid():
        return error_page(request, 400, sentence=_("There is no such suggestion."))
    row = draft_suggestion(by=request.user, weeks=form.cleaned_data["weeks"], key=form.cleaned_data["suggestion"])
    messages.success(
        request, _("Here is your draft with the change in it. Nothing changes until somebody else activates it.")
    )
    return redirect("rule-set", row.version)
