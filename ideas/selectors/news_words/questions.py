"""News about questions and ideas that wait for their author."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from ideas.news import NewsKind, NewsReason
from ideas.selectors.news_words.telling import Teller, Telling, Words, department_of

_AUTHORS = {NewsReason.AUTHOR, NewsReason.CO_AUTHOR, NewsReason.ON_BEHALF_OF}


def _asked(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    if told.news.reason in _AUTHORS:
        detail = _("Answer once; every department that looks at your idea reads it.")
    else:
        detail = _("Every department that looks at the idea reads the answer.")
    return Words(_("%(department)s asks you about %(idea)s") % given, detail)


def _answered(told: Telling) -> Words:
    return Words(_("Questions about %(idea)s were answered") % {"idea": told.idea})


def _waits(told: Telling) -> Words:
    detail = _("It was parked, because a question stayed open for as long as it may. One click lets it go on.")
    return Words(_("%(idea)s waits for your answer") % {"idea": told.idea}, detail)


def _resumed(told: Telling) -> Words:
    detail = _("It had waited for its author. Your date moved by the time it stood.")
    return Words(_("%(idea)s goes on") % {"idea": told.idea}, detail)


def _nearer(told: Telling) -> Words:
    review = told.news.review
    detail = _("Due %(date)s.") % {"date": told.when(review.due_at)} if review else ""
    return Words(_("Your review of %(idea)s is due earlier; its history says why") % {"idea": told.idea}, detail)


WORDS: Final[Mapping[NewsKind, Teller]] = {
    NewsKind.QUESTION_ASKED: _asked,
    NewsKind.QUESTION_ANSWERED: _answered,
    NewsKind.IDEA_WAITS: _waits,
    NewsKind.IDEA_RESUMED: _resumed,
    NewsKind.DATE_NEARER: _nearer,
}
