"""A fact as an Adaptive Card 1.4 for a workflow of Microsoft Teams, well under its 28 KB.

Source: Microsoft's "Create incoming webhooks with Workflows for Microsoft Teams"; the Adaptive Cards schema 1.4.
"""

import json
import re
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from ideas.selectors.audit_heads import AuditHeadNews
from ideas.selectors.news_words import shorten
from ideas.selectors.outside_news import OutsideNews
from workers import links
from workers.messages.words import digest_heading, digest_rest, head_words

MAX_CARD_BYTES: Final = 20_000
MAX_TITLE_CHARS: Final = 400
MAX_SUMMARY_CHARS: Final = 2000
# In a card of several facts.
MAX_LINES: Final = 25
MAX_LINE_TITLE_CHARS: Final = 120
_MARKS: Final = re.compile(r"[\\\[\]*_~`#<>]")
_SCHEMA: Final = "http://adaptivecards.io/schemas/adaptive-card.json"


def teams_message(news: OutsideNews) -> dict[str, object]:
    """Return the body for a workflow; a card that would be too large loses its summary, then its facts."""
    for summary, facts in ((news.summary, news.facts), ("", news.facts), ("", ())):
        message = _message(_card(news, summary, facts))
        if len(json.dumps(message).encode()) <= MAX_CARD_BYTES:
            break
    return message


def teams_digest(news: Sequence[OutsideNews]) -> dict[str, object]:
    """Return one body for several facts: a line for each as far as the card holds them, then how many more there are."""
    for shown in range(min(len(news), MAX_LINES), 0, -1):
        message = _message(_digest_card(news, shown))
        if len(json.dumps(message).encode()) <= MAX_CARD_BYTES:
            break
    return message


def _digest_card(news: Sequence[OutsideNews], shown: int) -> dict[str, object]:
    heading = digest_heading(news)
    body: list[dict[str, object]] = [{**_text(heading), "size": "Medium", "weight": "Bolder"}]
    body += [_text(_line(one)) for one in news[:shown]]
    if shown < len(news):
        body.append(_text(digest_rest(len(news) - shown)))
    return _frame(body, [_link(_("Open the ideas"), links.page("board"))], heading)


def _line(news: OutsideNews) -> str:
    title = plain(shorten(news.title or news.ref, MAX_LINE_TITLE_CHARS))
    ref = f" ({news.ref})" if news.title else ""
    return f"{plain(news.headline)}: [{title}]({links.page('idea', news.ref)}){ref}"


def teams_head(news: AuditHeadNews) -> dict[str, object]:
    """Return the body of the end of the audit trail."""
    heading, words = head_words(news)
    body = [{**_text(plain(heading)), "size": "Medium", "weight": "Bolder"}, _text(plain(words)), _text(news.hash)]
    return _message(_frame(body, [], f"{heading}: {news.seq} {news.hash}"))


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
