"""Who calls: a personal token in the header Authorization, or the session of a browser with its CSRF token."""

from django.contrib.auth.middleware import get_user
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request

from api.errors import CSRF_FAILED
from ideas.models import ApiToken, User
from ideas.selectors.api_tokens import token_by_hash
from ideas.services.api_tokens import PREFIX, hash_of, note_token_use

SCHEME = "Bearer"
MOST_TOKEN_CHARS = 100


class PersonalToken(BaseAuthentication):
    """`Authorization: Bearer gsp_…`."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return the token's person and the token; None when the header is absent."""
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _blank, secret = header.partition(" ")
        if scheme.lower() != SCHEME.lower() or not _looks_right(secret):
            raise exceptions.AuthenticationFailed(_("This is not one of our tokens."), code="invalid_token")
        token = token_by_hash(token_hash=hash_of(secret))
        if token is None or not token.person.is_active:
            raise exceptions.AuthenticationFailed(_("This token does not work here."), code="invalid_token")
        if token.revoked_at is not None:
            raise exceptions.AuthenticationFailed(_("This token was revoked."), code="token_revoked")
        if token.expires_at <= timezone.now():
            raise exceptions.AuthenticationFailed(_("This token has expired."), code="token_expired")
        note_token_use(token=token)
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401."""
        return f'{SCHEME} realm="Groundswell"'


def _looks_right(secret: str) -> bool:
    return secret.startswith(PREFIX) and len(secret) <= MOST_TOKEN_CHARS and secret.isascii() and secret.isprintable()


class BrowserSession(SessionAuthentication):
    """The session cookie; unsafe methods also need the CSRF token."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        """Return the person of the session; None without one."""
        person = get_user(request._request)
        if not isinstance(person, User) or not person.is_active:
            return None
        self.enforce_csrf(request)
        return person, None

    def enforce_csrf(self, request: Request) -> None:
        """Check the CSRF token of an unsafe method."""
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied:
            raise exceptions.PermissionDenied(str(CSRF_FAILED.detail), code=CSRF_FAILED.code) from None
