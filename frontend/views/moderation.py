"""Order in discussions: reports, hidden comments, locked discussions. Each act is asked for with its reason."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.addresses import csv_address, idea_address
from frontend.forms.discussion import ReasonForm, ReportForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from ideas.exceptions import InvalidValue, NotPermitted
from ideas.models import Comment, User
from ideas.policies.support import can_hide_comment, can_lock_discussion, can_moderate_discussion, can_report_comment
from ideas.querysets.keyset import Key, Ordering, take_page
from ideas.selectors.comments import comment_for_reader, open_reports
from ideas.selectors.ideas import idea_for_reader
from ideas.services.moderation import (
    hide_comment,
    keep_comment,
    lock_discussion,
    report_comment,
    unhide_comment,
    unlock_discussion,
)

OLDEST = Ordering("oldest", (Key("created_at"), Key("id")))
REPORTS_A_PAGE = 25


@dataclass(frozen=True)
class Question:
    """What is asked before an act, and what is said after it."""

    heading: str | Promise
    text: str | Promise
    yes_label: str | Promise
    done: str | Promise


HIDE = Question(
    gettext_lazy("Hide this comment?"),
    gettext_lazy("Readers see that a comment was hidden. Who wrote it sees the reason."),
    gettext_lazy("Hide the comment"),
    gettext_lazy("The comment is hidden."),
)
LOCK = Question(
    gettext_lazy("Lock this discussion?"),
    gettext_lazy("What was said stays. Nothing can be added; everybody sees the reason."),
    gettext_lazy("Lock the discussion"),
    gettext_lazy("The discussion is locked."),
)
REPORT = Question(
    gettext_lazy("Report this comment?"),
    gettext_lazy("A triager looks at it. Who wrote it does not learn who reported it."),
    gettext_lazy("Report the comment"),
    gettext_lazy("Thank you. A triager looks at it."),
)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Ask what is wrong with a comment, and tell the triagers."""
    found = comment_for_reader(viewer=request.user, public_id=public_id)
    if request.method != "POST" and not can_report_comment(request.user, found):
        raise NotPermitted(_("This comment cannot be reported."), code="own_comment")
    form = ReportForm(request.POST if request.method == "POST" else None)
    return _asked(
        request, REPORT, form, _address(found), lambda why: report_comment(comment=found, by=request.user, reason=why)
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Ask why a comment is hidden, and hide it."""
    found = comment_for_reader(viewer=request.user, public_id=public_id)
    if request.method != "POST" and not can_hide_comment(request.user, found):
        raise NotPermitted(_("Only triagers and programme managers keep order in discussions."))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return _asked(
        request, HIDE, form, _address(found), lambda why: hide_comment(comment=found, by=request.user, reason=why)
    )


@for_members
@require_POST
def unhide(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show a hidden comment again."""
    found = comment_for_reader(viewer=request.user, public_id=public_id)
    unhide_comment(comment=found, by=request.user)
    messages.success(request, _("The comment can be read again."))
    return redirect(_address(found))


@for_members
@require_POST
def keep(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Settle the reports of a comment that stays."""
    found = comment_for_reader(viewer=request.user, public_id=public_id)
    keep_comment(comment=found, by=request.user)
    messages.success(request, _("The comment stays; its reports are settled."))
    return redirect("reports")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: MemberRequest, ref: str) -> HttpResponse:
    """Ask why a discussion is locked, and lock it."""
    idea = idea_for_reader(viewer=request.user, ref=ref)
    if request.method != "POST" and not can_lock_discussion(request.user, idea):
        raise NotPermitted(_("Only triagers and programme managers keep order in discussions."))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return _asked(
        request, LOCK, form, idea_address(ref), lambda why: lock_discussion(idea=idea, by=request.user, reason=why)
    )


@for_members
@require_POST
def unlock(request: MemberRequest, ref: str) -> HttpResponse:
    """Open a locked discussion."""
    unlock_discussion(idea=idea_for_reader(viewer=request.user, ref=ref), by=request.user)
    messages.success(request, _("The discussion is open again."))
    return redirect(idea_address(ref))


@for_members
@require_safe
def reports(request: MemberRequest) -> HttpResponse:
    """Show reports that nobody settled yet, the oldest first."""
    refuse_unless_moderator(request.user)
    rows = open_reports(viewer=request.user)
    bound_to = f"reports:{request.user.pk}"
    page = take_page(rows, OLDEST, limit=REPORTS_A_PAGE, cursor=request.GET.get("cursor"), bound_to=bound_to)
    context = {"page": page, "csv_url": csv_address(request, "reports-csv")}
    return render(request, "frontend/pages/discussion/reports.html", context)


def refuse_unless_moderator(person: User) -> None:
    """Raise where reports are none of the person's business.

    Raises:
        NotPermitted: (403).
    """
    if not can_moderate_discussion(person):
        raise NotPermitted(_("Only triagers and programme managers keep order in discussions."))


def _asked(
    request: MemberRequest, question: Question, form: ReasonForm, back_url: str, act: Callable[[str], object]
) -> HttpResponse:
    """Show the question with its reason, or act."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except InvalidValue as error:
            status = add_refusal(form, error)
        else:
            messages.success(request, str(question.done))
            return redirect(back_url)
    context = {
        "heading": question.heading,
        "text": question.text,
        "yes_label": question.yes_label,
        "back_url": back_url,
        "field": form["reason"],
    }
    return render(request, "frontend/pages/confirm.html", context, status=status)


def _address(found: Comment) -> str:
    return f"{idea_address(found.idea.ref)}#comment-{found.public_id}"
