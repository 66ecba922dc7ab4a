"""Mails in words: subject, text and HTML, with the headers that threads, filters and unsubscribing need.

Source: RFC 2369 and RFC 8058 (List-Unsubscribe), RFC 3834 (Auto-Submitted), RFC 5322 3.6.4 (threads).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.models import Notification
from ideas.news import NewsKind
from ideas.selectors.calendars import organisation
from ideas.selectors.news_words import Story, story_of
from ideas.services.digests import DigestLetter
from ideas.services.news_mail import Letter
from ideas.stop_links import stop_token
from workers import links

MAX_SUBJECT_CHARS: Final = 200


@dataclass(frozen=True)
class Item:
    """One piece of news as the templates show it."""

    story: Story
    url: str


def letter_mail(letter: Letter) -> EmailMultiAlternatives:
    """Return the mail about one thing; the subject is that of its latest news."""
    with translation.override(letter.person.locale):
        items = _items(letter.news, letter)
        newest = items[-1].story
        kinds = sorted({news.kind for news in letter.news})
        context = {"items": items, "single": newest if len(items) == 1 else None, **_frame(letter, kinds)}
        mail = _mail("news", context, _subject(newest.headline), letter.person.email)
    idea = letter.news[0].idea
    first = letter.news[0]
    thread = f"<idea.{idea.ref}@{_host()}>" if idea is not None else ""
    mail.extra_headers |= _headers(letter, kinds, message=f"news.{first.public_id}", thread=thread)
    return mail


def digest_mail(letter: DigestLetter) -> EmailMultiAlternatives:
    """Return the daily mail."""
    with translation.override(letter.person.locale):
        count = len(letter.keys)
        subject = ngettext("One piece of news on ideas", "%(count)d pieces of news on ideas", count) % {"count": count}
        items = _items(letter.news, letter)
        context = {"items": items, "more_count": letter.more_count, **_frame(letter, ["digest"])}
        mail = _mail("digest", context, _subject(subject), letter.person.email)
    message = f"digest.{letter.digest.day:%Y-%m-%d}.{letter.person.public_id}"
    mail.extra_headers |= _headers(letter, ["digest"], message=message, thread="")
    mail.extra_headers["Precedence"] = "bulk"
    return mail


def _items(news: Iterable[Notification], letter: Letter | DigestLetter) -> list[Item]:
    found = []
    for one in news:
        story = story_of(one, zone=letter.days.zone, is_discreet=True)
        found.append(Item(story, links.link_to(story.place)))
    return found


def _frame(letter: Letter | DigestLetter, kinds: list[str]) -> dict[str, object]:
    return {
        "person": letter.person,
        "organisation": organisation().name,
        "all_url": links.page("notifications"),
        "preferences_url": links.page("notification-preferences"),
        "stop_url": _stop_url(letter, kinds),
        "kind_names": [str(NewsKind(kind).label) for kind in kinds if kind in NewsKind.values],
    }


def _stop_url(letter: Letter | DigestLetter, kinds: list[str]) -> str:
    return links.page("notification-stop", stop_token(person=letter.person, kinds=kinds))


def _mail(name: str, context: dict[str, object], subject: str, to: str) -> EmailMultiAlternatives:
    text = render_to_string(f"workers/{name}.txt", context)
    html = css_inline.inline(render_to_string(f"workers/{name}.html", context))
    mail = EmailMultiAlternatives(subject, re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", to=[to])
    mail.attach_alternative(html, "text/html")
    return mail


def _headers(letter: Letter | DigestLetter, kinds: list[str], *, message: str, thread: str) -> dict[str, str]:
    headers = {
        "Message-ID": f"<{message}@{_host()}>",
        "List-Id": f"{_('Groundswell')} <ideas.{_host()}>",
        "List-Unsubscribe": f"<{_stop_url(letter, kinds)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    if thread:
        headers |= {"In-Reply-To": thread, "References": thread}
    return headers


def _subject(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()[:MAX_SUBJECT_CHARS]


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"
