"""The board: every idea the reader may see, searched, filtered and ordered."""

import time
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from frontend.addresses import csv_address, idea_address
from frontend.board_page import FILTERS, surroundings_of
from frontend.cards import cards_of
from frontend.forms.board import BoardForm, carried, with_cursor
from frontend.http import MemberRequest, for_members
from frontend.refusals import refusal_page
from ideas.exceptions import Conflict, InvalidValue
from ideas.models import User
from ideas.policies.people import can_manage_people
from ideas.search_words import ref_in
from ideas.selectors.board import Order
from ideas.selectors.board_pages import BoardQuery, page_of_board
from ideas.selectors.comments import open_reports
from ideas.selectors.facets import Facets, facets_for, new_ideas_since
from ideas.selectors.ideas import idea_for_reader, ideas_for_reader
from ideas.selectors.outlines import outlines_for
from ideas.selectors.setup import awaits_setup
from ideas.workflow import Stage

CARDS_A_PAGE = 25
MAX_FRESH = 100


@for_members
@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """Lead to the board; administrators of a new installation to the first steps until those are done."""
    is_new = can_manage_people(request.user) and awaits_setup()
    return redirect("settings" if is_new else "board")


@for_members
@require_safe
def board(request: MemberRequest) -> HttpResponse:
    """Show the list that the address asks for; a number in the search box leads to its idea.

    htmx gets the list alone.
    """
    form = BoardForm(request.GET)
    jump = _jump(request.user, request.GET.get("q", ""))
    if jump:
        return redirect(idea_address(jump))
    is_part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") is None
    template = "frontend/partials/board/results.html" if is_part else "frontend/pages/board/board.html"
    context = {**_page(request, form), "is_part": is_part}
    response = render(request, template, context, status=200 if form.is_valid() else 422)
    response["Vary"] = "HX-Request"
    return response


@for_members
@require_safe
def card(request: MemberRequest, ref: str) -> HttpResponse:
    """Show one card, for a page that has an older one."""
    idea = idea_for_reader(viewer=request.user, ref=ref)
    if idea.stage == Stage.DRAFT:
        raise Conflict(_("This idea was not sent yet."), code="idea_not_sent")
    context = {"card": cards_of(viewer=request.user, ids=[idea.pk])[0], "return_to": request.get_full_path()}
    return render(request, "frontend/components/idea_card.html", context)


@for_members
@require_safe
def fresh(request: MemberRequest) -> HttpResponse:
    """Show how many ideas came since the list was made; lists never jump by themselves."""
    since = request.GET.get("since", "")
    if not (since.isascii() and since.isdigit() and len(since) < 15):
        return refusal_page(request, InvalidValue(_("This list has no such filter.")))
    moment = datetime.fromtimestamp((int(since) + 1) / 1000, tz=UTC)  # the newest idea shown is not new
    found = new_ideas_since(viewer=request.user, since=moment, limit=MAX_FRESH)
    context = {"since": since, "since_at": moment, "fresh_count": found, "version": int(time.time() * 1000)}
    return render(request, "frontend/partials/board/fresh.html", context)


def _jump(viewer: User, text: str) -> str:
    """Return the number of an idea that has a page for the reader, if that is all that was typed."""
    ref = ref_in(text)
    is_there = ref and (ideas_for_reader(viewer=viewer).filter(ref=ref).exists() or _is_known(viewer, ref))
    return ref if ref and is_there else ""


def _is_known(viewer: User, ref: str) -> bool:
    return outlines_for(viewer=viewer).filter(ref=ref).exists()


def _page(request: MemberRequest, form: BoardForm) -> dict[str, Any]:
    filters, order = form.filters, form.chosen_order
    cursor = request.GET.get("cursor")
    bound_to = f"board:{request.user.pk}:{filters!r}"
    asked = BoardQuery(request.user, filters, order)
    page = page_of_board(asked, limit=CARDS_A_PAGE, cursor=cursor, bound_to=bound_to)
    facets = facets_for(viewer=request.user, filters=filters, order=order)
    is_first = cursor is None
    explains = is_first and order == Order.HOT and not filters.search.has_text
    return {
        "form": form,
        "around": surroundings_of(form, request.GET, facets),
        "cards": cards_of(viewer=request.user, ids=[row["id"] for row in page.rows], explains_first=explains),
        "next_url": with_cursor(request.GET, page.next) if page.next else "",
        "previous_url": with_cursor(request.GET, page.previous) if page.previous else "",
        "problems": [error for errors in form.errors.values() for error in errors],
        "carries": carried(request.GET, ("view", "order")),
        "csv_url": csv_address(request, "board-csv"),
        "empty": _empty(form, facets),
        "newest": facets.newest,
        "confidential_count": outlines_for(viewer=request.user)[:MAX_FRESH].count(),
        "report_count": open_reports(viewer=request.user)[:MAX_FRESH].count(),
    }


def _empty(form: BoardForm, facets: Facets) -> str:
    """Return why a list without rows is empty: nobody has begun, nothing in this view, or nothing found."""
    if facets.all == 0:
        return "first"
    narrowed = any(form.data.getlist(name) for name in ("q", *FILTERS)) if hasattr(form.data, "getlist") else False
    return "none" if narrowed else str(form.filters.view)
