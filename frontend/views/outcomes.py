"""After the yes: naming who sees to an idea, and saying what becomes of it."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.addresses import idea_address
from frontend.forms.outcomes import OutcomeForm, OwnerForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from ideas.exceptions import Conflict, DomainError, InvalidValue, NotPermitted, TooLarge
from ideas.models import Idea, User
from ideas.policies.outcomes import OWNED, carrying_of, next_steps
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.outcomes import owner_of
from ideas.selectors.people import names_to_offer
from ideas.services.attachments import SafeFile, check_picture
from ideas.services.outcomes import name_owner, record_outcome


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: MemberRequest, ref: str) -> HttpResponse:
    """Ask who sees to an approved idea, and note it."""
    idea = _carried(request, ref)
    if idea.stage not in OWNED:
        raise Conflict(_("Only an approved idea has an owner."), code="stage_forbids")
    form = OwnerForm(request.POST or None, initial={"person": owner_of(idea=idea)})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                named = name_owner(idea=idea, by=request.user, person=form.cleaned_data["person"])
            except InvalidValue as error:
                status = add_refusal(form, error)
            else:
                messages.success(request, _("%(name)s sees to it and is told.") % {"name": named.person.name})
                return redirect(idea_address(ref))
    return _page(request, idea, form, _("Who sees to “%(title)s”?"), _("Save"), status=status)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: MemberRequest, ref: str) -> HttpResponse:
    """Ask what becomes of an approved idea, and tell everybody who supported it."""
    idea = _carried(request, ref)
    steps = [step.value for step in next_steps(idea)]
    if not steps:
        raise Conflict(_("Nothing follows the stage at which this idea is."), code="stage_forbids")
    if request.method == "POST":
        form = OutcomeForm(steps, request.POST, request.FILES)
        return _record(request, idea, form)
    form = OutcomeForm(steps, initial={"happened_on": timezone.localdate()})
    return _page(request, idea, form, _("How “%(title)s” goes"), _("Save and tell everybody"))


def _record(request: MemberRequest, idea: Idea, form: OutcomeForm) -> HttpResponse:
    status = 422
    if form.is_valid():
        try:
            picture = _picture(form, request.user)
            record_outcome(idea=idea, by=request.user, content=form.content(), picture=picture)
        except (InvalidValue, TooLarge) as error:
            status = _refused(form, error)
        else:
            messages.success(request, _("Saved. Its author and supporters are told."))
            return redirect(idea_address(idea.ref))
    return _page(request, idea, form, _("How “%(title)s” goes"), _("Save and tell everybody"), status=status)


def _picture(form: OutcomeForm, by: User) -> SafeFile | None:
    upload = form.cleaned_data["picture"]
    return check_picture(by=by, name=upload.name or "", content=upload.file) if upload else None


def _refused(form: OutcomeForm, error: DomainError) -> int:
    """Put what is wrong with the file beside its field, everything else where it belongs."""
    problems = getattr(error, "problems", ())
    if isinstance(error, TooLarge) or any(one.field == "file" for one in problems):
        form.add_error("picture", forms.ValidationError(str(problems[0].detail if problems else error.sentence)))
        return 413 if isinstance(error, TooLarge) else 422
    return add_refusal(form, error)


def _carried(request: MemberRequest, ref: str) -> Idea:
    idea = idea_for_reader(viewer=request.user, ref=ref)
    if not carrying_of(request.user, idea).may_act:
        raise NotPermitted(
            _("Its owner, who decided it, triagers and programme managers say what becomes of an idea."),
            code="not_owner",
        )
    return idea


def _page(
    request: MemberRequest, idea: Idea, form: forms.Form, heading: str, submit: str, *, status: int = 200
) -> HttpResponse:
    context = {
        "heading": heading % {"title": idea.title},
        "form": form,
        "submit": submit,
        "back": idea.ref,
        "back_url": idea_address(idea.ref),
        "people": names_to_offer() if "person" in form.fields else (),
        "is_multipart": "picture" in form.fields,
    }
    return render(request, "frontend/pages/settings/form.html", context, status=status)
