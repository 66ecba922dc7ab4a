"""Confidential ideas for those who know of them without reading them: number, stage and dates."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend.addresses import csv_address
from frontend.http import MemberRequest, for_members
from ideas.exceptions import NotPermitted
from ideas.models import User
from ideas.policies.audit import can_read_audit
from ideas.policies.ideas import can_know_confidential_ideas
from ideas.querysets.keyset import take_page
from ideas.selectors.outlines import NEWEST, outline_for, outline_of, outlines_for

ROWS = 50


@for_members
@require_safe
def confidential_ideas(request: MemberRequest) -> HttpResponse:
    """List the confidential ideas that the reader knows of but may not read, the newest first."""
    refuse_unless_known(request.user)
    page = take_page(
        outlines_for(viewer=request.user),
        NEWEST,
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"outlines:{request.user.pk}",
    )
    context = {
        "outlines": [outline_of(row) for row in page.rows],
        "page": page,
        "csv_url": csv_address(request, "confidential-csv"),
    }
    return render(request, "frontend/pages/idea/outlines.html", context)


def refuse_unless_known(person: User) -> None:
    """Raise where confidential ideas are none of the person's business.

    Raises:
        NotPermitted: (403).
    """
    if not can_know_confidential_ideas(person):
        raise NotPermitted(_("Triagers, programme managers and administrators see this page."))


def outline_page(request: MemberRequest, ref: str) -> HttpResponse:
    """Show what is known of a confidential idea whose text the reader may not see.

    Raises:
        NotFound: nothing of it is to be known (404).
    """
    outline = outline_for(viewer=request.user, ref=ref)
    context = {"outline": outline, "can_read_audit": can_read_audit(request.user)}
    return render(request, "frontend/pages/idea/outline.html", context)
