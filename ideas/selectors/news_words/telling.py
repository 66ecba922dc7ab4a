"""What every piece of news is made of: who reads, what may be named, and where it leads."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ideas.models import Idea, Notification

MAX_DETAIL_CHARS: Final = 600


MAX_EXCERPT_CHARS: Final = 240


@dataclass(frozen=True)
class Place:
    """What the news leads to: `kind` is "idea", "review", "questions", "decision", "comment", "endpoint" or "load".

    `key` is its ref, id or slug.

    "interests", "delegations", "profile", "bounces" and "rules" have no key; that of "apologise" is the idea's ref.
    `query`: what the address says besides, such as the period of a report.
    """

    kind: str
    key: str
    comment: str = ""
    query: str = ""

    @property
    def ending(self) -> str:
        """What follows the path of the page in the address."""
        query = f"?{self.query}" if self.query else ""
        return f"{query}#comment-{self.comment}" if self.comment else query


@dataclass(frozen=True)
class Story:
    """One piece of news in words. `detail` may be empty; `reason` completes "You get this because …"."""

    headline: str
    detail: str
    reason: str
    action: str
    place: Place | None


@dataclass(frozen=True)
class Telling:
    """What the words are made of. `is_discreet`: nothing of the idea's text may appear."""

    news: Notification
    zone: tzinfo
    is_discreet: bool

    @property
    def idea(self) -> str:
        """The idea as this telling may name it."""
        idea = self.news.idea
        if idea is None:
            return ""
        if self.is_discreet:
            return _("a confidential idea (%(ref)s)") % {"ref": idea.ref}
        return _("“%(title)s”") % {"title": idea.title}

    def when(self, moment: datetime) -> str:
        """A moment on the reader's clock, its hour as on pages."""
        local = moment.astimezone(self.zone)
        return f"{date_format(local)}, {date_format(local, 'H:i')}"

    def text(self, words: str, limit: int = MAX_DETAIL_CHARS) -> str:
        """Words that somebody wrote, shortened; nothing where the telling is discreet."""
        return "" if self.is_discreet else shorten(words, limit)


@dataclass(frozen=True)
class Words:
    headline: str
    detail: str = ""


Teller = Callable[[Telling], Words]


def shorten(words: str, limit: int) -> str:
    """Return `words` on one line, cut at a word's end after at most `limit` characters."""
    line = re.sub(r"\s+", " ", words).strip()
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(".,;: ") + "…"


def capital(words: str) -> str:
    """Return `words` with a capital at the beginning."""
    return words[:1].upper() + words[1:]


def department_of(told: Telling) -> str:
    """Return the name of the department that the news is about."""
    if told.news.review is not None:
        return told.news.review.department.name
    return told.news.department.name if told.news.department else _("A department")


def endpoint_of(told: Telling) -> str:
    """Return the name of the channel or webhook that the news is about."""
    return _("“%(name)s”") % {"name": told.news.endpoint.name} if told.news.endpoint else _("A channel")


def writer_of(told: Telling) -> str:
    """The comment's author; an author who is not shown is not betrayed by a comment either."""
    comment, idea = told.news.comment, told.news.idea
    if comment is None or told.is_discreet:
        return _("Somebody")
    if idea is not None and not idea.author_shown and _wrote(idea, comment.author_id):
        return _("The author")
    return comment.author.name


def _wrote(idea: Idea, person_id: int) -> bool:
    return any(author.person_id == person_id for author in idea.authors.all())


def excerpt_of(told: Telling) -> str:
    """Return the beginning of the comment, nothing where it was deleted or hidden."""
    comment = told.news.comment
    if comment is None or comment.deleted_at is not None or comment.hidden_at is not None:
        return ""
    return told.text(comment.body, MAX_EXCERPT_CHARS)
