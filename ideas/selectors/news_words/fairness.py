"""News about interests."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from ideas.news import NewsKind
from ideas.selectors.news_words.telling import Teller, Telling, Words


def _declared(told: Telling) -> Words:
    detail = _("They cannot answer before you have decided whether they may go on.")
    return Words(_("Somebody named an interest in %(idea)s") % {"idea": told.idea}, detail)


def _decided(told: Telling) -> Words:
    detail = _("Your declaration says what was decided.")
    return Words(_("Your interest in %(idea)s was decided about") % {"idea": told.idea}, detail)


WORDS: Final[Mapping[NewsKind, Teller]] = {
    NewsKind.INTEREST_DECLARED: _declared,
    NewsKind.INTEREST_DECIDED: _decided,
}
