"""News about declined ideas that came first."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from ideas.news import NewsKind
from ideas.selectors.news_words.telling import Teller, Telling, Words


def _found(told: Telling) -> Words:
    return Words(
        _("A declined idea may have come before %(idea)s") % {"idea": told.idea},
        _("Say whether its author is to be credited."),
    )


def _credited(told: Telling) -> Words:
    row = told.news.precedent
    headline = _("You proposed it first: %(idea)s") % {"idea": told.idea}
    return Words(headline, told.text(row.reason) if row else "")


WORDS: Final[Mapping[NewsKind, Teller]] = {
    NewsKind.PRECEDENTS_FOUND: _found,
    NewsKind.PRECEDENT_CREDITED: _credited,
}
