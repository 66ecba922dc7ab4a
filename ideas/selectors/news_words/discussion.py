"""News about comments."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from ideas.news import NewsKind
from ideas.selectors.news_words.telling import Teller, Telling, Words, excerpt_of, writer_of


def _commented(told: Telling) -> Words:
    given = {"name": writer_of(told), "idea": told.idea}
    return Words(_("%(name)s commented on %(idea)s") % given, excerpt_of(told))


def _replied(told: Telling) -> Words:
    given = {"name": writer_of(told), "idea": told.idea}
    return Words(_("%(name)s answered you on %(idea)s") % given, excerpt_of(told))


def _mentioned(told: Telling) -> Words:
    given = {"name": writer_of(told), "idea": told.idea}
    return Words(_("%(name)s mentions you on %(idea)s") % given, excerpt_of(told))


def _reported(told: Telling) -> Words:
    detail = _("Read it and hide it with a reason, or let it stand.")
    return Words(_("A comment on %(idea)s was reported") % {"idea": told.idea}, detail)


WORDS: Final[Mapping[NewsKind, Teller]] = {
    NewsKind.COMMENT_POSTED: _commented,
    NewsKind.COMMENT_REPLY: _replied,
    NewsKind.COMMENT_MENTION: _mentioned,
    NewsKind.COMMENT_REPORTED: _reported,
}
