"""The triage inbox when several ideas are sent on together."""

from typing import Final

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from frontend.addresses import csv_address
from frontend.bulk import chosen_keys, keep_outcomes, refused_keys, report_of, take_outcomes, ticked
from frontend.csv import count_export, csv_response
from frontend.forms.bulk import TriageBulkForm
from frontend.http import MemberRequest, for_members
from frontend.lists.triage import chosen_listing
from frontend.refusals import add_refusal
from frontend.views.bulk import EXPORT
from frontend.views.triage import refuse_unless_triager
from ideas.exceptions import InvalidValue
from ideas.querysets.keyset import take_page
from ideas.selectors.bulk import chosen_ideas
from ideas.selectors.triage import FIRST_DUE, waiting_in_triage
from ideas.services.bulk import act_on_triage, refuse_wrong_number

ROWS: Final = 25
PAGE: Final = "triage"


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: MemberRequest) -> HttpResponseBase:
    """List what waits for the reader to sort it, the next promise first; posting does one act with those chosen."""
    refuse_unless_triager(request.user)
    form = TriageBulkForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        return _done(request, form)
    except InvalidValue as refused:
        return _page(request, form, status=add_refusal(form, refused))


def _done(request: MemberRequest, form: TriageBulkForm) -> HttpResponseBase:
    refs, act = chosen_keys(request), request.POST.get("act", "")
    if act == EXPORT:
        refuse_wrong_number(len(refs))
        count_export(request.user.pk)
        return csv_response(name="triage", listing=chosen_listing(request.user, refs))
    rows = chosen_ideas(viewer=request.user, refs=refs)
    outcomes = act_on_triage(ideas=rows, by=request.user, act=act, text=form.words())
    keep_outcomes(request, PAGE, outcomes)
    return redirect(request.get_full_path())


def _page(request: MemberRequest, form: TriageBulkForm, *, status: int = 200) -> HttpResponseBase:
    page = take_page(
        waiting_in_triage(viewer=request.user),
        FIRST_DUE,
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"triage:{request.user.pk}",
    )
    outcomes = take_outcomes(request, PAGE) if request.method != "POST" else []
    refused = refused_keys(outcomes)
    rows = chosen_ideas(viewer=request.user, refs=refused) if refused else {}
    report = report_of(outcomes, {ref: f"{ref} {row.title}" for ref, row in rows.items() if row is not None})
    context = {
        "page": page,
        "form": form,
        "report": report,
        "ticked": ticked(request, report, [turn.idea.ref for turn in page.rows]),
        "csv_url": csv_address(request, "triage-csv"),
    }
    return render(request, "frontend/pages/triage/inbox.html", context, status=status)
