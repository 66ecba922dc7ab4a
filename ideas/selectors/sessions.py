"""Where a person is signed in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession

from ideas.models import User


@dataclass(frozen=True)
class OpenSession:
    """One browser in which the person is signed in. `number`: key of the row, for ending it."""

    number: int
    browser: str
    address: str
    began_at: datetime
    is_current: bool


def sessions_of(*, viewer: User, current_key: str | None) -> tuple[OpenSession, ...]:
    """Return the sessions of `viewer` that are not over, the present one first; over ones are cleared away."""
    rows = sorted(UserSession.objects.purge_and_list(viewer), key=lambda row: row.created_at, reverse=True)
    found = [
        OpenSession(row.pk, _browser(row.user_agent), row.ip, row.created_at, row.session_key == current_key)
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: not one.is_current))


_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip


def _browser(agent: str) -> str:
    """Return "Firefox, Windows" for what a browser says of itself; a shortened form of it where it says neither."""
    parts = [next((name for mark, name in known if mark in agent), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, parts)) or agent[:60]
