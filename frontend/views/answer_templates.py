"""Answers that are offered to everybody who answers: read, added, changed, removed."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from frontend.addresses import csv_address
from frontend.forms.bulk import AnswerTemplateForm, AnswerWordsForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import refused_status
from ideas.exceptions import NotPermitted
from ideas.models import User
from ideas.policies.answer_templates import can_edit_answer_template
from ideas.querysets.keyset import take_page
from ideas.selectors.answer_templates import BY_NAME, answer_template_for, answer_templates
from ideas.services.answer_templates import add_answer_template, change_answer_template, remove_answer_template

ROWS: Final = 25


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: MemberRequest) -> HttpResponse:
    """List the answers that are offered; posting adds one."""
    refuse_unless_editor(request.user)
    form = AnswerTemplateForm(request.POST if request.method == "POST" else None)
    status = refused_status(form, lambda given: add_answer_template(by=request.user, **given))
    if not status:
        messages.success(request, _("It is offered from now on."))
        return redirect("settings-answers")
    cursor = request.GET.get("cursor")
    page = take_page(answer_templates(), BY_NAME, limit=ROWS, cursor=cursor, bound_to=f"answers:{request.user.pk}")
    context = {"form": form, "page": page, "csv_url": csv_address(request, "settings-answers-csv")}
    return render(request, "frontend/pages/settings/answers.html", context, status=status)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show one answer, or change its name and words."""
    refuse_unless_editor(request.user)
    row = answer_template_for(public_id=public_id)
    initial = {"name": row.name, "text": row.text}
    form = AnswerWordsForm(request.POST if request.method == "POST" else None, initial=initial)
    status = refused_status(form, lambda given: change_answer_template(template=row, by=request.user, **given))
    if not status:
        messages.success(request, _("Saved."))
        return redirect("settings-answers")
    return render(request, "frontend/pages/settings/answer.html", {"form": form, "template": row}, status=status)


@for_members
@require_POST
def remove(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Offer an answer no more."""
    refuse_unless_editor(request.user)
    remove_answer_template(template=answer_template_for(public_id=public_id), by=request.user)
    messages.success(request, _("It is not offered any more. What was sent with it stays."))
    return redirect("settings-answers")


def refuse_unless_editor(person: User) -> None:
    """Raise where answer templates are none of the person's business.

    Raises:
        NotPermitted: (403).
    """
    if not can_edit_answer_template(person):
        raise NotPermitted(_("Only triagers and programme managers write answer templates."), code="not_triager")
