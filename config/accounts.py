"""How allauth behaves here: nobody signs up, mails and messages are ours, and tries are counted by ourselves."""

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import truncate_ip
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from config.known_browsers import known_browser, remember_browser
from ideas.exceptions import TooMany
from ideas.services.sign_in_tries import count_sign_in_try, forgive_sign_in_try

UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 # nosec B104 - a word for "no address", never bound


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The words and limits of signing in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and password do not belong together."),
        "too_many_login_attempts": _("That was too often. Wait 15 minutes, or choose a new password."),
        "enter_current_password": _("This is not your present password."),
        "rate_limited": _("That was too often in a short time. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: administrators add people."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Allow paths of this site only, whatever host they are asked under (RELIABILITY T32: open redirects)."""
        return bool(url) and is_own_path(str(url))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to the profile."""
        return reverse("profile")

    def add_message(self, request: HttpRequest, level: int, *args: Any, message: str | None = None, **kw: Any) -> None:
        """Pass on plain sentences; allauth's own templates of messages say nothing that people need."""
        if message:
            super().add_message(request, level, message=message)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address of the peer, or of the client behind the proxies we trust."""
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:
            # Fewer addresses in X-Forwarded-For than proxies: whoever sent it is not behind them.
            return _address_or_unknown(request.META.get("REMOTE_ADDR", ""))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Count the try first, so that many at once cannot slip through; a right password is not counted."""
        email = str(credentials.get("email", ""))
        try:
            keys = count_sign_in_try(
                email=email,
                network=truncate_ip(self.get_client_ip(request)),
                browser=known_browser(request, email),
            )
        except TooMany:
            raise self.validation_error("too_many_login_attempts") from None
        person: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if person is not None:
            forgive_sign_in_try(keys=keys)
        return person

    def post_login(self, request: HttpRequest, user: Any, **kw: Any) -> HttpResponse:
        """Let this browser be known to the account from now on."""
        response: HttpResponse = super().post_login(request, user, **kw)
        remember_browser(request, response, user.email)
        return response


def is_own_path(url: str) -> bool:
    """Return whether `url` is a path of this site: one slash first, no host, no scheme, no control characters."""
    has_one_slash = url.startswith("/") and not url.startswith(("//", "/\\"))
    return has_one_slash and url.isprintable() and url_has_allowed_host_and_scheme(url, allowed_hosts=None)


def _address_or_unknown(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return UNKNOWN_ADDRESS
