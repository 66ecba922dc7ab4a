"""Where a person is signed in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

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
    found = [
        OpenSession(row.pk, browser_of(row.user_agent), row.ip, row.created_at, row.session_key == current_key)
        for row in open_sessions_of(viewer=viewer)
    ]
    return tuple(sorted(found, key=lambda one: not one.is_current))


def open_sessions_of(*, viewer: User) -> QuerySet[UserSession]:
    """Clear away the sessions of `viewer` that are over, and return the others, the newest first; unevaluated.

    Four queries besides its own, however many.
    """
    rows: QuerySet[UserSession] = UserSession.objects.filter(user=viewer)
    keys = frozenset(rows.values_list("session_key", flat=True))
    rows.exclude(session_key__in=sessions_in_force(keys=keys)).delete()
    return rows.order_by("-id")


_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip


def sessions_in_force(*, keys: frozenset[str]) -> frozenset[str]:
    """Return those of the session keys that still sign an active person in: stored, not over, password not changed.

    Two queries, however many.
    """
    store = SessionStore()
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    stored = {row.session_key: store.decode(row.session_data) for row in rows}
    numbers = {str(content.get(SESSION_KEY, "")) for content in stored.values()}
    people = User.objects.filter(is_active=True).in_bulk([int(one) for one in numbers if one.isdigit()])
    return frozenset(key for key, content in stored.items() if _signs_in(content, people))


def _signs_in(content: dict[str, object], people: dict[int, User]) -> bool:
    number = str(content.get(SESSION_KEY, ""))
    person = people.get(int(number)) if number.isdigit() else None
    proof = str(content.get(HASH_SESSION_KEY, ""))
    return person is not None and constant_time_compare(proof, person.get_session_auth_hash())


def browser_of(agent: str) -> str:
    """Return "Firefox, Windows" for what a browser says of itself; a shortened form of it where it says neither."""
    parts = [next((name for mark, name in known if mark in agent), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, parts)) or agent[:60]
