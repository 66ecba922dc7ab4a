"""Share an idea: a form that saves itself, shows who will look at it, and sends."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.addresses import idea_address
from frontend.forms.share import IdeaForm, initial_of
from frontend.http import MemberRequest, for_members
from frontend.once import made_at
from frontend.refusals import add_refusal, show_version, status_of
from frontend.views.files import add_files
from frontend.views.forecast import Forecast, forecast_for, forecast_of
from ideas.exceptions import DomainError, InvalidValue, RoutingChanged
from ideas.models import Idea
from ideas.routing_shown import ShownRouting
from ideas.selectors.drafts import StandingAnswers
from ideas.selectors.ideas import attachments_of, idea_for_reader, open_campaigns
from ideas.selectors.similar import similar_ideas
from ideas.services.answers import draft_answers, questions_now
from ideas.services.drafts import save_draft, write_draft
from ideas.services.ideas import submit_idea
from ideas.workflow import Stage


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: MemberRequest) -> HttpResponse:
    """Show the empty form, or take what was typed into a new draft."""
    if request.method == "POST":
        return _act(request, None)
    rules = questions_now().rules
    initial = initial_of(None, {}, is_small=False, rules=rules) | {"campaign": request.GET.get("campaign", "")}
    return _page(request, IdeaForm(initial=initial, rules=rules, campaigns=open_campaigns()), None)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: MemberRequest, ref: str) -> HttpResponse:
    """Show a draft to its authors, or take what they changed; a sent idea has its own page."""
    idea = idea_for_reader(viewer=request.user, ref=ref)
    if idea.stage != Stage.DRAFT:
        return redirect(idea_address(ref))
    if request.method == "POST":
        return _act(request, idea)
    rules = questions_now().rules
    answers = draft_answers(idea=idea)
    initial = initial_of(idea, answers.typed, is_small=answers.is_small, rules=rules)
    return _page(request, IdeaForm(initial=initial, rules=rules, campaigns=open_campaigns()), idea, answers=answers)


@for_members
@require_POST
def autosave_new(request: MemberRequest) -> HttpResponse:
    """Begin a draft from what is typed so far; tell the page where it is saved from now on."""
    return _autosave(request, None)


@for_members
@require_POST
def autosave(request: MemberRequest, ref: str) -> HttpResponse:
    """Save what is typed so far into the draft."""
    return _autosave(request, idea_for_reader(viewer=request.user, ref=ref))


@for_members
@require_POST
def preview(request: MemberRequest) -> HttpResponse:
    """Answer with the panel for the answers chosen so far; nothing is saved."""
    form = _bound(request)
    forecast = _forecast(request, form, None)
    return render(request, "frontend/partials/share/forecast.html", {"forecast": forecast, "is_swap": True})


@for_members
@require_safe
def similar(request: MemberRequest) -> HttpResponse:
    """Answer with ideas that resemble the title typed so far."""
    found = similar_ideas(viewer=request.user, text=request.GET.get("title", ""), limit=3)
    return render(request, "frontend/partials/share/similar.html", {"similar": found})


def _bound(request: HttpRequest) -> IdeaForm:
    return IdeaForm(request.POST, rules=questions_now().rules, campaigns=open_campaigns())


def _autosave(request: MemberRequest, idea: Idea | None) -> HttpResponse:
    form = _bound(request)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors.get_json_data()}, status=422)
    if idea is None and not any(form.cleaned_data[name] for name in ("title", "problem", "proposal")):
        return JsonResponse({})
    try:
        saved = _saved(request, form, idea)
    except DomainError as error:
        return JsonResponse({"code": _code_of(error), "detail": str(error.sentence)}, status=status_of(error))
    addresses = {"autosave": reverse("draft-autosave", args=[saved.ref]), "action": reverse("draft", args=[saved.ref])}
    return JsonResponse({**addresses, "version": saved.version})


def _code_of(error: DomainError) -> str:
    """Return the code of the first wrong value, where that is what was refused."""
    problems = error.problems if isinstance(error, InvalidValue) else ()
    return problems[0].code if problems else error.error_code


def _saved(request: MemberRequest, form: IdeaForm, idea: Idea | None) -> Idea:
    """Write the form into its draft; where others write on it too, only over the version that this page showed."""
    if idea is None:
        return write_draft(author=request.user, content=form.content())
    is_shared = idea.authors.count() > 1
    expected = form.cleaned_data["version"] if is_shared else None
    return save_draft(idea=idea, by=request.user, content=form.content(), expected_version=expected)


def _act(request: MemberRequest, idea: Idea | None) -> HttpResponse:
    """Save what was typed, then do what was pressed: send, keep, or show the panel."""
    form = _bound(request)
    if not form.is_valid():
        return _page(request, form, idea, status=422)
    try:
        idea = _saved(request, form, idea)
        add_files(request, idea)
        return _done(request, form, idea)
    except RoutingChanged as error:
        return _page(request, form, idea, status=add_refusal(form, error), forecast=forecast_of(error.preview))
    except DomainError as error:
        return _page(request, form, idea, status=add_refusal(form, error))


def _done(request: MemberRequest, form: IdeaForm, idea: Idea) -> HttpResponse:
    act = request.POST.get("act")
    if act == "send":
        return _send(request, form, idea)
    if act == "draft":
        messages.success(request, _("Your draft is kept. Only its authors see it."))
        return redirect("my-ideas")
    return _page(request, form, idea)


def _send(request: MemberRequest, form: IdeaForm, idea: Idea) -> HttpResponse:
    """Send the idea; where the panel was never shown, show it first."""
    shown = ShownRouting.from_text(request.POST.get("shown", ""))
    if shown is None and _forecast(request, form, idea) is not None:
        messages.info(request, _("This is who will look at it, and by when. Press “Send idea” if it is right."))
        return _page(request, form, idea)
    sent = submit_idea(idea=idea, by=request.user, shown=shown)
    if sent.next_answer_at is not None:
        day = date_format(sent.next_answer_at, "l j F")
        messages.success(request, _("Sent. You will have an answer by %(day)s.") % {"day": day})
    return redirect(idea_address(sent.ref))


def _forecast(request: MemberRequest, form: IdeaForm, idea: Idea | None) -> Forecast | None:
    is_small = "is_small" in form.data
    return forecast_for(author=request.user, rules=form.rules, answers=form.answers(), is_small=is_small, idea=idea)


def _page(
    request: MemberRequest,
    form: IdeaForm,
    idea: Idea | None,
    *,
    status: int = 200,
    answers: StandingAnswers | None = None,
    forecast: Forecast | None = None,
) -> HttpResponse:
    if forecast is None and form.is_bound:
        forecast = _forecast(request, form, idea)
    elif forecast is None and answers is not None:
        small = answers.is_small
        forecast = forecast_for(author=request.user, rules=form.rules, answers=answers.typed, is_small=small, idea=idea)
    if idea is not None and form.is_bound:
        show_version(form, idea.version)
    action = reverse("draft", args=[idea.ref]) if idea else reverse("idea-new")
    context = {
        "form": form,
        "idea": idea,
        "forecast": forecast,
        "small": form.rules.small_idea,
        "is_small": bool(form["is_small"].value()),
        "action": action,
        "autosave": reverse("draft-autosave", args=[idea.ref]) if idea else reverse("idea-new-autosave"),
        "attachments": attachments_of(idea=idea) if idea else (),
        "similar": similar_ideas(viewer=request.user, text=str(form["title"].value() or ""), limit=3, leave_out=idea),
        "dropped_count": len(answers.dropped) if answers else 0,
        "is_edit": False,
    }
    shown = render(request, "frontend/pages/share/form.html", context, status=status)
    return shown if request.path == action else made_at(shown, action)
