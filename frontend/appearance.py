"""What a person chose for this browser: colours and single-key shortcuts, kept in two cookies."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SCHEMES = ("system", "light", "dark")
SCHEME_COOKIE = "appearance"
KEYS_COOKIE = "shortcuts"
ONE_YEAR_SECONDS = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Appearance:
    """The choices of one browser; the defaults follow the system and leave the keys on."""

    scheme: str = "system"
    has_keys: bool = True

    @property
    def theme(self) -> str:
        """Return what `data-bs-theme` says, nothing when the system decides."""
        return "" if self.scheme == "system" else self.scheme


def appearance_of(request: HttpRequest) -> Appearance:
    """Read the two cookies; what is not one of our words is taken as not chosen."""
    scheme = request.COOKIES.get(SCHEME_COOKIE, "system")
    return Appearance(
        scheme=scheme if scheme in SCHEMES else "system",
        has_keys=request.COOKIES.get(KEYS_COOKIE) != "off",
    )


def keep_choice(response: HttpResponse, cookie: str, value: str) -> None:
    """Keep one choice for a year, on this browser only and out of reach of scripts."""
    response.set_cookie(
        cookie,
        value,
        max_age=ONE_YEAR_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
