"""Browsers in which somebody signed in before: strangers' wrong passwords do not count against them.

The cookie proves that this browser was signed in to one account; it signs nobody in. Source: OWASP, "Slow Down Online
Guessing Attacks with Device Cookies".
"""

import secrets
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from ideas.services.sign_in_tries import account_key

SALT: Final = "known-browser"
SECONDS: Final = 180 * 24 * 60 * 60


def cookie_name() -> str:
    """Return the cookie's name; over https the browser keeps it to this very host."""
    return "__Host-known-browser" if settings.SESSION_COOKIE_SECURE else "known-browser"


def known_browser(request: HttpRequest, email: str) -> str | None:
    """Return this browser's id if the account with this address was signed in here, else None."""
    try:
        account, number = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(number) if secrets.compare_digest(str(account), account_key(email)) else None


def remember_browser(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Give the browser a cookie that makes it known to the account with this address; one that is known keeps its id."""
    number = known_browser(request, email) or secrets.token_urlsafe(12)
    response.set_cookie(
        cookie_name(),
        signing.dumps([account_key(email), number], salt=SALT),
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
