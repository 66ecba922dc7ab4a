"""A fact as an Adaptive Card 1.4 for a workflow of Microsoft Teams, well under its 28 KB.

Source: Microsoft's "Create incoming webhooks with Workflows for Microsoft Teams"; the Adaptive Cards schema 1.4.
"""

import json
import re
from typing import Final

from django.utils.translation import gettext as _

from ideas.selectors.news_words import shorten
from ideas.selectors.outside_news import OutsideNews
from workers import links

MAX_CARD_BYTES: Final = 20_000
MAX_TITLE_CHARS: Final = 400
MAX_SUMMARY_CHARS: Final = 2000
_MARKS: Final = re.compile(r"[\\\[\]*_~`#<>]")
_SCHEMA: Final = "http://adaptivecards.io/schemas/adaptive-card.json"


def teams_message(news: OutsideNews) -> dict[str, object]:
    """Return the body for a workflow; a card that would be too large loses its summary, then its facts."""
    for summary, facts in ((news.summary, news.facts), ("", news.facts), ("", ())):
        message = _message(_card(news, summary, facts))
        if len(json.dumps(message).encode()) <= MAX_CARD_BYTES:
            break
    return message


def teams_test(name: str) -> dict[str, object]:
    """Return the body of a test message."""
    words = _("This is a test from Groundswell. If you can read it, “%(name)s” is connected.") % {"name": name}
    return _message(_frame([_text(words)], [], words))


def plain(words: str) -> str:
    """Return `words` without the marks that a card's TextBlock would take for Markdown."""
    return _MARKS.sub(r"\\\g<0>", words)


def _card(news: OutsideNews, summary: str, facts: tuple[tuple[str, str], ...]) -> dict[str, object]:
    title = shorten(news.title or news.ref, MAX_TITLE_CHARS)
    body: list[dict[str, object]] = [
        {**_text(plain(f"{news.headline} – {title}")), "size": "Medium", "weight": "Bolder"},
    ]
    if summary:
        body.append(_text(plain(shorten(summary, MAX_SUMMARY_CHARS))))
    if facts:
        body.append({"type": "FactSet", "facts": [{"title": label, "value": plain(value)} for label, value in facts]})
    actions = [_link(_("Open the idea"), links.page("idea", news.ref))]
    if news.type == "review.assigned" and news.review_id is not None:
        actions.append(_link(_("Open the review"), links.page("review", news.review_id)))
    return _frame(body, actions, f"{news.headline}: {title} ({news.ref})")


def _frame(body: list[dict[str, object]], actions: list[dict[str, object]], fallback: str) -> dict[str, object]:
    return {
        "$schema": _SCHEMA,
        "type": "AdaptiveCard",
        "version": "1.4",
        "fallbackText": fallback,
        "msteams": {"width": "full"},
        "body": body,
        "actions": actions,
    }


def _message(card: dict[str, object]) -> dict[str, object]:
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _text(words: str) -> dict[str, object]:
    return {"type": "TextBlock", "text": words, "wrap": True}


def _link(title: str, url: str) -> dict[str, object]:
    return {"type": "Action.OpenUrl", "title": title, "url": url}
