"""Signing in and out, and the links that come by mail."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.utils import perform_login
from allauth.core.ratelimit import consume_or_429
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from frontend.forms.account import (
    AskPasswordResetForm,
    ChoosePasswordForm,
    NewPasswordForm,
    OtherPasswordForm,
    SignInForm,
)
from frontend.refusals import add_refusal
from ideas.exceptions import Conflict, InvalidValue
from ideas.models import SignInLink, User
from ideas.selectors.calendars import organisation
from ideas.selectors.sign_in_links import usable_link
from ideas.services.passwords import ask_password_reset, choose_password
from ideas.services.sign_in_links import redeem_sign_in_link

GONE = 410
UNPROCESSABLE = 422


class _Unaccepted:
    """Answers 422 with the form and its sentences when something in it is wrong."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        context = self.get_context_data(form=form)  # type: ignore[attr-defined]
        return self.render_to_response(context, status=UNPROCESSABLE)  # type: ignore[attr-defined, no-any-return]


class SignInView(_Unaccepted, allauth_views.LoginView):  # type: ignore[misc]
    """Address and password."""

    template_name = "frontend/pages/account/sign_in.html"
    form_class = SignInForm

    def get_form_class(self) -> type[BaseForm]:
        return SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = organisation()
        about = {"organisation_name": here.name, "has_logo": bool(here.logo), "is_demo": here.is_demo}
        return {**super().get_context_data(**kwargs), **about}


class SignOutView(allauth_views.LogoutView):  # type: ignore[misc]
    """A page with a button; signing out is a POST."""

    template_name = "frontend/pages/account/sign_out.html"


class InactiveView(allauth_views.AccountInactiveView):  # type: ignore[misc]
    """For people whose account was closed."""

    template_name = "frontend/pages/account/inactive.html"


class PasswordChangeView(_Unaccepted, allauth_views.PasswordChangeView):  # type: ignore[misc]
    """Another password; the sessions in other browsers end."""

    template_name = "frontend/pages/account/change_password.html"

    def get_form_class(self) -> type[BaseForm]:
        return OtherPasswordForm


class PasswordSetView(_Unaccepted, allauth_views.PasswordSetView):  # type: ignore[misc]
    """The first password of somebody who came in by link."""

    template_name = "frontend/pages/account/change_password.html"

    def get_form_class(self) -> type[BaseForm]:
        return NewPasswordForm


@require_http_methods(["GET", "POST"])
@never_cache
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Ask for a link to choose a new password; the answer is the same whether anybody has the address."""
    if request.method == "GET":
        return render(request, "frontend/pages/account/forgotten.html", {"form": AskPasswordResetForm()})
    form = AskPasswordResetForm(request.POST)
    if not form.is_valid():
        return render(request, "frontend/pages/account/forgotten.html", {"form": form}, status=UNPROCESSABLE)
    email = form.cleaned_data["email"]
    refused = consume_or_429(request, action="reset_password")
    if refused is not None:
        return refused  # type: ignore[no-any-return]
    ask_password_reset(email=email)
    return render(request, "frontend/pages/account/forgotten_sent.html", {"email": email})


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@never_cache
def follow_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link is for; pressing the button does it. Scanners of mail and chat open links, but press nothing."""
    refused = consume_or_429(request, action="follow_link")
    if refused is not None:
        return refused  # type: ignore[no-any-return]
    link = usable_link(token=token)
    if link is None:
        response = _dead_link(request)
    elif link.purpose == SignInLink.Purpose.SIGN_IN:
        response = _sign_in_by_link(request, link, token)
    else:
        response = _choose_password(request, link, token)
    # The token stands in the path: the address of this page goes nowhere, not into Django's log of refusals either.
    response._has_been_logged = True  # type: ignore[attr-defined]
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    return response


def _sign_in_by_link(request: HttpRequest, link: SignInLink, token: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "frontend/pages/account/link.html", {"person": link.person})
    try:
        person = redeem_sign_in_link(token=token, purpose=SignInLink.Purpose.SIGN_IN)
    except Conflict:
        return _dead_link(request)
    return sign_in(request, person)


def _choose_password(request: HttpRequest, link: SignInLink, token: str) -> HttpResponse:
    form = ChoosePasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return sign_in(request, choose_password(token=token, password=form.cleaned_data["password"]))
        except Conflict:
            return _dead_link(request)
        except InvalidValue as refusal:
            add_refusal(form, refusal)
    context = {"form": form, "person": link.person, "is_invitation": link.purpose == SignInLink.Purpose.INVITATION}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "frontend/pages/account/choose_password.html", context, status=status)


def _dead_link(request: HttpRequest) -> HttpResponse:
    return render(request, "frontend/pages/account/dead_link.html", status=GONE)


def sign_in(request: HttpRequest, person: User) -> HttpResponse:
    """Sign `person` in as a password would: a new session, which is listed, and the way on."""
    return perform_login(request, person, redirect_url="/")  # type: ignore[no-any-return]
