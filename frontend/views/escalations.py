"""Late answers: more time for a review, asking further up, apologies, and the list of escalated ideas."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.addresses import csv_address
from frontend.forms.escalations import ApologyForm, EscalationForm, ExtensionForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import refused_status
from ideas.exceptions import Conflict, IdeaClosed, NotPermitted
from ideas.models import Review
from ideas.policies.escalations import can_apologise, can_escalate_idea, can_extend_review, oversees_escalations
from ideas.policies.ideas import is_author
from ideas.policies.reviews import OPEN_STATES
from ideas.querysets.keyset import take_page
from ideas.selectors.apologies import apologies_of, furthest_day
from ideas.selectors.escalated_list import (
    LONGEST_PROMISED,
    escalated_for,
    escalated_rows,
    escalated_week,
    ideas_to_write_for,
)
from ideas.selectors.escalations import escalations_for
from ideas.selectors.extensions import furthest_extension, promised_at
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.reviews import actions_for, review_for
from ideas.services.apologies import apologise
from ideas.services.escalations import escalate_idea
from ideas.services.extensions import extend_review
from ideas.services.reads import record_read

ROWS = 25


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def extend(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask the lead until when and why, and move the date of a late review."""
    row = _review_to_extend(request, public_id)
    form = ExtensionForm(request.POST if request.method == "POST" else None)
    status = refused_status(form, lambda given: extend_review(review=row, by=request.user, **given))
    if not status:
        messages.success(request, _("It has more time. The author is told the new date."))
        return redirect("review", public_id=row.public_id)
    promised = promised_at(review=row)
    context = {
        "review": row,
        "form": form,
        "latest": furthest_extension(review=row),
        "promised_at": promised,
        "is_missed": promised is not None and promised < timezone.now(),
    }
    return render(request, "frontend/pages/reviews/extend.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def escalate(request: MemberRequest, ref: str) -> HttpResponse:
    """Ask an author why it cannot wait, and tell whoever owes the answer."""
    idea = idea_for_reader(viewer=request.user, ref=ref)
    if not is_author(request.user, idea):
        raise NotPermitted(_("Only its authors can escalate an idea."), code="not_author")
    if not can_escalate_idea(request.user, idea):
        raise IdeaClosed(_("This idea does not wait for an answer."))
    if not escalations_for(viewer=request.user, idea=idea).may_escalate:
        raise Conflict(_("It was escalated at this stage already, or waits for its author."), code="escalated_before")
    form = EscalationForm(request.POST if request.method == "POST" else None)
    status = refused_status(form, lambda given: escalate_idea(idea=idea, by=request.user, **given))
    if not status:
        messages.success(request, _("On its way. Whoever owes the answer hears of it now."))
        return redirect("idea", ref=idea.ref)
    return render(request, "frontend/pages/idea/escalate.html", {"idea": idea, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def apology(request: MemberRequest, ref: str) -> HttpResponse:
    """Let somebody who answers for a missed promise write to the author. Reading a confidential idea is logged."""
    idea = idea_for_reader(viewer=request.user, ref=ref)
    missed = apologies_of(idea=idea).missed
    if missed is None:
        raise Conflict(_("No promise of this idea was missed, or its answer came."), code="promise_not_missed")
    if not can_apologise(request.user, missed):
        raise NotPermitted(
            _("Whoever decides the idea, or a programme manager, writes to its author."), code="not_answerable"
        )
    record_read(idea=idea, by=request.user)
    form = ApologyForm(request.POST if request.method == "POST" else None)
    status = refused_status(form, lambda given: apologise(promise=missed, by=request.user, **given))
    if not status:
        messages.success(request, _("Written. The author is told."))
        return redirect("idea", ref=idea.ref)
    context = {"idea": idea, "promise": missed, "form": form, "latest": furthest_day(promise=missed)}
    return render(request, "frontend/pages/idea/apology.html", context, status=status)


@require_safe
@for_members
def escalated(request: MemberRequest) -> HttpResponse:
    """List the ideas that went up the whole ladder, the longest promised first, and what happened in a week."""
    page = take_page(
        escalated_for(viewer=request.user),
        LONGEST_PROMISED,
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"escalated:{request.user.pk}",
    )
    oversees = oversees_escalations(request.user)
    rows = escalated_rows(page.rows)
    context = {
        "rows": rows,
        "to_write_for": ideas_to_write_for(viewer=request.user, rows=rows),
        "page": page,
        "week": escalated_week(viewer=request.user) if oversees else None,
        "csv_url": csv_address(request, "escalated-csv"),
    }
    return render(request, "frontend/pages/reviews/escalated.html", context)


def _review_to_extend(request: MemberRequest, public_id: uuid.UUID) -> Review:
    """Return a review that the reader may give more time now.

    Raises:
        NotPermitted: it is for somebody else (403).
        Conflict: it is closed, not due, stands, or had more time before (409).
    """
    row = review_for(viewer=request.user, public_id=public_id)
    if "extend" in actions_for(request.user, row):
        return row
    if row.state not in OPEN_STATES:
        raise Conflict(_("This review is closed: it was answered or cancelled."), code="review_closed")
    if not can_extend_review(request.user, row):
        raise NotPermitted(_("Only the department’s lead or deputy can give it more time."), code="not_lead")
    if hasattr(row, "extension"):
        raise Conflict(_("It had more time once already. Finish it, or give it to somebody."), code="extended_before")
    raise Conflict(_("Its date is still to come, or its clock stands."), code="not_due_yet")
