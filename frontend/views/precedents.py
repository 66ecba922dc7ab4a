"""Declined ideas that came before one that was approved: the list for triagers, and settling one."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.addresses import csv_address
from frontend.forms.precedents import PrecedentForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from frontend.views.triage import refuse_unless_triager
from ideas.exceptions import InvalidValue
from ideas.querysets.keyset import take_page
from ideas.selectors.precedents import NEWEST, precedent_for, precedents_to_settle
from ideas.services.precedents import settle_precedent

ROWS = 25


@for_members
@require_safe
def precedents(request: MemberRequest) -> HttpResponse:
    """List what waits to be settled, the newest first."""
    refuse_unless_triager(request.user)
    page = take_page(
        precedents_to_settle(viewer=request.user),
        NEWEST,
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"precedents:{request.user.pk}",
    )
    context = {"page": page, "csv_url": csv_address(request, "precedents-csv")}
    return render(request, "frontend/pages/after_decision/precedents.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the two ideas, and ask whether the earlier one came first."""
    refuse_unless_triager(request.user)
    row = precedent_for(viewer=request.user, public_id=public_id)
    form = PrecedentForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                settle_precedent(precedent=row, by=request.user, **form.cleaned_data)
            except InvalidValue as error:
                status = add_refusal(form, error)
            else:
                messages.success(request, _("Settled: %(ref)s.") % {"ref": row.earlier.ref})
                return redirect("precedents")
    context = {"precedent": row, "form": form}
    return render(request, "frontend/pages/after_decision/precedent.html", context, status=status)
