"""A fact as Slack's Block Kit, within its limits.

Source: Slack's reference "Block Kit: blocks" (header 150 characters, section text 3,000, 10 fields of 2,000, 50 blocks);
"Formatting text for app surfaces" (escape &, < and >).
"""

import itertools
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from ideas.selectors.audit_heads import AuditHeadNews
from ideas.selectors.news_words import shorten
from ideas.selectors.outside_news import OutsideNews
from workers import links
from workers.messages.words import digest_heading, digest_rest, head_words

MAX_HEADER_CHARS: Final = 150
MAX_SECTION_CHARS: Final = 3000
MAX_FIELD_CHARS: Final = 2000
MAX_FIELDS: Final = 10
MAX_TEXT_CHARS: Final = 2000
# An escaped character takes up to five: title and summary fit a section even so. Beyond about 13,200 characters in all
# Slack answers msg_blocks_too_long; nothing here comes near it.
MAX_TITLE_CHARS: Final = 150
MAX_SUMMARY_CHARS: Final = 280
# In a message of several facts.
MAX_LINES: Final = 25
MAX_LINE_TITLE_CHARS: Final = 80
MAX_DIGEST_CHARS: Final = 8000


def slack_message(news: OutsideNews) -> dict[str, object]:
    """Return the body for an incoming webhook: `text` for notifications and screen readers, `blocks` to look at."""
    url = links.page("idea", news.ref)
    named = f"{news.headline}: {news.title} ({news.ref})" if news.title else f"{news.headline} ({news.ref})"
    blocks: list[dict[str, object]] = [
        {"type": "header", "text": {"type": "plain_text", "text": shorten(news.headline, MAX_HEADER_CHARS)}},
        _section(_body(news, url)),
    ]
    if news.facts:
        fields = [_markdown(f"*{escape(label)}*\n{escape(value)}", MAX_FIELD_CHARS) for label, value in news.facts]
        blocks.append({"type": "section", "fields": fields[:MAX_FIELDS]})
    blocks.append({"type": "actions", "elements": [_button(_("Open the idea"), url), *_review_button(news)]})
    return {"text": escape(shorten(named, MAX_TEXT_CHARS)), "blocks": blocks}


def slack_digest(news: Sequence[OutsideNews]) -> dict[str, object]:
    """Return one body for several facts: a line for each as far as they fit, then how many more there are."""
    heading, lines = digest_heading(news), [_line(one) for one in news]
    fitting = fitting_lines(lines)
    if fitting < len(lines):
        lines[fitting:] = [f"<{links.page('board')}|{escape(digest_rest(len(lines) - fitting))}>"]
    sections = [_section(words) for words in packed(lines)]
    text = f"{heading}: " + "; ".join(f"{one.headline} ({one.ref})" for one in news)
    header = {"type": "header", "text": {"type": "plain_text", "text": heading[:MAX_HEADER_CHARS]}}
    return {"text": escape(shorten(text, MAX_TEXT_CHARS)), "blocks": [header, *sections]}


def fitting_lines(lines: Sequence[str]) -> int:
    """Return how many lines a message holds within its limits."""
    sizes = itertools.accumulate(len(line) + 1 for line in lines)
    return min(MAX_LINES, sum(size <= MAX_DIGEST_CHARS for size in sizes))


def packed(lines: Sequence[str]) -> list[str]:
    """Return the lines in as few pieces as sections hold; none is cut."""
    pieces: list[str] = []
    for line in lines:
        if pieces and len(pieces[-1]) + 1 + len(line) <= MAX_SECTION_CHARS:
            pieces[-1] += f"\n{line}"
        else:
            pieces.append(line)
    return pieces


def _line(news: OutsideNews) -> str:
    title = escape(shorten((news.title or news.ref).replace("|", "¦"), MAX_LINE_TITLE_CHARS))
    ref = f" ({news.ref})" if news.title else ""
    return f"• {escape(shorten(news.headline, MAX_HEADER_CHARS))}: <{links.page('idea', news.ref)}|{title}>{ref}"


def slack_head(news: AuditHeadNews) -> dict[str, object]:
    """Return the body of the end of the audit trail."""
    heading, words = head_words(news)
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": heading[:MAX_HEADER_CHARS]}},
        _section(f"{escape(words)}\n`{news.hash}`"),
    ]
    return {"text": escape(f"{heading}: {news.seq} {news.hash}"), "blocks": blocks}


def slack_test(name: str) -> dict[str, object]:
    """Return the body of a test message."""
    words = _("This is a test from Groundswell. If you can read it, “%(name)s” is connected.") % {"name": name}
    return {"text": escape(words), "blocks": [_section(escape(words))]}


def escape(words: str) -> str:
    """Return `words` so that Slack shows them as they are."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _body(news: OutsideNews, url: str) -> str:
    # A line break or a bar would end the link's words early.
    title = escape(shorten((news.title or news.ref).replace("|", "¦"), MAX_TITLE_CHARS))
    lines = [f"*<{url}|{title}>*"]
    if news.summary:
        lines.append(escape(shorten(news.summary, MAX_SUMMARY_CHARS)))
    return "\n".join(lines)


def _section(words: str) -> dict[str, object]:
    return {"type": "section", "text": _markdown(words, MAX_SECTION_CHARS)}


def _markdown(words: str, limit: int) -> dict[str, object]:
    return {"type": "mrkdwn", "text": words[:limit]}


def _review_button(news: OutsideNews) -> list[dict[str, object]]:
    if news.type != "review.assigned" or news.review_id is None:
        return []
    return [_button(_("Open the review"), links.page("review", news.review_id))]


def _button(label: str, url: str) -> dict[str, object]:
    return {"type": "button", "text": {"type": "plain_text", "text": label[:75]}, "url": url}
