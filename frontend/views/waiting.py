"""The list of ideas that wait for the reader's decision, or for their vote for the board."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.addresses import csv_address
from frontend.http import MemberRequest, for_members
from frontend.waiting import asked_order, shown_rows
from ideas.querysets.keyset import take_page
from ideas.selectors.ranking import ORDERINGS, waiting_ideas
from ideas.services.reads import record_reads

ROWS: Final = 25


@for_members
@require_safe
def ideas_to_decide(request: MemberRequest) -> HttpResponse:
    """List what waits, the next promised first, or the highest score for whoever may rank. Confidential reads are logged."""
    form = asked_order(request)
    order = form.chosen_order
    page = take_page(
        waiting_ideas(viewer=request.user, order=order),
        ORDERINGS[order],
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"to-decide:{request.user.pk}",
    )
    record_reads(ideas=page.rows, by=request.user)
    context = {
        "rows": shown_rows(request.user, page.rows),
        "page": page,
        "orders": form.orders if len(form.orders) > 1 else [],
        "order": order.value,
        "csv_url": csv_address(request, "decision-csv"),
    }
    return render(request, "frontend/pages/reviews/to_decide.html", context)
