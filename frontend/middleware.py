"""What every request of a signed-in person passes: the age of their session, their language and their clock."""

import time
from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from ideas.models import User

Answer = Callable[[HttpRequest], HttpResponse]

_SIGNED_IN = "signed_in_at"
_SEEN = "seen_at"
# A session is written again only this often, so that reading pages does not cause a write each time.
SEEN_STEP_SECONDS = 10 * 60


def limit_session_age(answer: Answer) -> Answer:
    """End a session seven days after it began; put its end off while the person is there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            _look_at_age(request)
        return answer(request)

    return middleware


def _look_at_age(request: HttpRequest) -> None:
    now = int(time.time())
    began = request.session.setdefault(_SIGNED_IN, now)
    if now - began > settings.SESSION_LONGEST_SECONDS:
        logout(request)
    elif now - request.session.get(_SEEN, 0) > SEEN_STEP_SECONDS:
        request.session[_SEEN] = now


def speak_to_reader(answer: Answer) -> Answer:
    """Answer in the language and the time zone of the signed-in person."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not isinstance(request.user, User):
            return answer(request)
        with translation.override(_language(request.user)), timezone.override(_zone(request.user)):
            return answer(request)

    return middleware


def _language(person: User) -> str:
    return person.locale if person.locale in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _zone(person: User) -> ZoneInfo:
    try:
        return ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)
