"""One's own page: what is known, when one is away, where one is signed in, keys to the API."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from frontend.forms.profile import AbsenceForm, PreferencesForm, TokenForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from ideas.exceptions import DomainError
from ideas.selectors.api_tokens import tokens_of, working_tokens_of
from ideas.selectors.delegations import delegations_of
from ideas.selectors.directory import places_of
from ideas.selectors.people import absences_of, members_led_by
from ideas.selectors.sessions import sessions_of
from ideas.selectors.stakes import supplier_interests_of
from ideas.services.api_tokens import make_api_token, revoke_api_token
from ideas.services.profiles import change_preferences
from ideas.services.sessions import end_session, end_sessions

UNPROCESSABLE = 422


@for_members
@require_http_methods(["GET", "POST"])
def profile(request: MemberRequest) -> HttpResponse:
    """Show one's own page; posting changes language and time zone."""
    person = request.user
    if request.method != "POST":
        initial = {"locale": person.locale, "time_zone": person.time_zone}
        return _page(request, PreferencesForm(initial=initial))
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    change_preferences(person=person, **form.cleaned_data)
    messages.success(request, _("Kept. This page is written in it already."))
    return redirect("profile")


def _page(request: MemberRequest, form: PreferencesForm, *, status: int = 200) -> HttpResponse:
    person = request.user
    context = {
        "form": form,
        "places": list(places_of(person=person)),
        "absences": list(absences_of(person=person)[:20]),
        "absence_form": AbsenceForm(),
        "absences_csv": reverse("profile-absences-csv"),
        "sessions_csv": reverse("profile-sessions-csv"),
        "leads": bool(members_led_by(viewer=person)[:1]),
        "sessions": sessions_of(viewer=person, current_key=request.session.session_key),
        "delegations": list(delegations_of(person=person)[:20]),
        "stakes": list(supplier_interests_of(person=person)),
        "token_count": working_tokens_of(viewer=person).count(),
    }
    return render(request, "frontend/pages/profile/profile.html", context, status=status)


@for_members
@require_POST
def end_one_session(request: MemberRequest, number: int) -> HttpResponse:
    """Sign one's other browser out."""
    end_session(person=request.user, number=number)
    messages.success(request, _("Signed out there."))
    return redirect("profile")


@for_members
@require_POST
def end_other_sessions(request: MemberRequest) -> HttpResponse:
    """Sign every browser out but this one."""
    end_sessions(person=request.user, but=request.session.session_key or "")
    messages.success(request, _("Signed out everywhere else."))
    return redirect("profile")


@for_members
@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: MemberRequest) -> HttpResponse:
    """List one's keys to the API; posting makes one, whose secret is shown this once."""
    if request.method != "POST":
        return _tokens_page(request, TokenForm())
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _tokens_page(request, form, status=UNPROCESSABLE)
    wanted = form.cleaned_data
    try:
        _token, secret = make_api_token(
            owner=request.user, name=wanted["name"], scopes=frozenset(wanted["scopes"]), days=wanted["days"]
        )
    except DomainError as error:
        return _tokens_page(request, form, status=add_refusal(form, error))
    return _tokens_page(request, TokenForm(), secret=secret)


def _tokens_page(request: MemberRequest, form: TokenForm, *, secret: str = "", status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "secret": secret,
        "tokens": list(working_tokens_of(viewer=request.user)),
        "csv_url": reverse("profile-tokens-csv"),
    }
    return render(request, "frontend/pages/profile/tokens.html", context, status=status)


@for_members
@require_POST
def revoke_token(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """End one of one's keys at once."""
    token = get_object_or_404(tokens_of(viewer=request.user), public_id=public_id)
    revoke_api_token(token=token, by=request.user)
    messages.success(request, _("The token works no more."))
    return redirect("profile-tokens")
