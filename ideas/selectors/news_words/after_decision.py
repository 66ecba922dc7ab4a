"""News about what follows a decision."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from ideas.news import NewsKind
from ideas.selectors.news_words.telling import Teller, Telling, Words, capital


def _reopened(told: Telling) -> Words:
    row = told.news.reopening
    detail = told.text(row.text) if row else ""
    return Words(_("%(idea)s is looked at again") % {"idea": capital(told.idea)}, detail)


WORDS: Final[Mapping[NewsKind, Teller]] = {
    NewsKind.OWN_IDEA_REOPENED: _reopened,
    NewsKind.IDEA_REOPENED: _reopened,
}
