"""News about triage."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from ideas.news import NewsKind
from ideas.selectors.news_words.telling import Teller, Telling, Words, capital


def _responded(told: Telling) -> Words:
    detail = _("Somebody has read it and wrote to you. It stands in the history of the idea.")
    return Words(_("A first answer on %(idea)s") % {"idea": told.idea}, detail)


def _overridden(told: Telling) -> Words:
    return Words(_("A triager changed who looks at %(idea)s") % {"idea": told.idea}, _answer_by(told))


def _addition_ended(told: Telling) -> Words:
    title = _("A department that you asked about %(idea)s is not asked any more") % {"idea": told.idea}
    return Words(title, _("The triager’s reason stands in the history of the idea."))


def _asked_also(told: Telling) -> Words:
    return Words(_("A reviewer asked one more department about %(idea)s") % {"idea": told.idea}, _answer_by(told))


def _answer_by(told: Telling) -> str:
    due_at = told.news.idea.next_answer_at if told.news.idea else None
    return _("You have an answer by %(date)s.") % {"date": told.when(due_at)} if due_at else ""


def _redirected(told: Telling) -> Words:
    detail = _("A triager says where, and why. It stands on its page.")
    return Words(_("%(idea)s belongs somewhere else") % {"idea": capital(told.idea)}, detail)


def _merged(told: Telling) -> Words:
    idea = told.news.idea
    if idea is not None and idea.merged_into_id is None:
        return Words(_("%(idea)s goes on by itself again") % {"idea": capital(told.idea)})
    detail = _("Your support counts there, too. The page of the idea leads to it.")
    return Words(_("%(idea)s is merged into another idea") % {"idea": capital(told.idea)}, detail)


WORDS: Final[Mapping[NewsKind, Teller]] = {
    NewsKind.RESPONSE_GIVEN: _responded,
    NewsKind.ROUTING_OVERRIDDEN: _overridden,
    NewsKind.ASKED_ALSO: _asked_also,
    NewsKind.ADDITION_ENDED: _addition_ended,
    NewsKind.IDEA_MERGED: _merged,
    NewsKind.IDEA_REDIRECTED: _redirected,
}
