"""News about triage."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from ideas.news import NewsKind
from ideas.selectors.news_words.telling import Teller, Telling, Words


def _responded(told: Telling) -> Words:
    detail = _("Somebody has read it and wrote to you. It stands in the history of the idea.")
    return Words(_("A first answer on %(idea)s") % {"idea": told.idea}, detail)


WORDS: Final[Mapping[NewsKind, Teller]] = {NewsKind.RESPONSE_GIVEN: _responded}
