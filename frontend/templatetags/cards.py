"""Cards of ideas in lists: `{% load cards %}`."""

import secrets
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from frontend.cards import Card

register = template.Library()

MOST_KEPT: Final = 1000  # about 4 KB each
# What differs from request to request is put in afterwards; nobody can guess the words that hold its place.
_TOKEN: Final = secrets.token_hex(16)
_PATH: Final = secrets.token_hex(16)


@register.simple_tag(takes_context=True)
def idea_card(context: RequestContext, card: Card) -> SafeString:
    """Draw `card` by components/idea_card.html.

    Drawing is most of what a board costs, and the same cards are shown to everybody: each is drawn once for its content,
    the reader's language, time zone and day, and kept while it is asked for.
    """
    draw = _draw.__wrapped__ if settings.DEBUG else _draw
    drawn = draw(card, get_language(), timezone.get_current_timezone_name(), timezone.localdate(), _minute_of(card))
    token, path = str(context.get("csrf_token", "")), escape(context["request"].get_full_path())
    return SafeString(drawn.replace(_TOKEN, escape(token)).replace(_PATH, path))  # nosec B703 Django drew it


def _minute_of(card: Card) -> int:
    """Return the present minute for a card that says "3 hours ago", 0 for one that says a date."""
    now = timezone.now()
    is_fresh = card.submitted_at is not None and now - card.submitted_at < timedelta(days=1)
    return int(now.timestamp() // 60) if is_fresh else 0


@lru_cache(maxsize=MOST_KEPT)
def _draw(card: Card, _language: str | None, _zone: str, _today: date, _minute: int) -> str:
    values = {"card": card, "csrf_token": _TOKEN, "return_to": _PATH}
    return get_template("frontend/components/idea_card.html").render(values)
