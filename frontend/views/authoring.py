"""What authors do with an idea after it was sent, and how they throw a draft away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.addresses import idea_address
from frontend.diffs import shown_diff
from frontend.forms.share import IdeaForm, WithdrawForm, initial_of
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal, refusal_page
from frontend.views.files import add_files
from frontend.views.forecast import forecast_for
from ideas.exceptions import Conflict, DomainError, InvalidValue, NotPermitted, StaleVersion
from ideas.models import Idea
from ideas.policies.ideas import can_edit_idea, can_read_author, can_save_draft, can_withdraw_idea
from ideas.selectors.drafts import latest_answer_set, standing_answers
from ideas.selectors.ideas import all_campaigns, attachments_of, idea_for_reader
from ideas.selectors.versions import version_diff, versions_of
from ideas.services.answers import questions_now
from ideas.services.drafts import delete_draft
from ideas.services.ideas import edit_idea, withdraw_idea
from ideas.services.reads import record_read


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, ref: str) -> HttpResponse:
    """Show a sent idea to its authors as a form, or save the next version of it."""
    idea = idea_for_reader(viewer=request.user, ref=ref)
    if not can_edit_idea(request.user, idea):
        return _refused(request, idea)
    rules = questions_now().rules
    if request.method == "POST":
        return _save(request, IdeaForm(request.POST, rules=rules, campaigns=all_campaigns()), idea)
    answers = standing_answers(latest_answer_set(idea=idea), rules)
    initial = initial_of(idea, answers.typed, is_small=answers.is_small, rules=rules)
    return _form_page(request, IdeaForm(initial=initial, rules=rules, campaigns=all_campaigns()), idea)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: MemberRequest, ref: str) -> HttpResponse:
    """Ask before an idea is taken back, and take it back."""
    idea = idea_for_reader(viewer=request.user, ref=ref)
    if not can_withdraw_idea(request.user, idea):
        return _refused(request, idea)
    form = WithdrawForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_idea(idea=idea, by=request.user, reason=form.cleaned_data["reason"])
        except InvalidValue as error:
            status = add_refusal(form, error)
        else:
            messages.success(request, _("Your idea is withdrawn. Nobody works on it any more."))
            return redirect(idea_address(ref))
    context = {
        "heading": _("Take back “%(title)s”?") % {"title": idea.title},
        "text": _("Reviews that were not answered yet stop. The idea stays readable; it cannot be sent again."),
        "yes_label": _("Take the idea back"),
        "back_url": idea_address(ref),
        "field": form["reason"],
        "is_danger": True,
    }
    return render(request, "frontend/pages/confirm.html", context, status=status)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: MemberRequest, ref: str) -> HttpResponse:
    """Ask before a draft is thrown away, and throw it away."""
    idea = idea_for_reader(viewer=request.user, ref=ref)
    if not can_save_draft(request.user, idea):
        return _refused(request, idea)
    if request.method == "POST":
        delete_draft(idea=idea, by=request.user)
        messages.success(request, _("The draft is deleted."))
        return redirect("my-ideas")
    context = {
        "heading": _("Delete the draft “%(title)s”?") % {"title": idea.title or idea.ref},
        "text": _("Its text, answers and files are gone then; nobody can bring them back."),
        "yes_label": _("Delete the draft"),
        "back_url": reverse("draft", args=[ref]),
        "is_danger": True,
    }
    return render(request, "frontend/pages/confirm.html", context)


@for_members
@require_safe
def changes(request: MemberRequest, ref: str) -> HttpResponse:
    """Show what changed between two versions, the last two unless `from` and `to` say otherwise."""
    idea = idea_for_reader(viewer=request.user, ref=ref)
    record_read(idea=idea, by=request.user)
    versions = list(versions_of(idea=idea))
    newer = _number(request, "to", idea.edition)
    older = _number(request, "from", max(newer - 1, 1))
    context = {
        "idea": idea,
        "versions": versions,
        "older": older,
        "newer": newer,
        "diffs": [shown_diff(diff) for diff in version_diff(idea=idea, older=older, newer=newer) if diff.is_changed],
        "shows_names": can_read_author(request.user, idea),
        "back_url": idea_address(ref),
    }
    return render(request, "frontend/pages/share/changes.html", context)


def _number(request: MemberRequest, name: str, default: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else default


def _refused(request: MemberRequest, idea: Idea) -> HttpResponse:
    """Say why this page is not for this reader, or not any more."""
    if not idea.authors.filter(person=request.user).exists():
        return refusal_page(request, NotPermitted(_("Only its authors may do this."), code="not_author"))
    return refusal_page(request, Conflict(_("This idea takes no more changes."), code="idea_closed"))


def _save(request: MemberRequest, form: IdeaForm, idea: Idea) -> HttpResponse:
    if not form.is_valid():
        return _form_page(request, form, idea, status=422)
    expected = form.cleaned_data["version"] or 0
    try:
        saved = edit_idea(idea=idea, by=request.user, content=form.content(), expected_version=expected)
        add_files(request, saved)
    except StaleVersion as error:
        return _form_page(request, form, idea, status=add_refusal(form, error), is_stale=True)
    except DomainError as error:
        return _form_page(request, form, idea, status=add_refusal(form, error))
    messages.success(request, _("Saved. The departments see the new text."))
    return redirect(idea_address(idea.ref))


def _form_page(
    request: MemberRequest, form: IdeaForm, idea: Idea, *, status: int = 200, is_stale: bool = False
) -> HttpResponse:
    answers = standing_answers(latest_answer_set(idea=idea), form.rules)
    chosen = form.answers() if form.is_bound else answers.typed
    is_small = bool(form["is_small"].value())
    context = {
        "form": form,
        "idea": idea,
        "forecast": forecast_for(author=request.user, rules=form.rules, answers=chosen, is_small=is_small, idea=idea),
        "small": form.rules.small_idea,
        "is_small": is_small,
        "action": reverse("idea-edit", args=[idea.ref]),
        "attachments": attachments_of(idea=idea),
        "dropped_count": len(answers.dropped),
        "is_edit": True,
        "is_stale": is_stale,
    }
    return render(request, "frontend/pages/share/form.html", context, status=status)
