"""News about the dates of other tasks than reviews."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from ideas.news import NewsKind
from ideas.selectors.news_words.telling import Teller, Telling, Words, capital, department_of


def _response(told: Telling) -> Words:
    detail = _("Its author was promised one. Sort it, and write to them in your own words.")
    return Words(_("%(idea)s waits for its first response") % {"idea": capital(told.idea)}, detail)


def _decision(told: Telling) -> Words:
    headline = _("%(idea)s waits for its decision") % {"idea": capital(told.idea)}
    idea = told.news.idea
    if idea is None or idea.next_answer_at is None:
        return Words(headline)
    return Words(headline, _("It is promised by %(date)s.") % {"date": told.when(idea.next_answer_at)})


def _question(told: Telling) -> Words:
    detail = _("Your answer goes to every department that looks at the idea.")
    return Words(_("A question about %(idea)s waits for your answer") % {"idea": told.idea}, detail)


def _question_late(told: Telling) -> Words:
    detail = _("Ask in another way, or answer for your department without it.")
    return Words(_("Your question about %(idea)s is not answered in time") % {"idea": told.idea}, detail)


def _reaffirmation(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    detail = _("The idea was changed after the answer was given, and its decision waits for this.")
    return Words(_("Does the answer of %(department)s still stand? %(idea)s") % given, detail)


def _bounce(told: Telling) -> Words:
    detail = _("A department says that it is not for them, and its clock runs.")
    return Words(_("A review that was sent back waits to be settled: %(idea)s") % {"idea": told.idea}, detail)


def _appeal(told: Telling) -> Words:
    detail = _("Its author was promised an answer by somebody who was not involved.")
    return Words(_("An appeal waits for your answer: %(idea)s") % {"idea": told.idea}, detail)


def _watch(told: Telling) -> Words:
    detail = _("Nobody but people can see whether it has. Where it has, wake the idea and say why.")
    return Words(_("Has what %(idea)s waits for come about?") % {"idea": told.idea}, detail)


def _silent(told: Telling) -> Words:
    detail = _("They were asked again. Write to them, or ask whoever they wrote it with.")
    return Words(_("%(idea)s is parked, and its author does not answer") % {"idea": capital(told.idea)}, detail)


def _without_date(told: Telling) -> Words:
    detail = _("No date lies ahead of it. It is on the list of escalated ideas until somebody moves it on.")
    return Words(_("Nothing is to happen next with %(idea)s") % {"idea": told.idea}, detail)


WORDS: Final[Mapping[NewsKind, Teller]] = {
    NewsKind.RESPONSE_DUE: _response,
    NewsKind.DECISION_DUE: _decision,
    NewsKind.QUESTION_DUE: _question,
    NewsKind.QUESTION_LATE: _question_late,
    NewsKind.REAFFIRMATION_DUE: _reaffirmation,
    NewsKind.BOUNCE_DUE: _bounce,
    NewsKind.APPEAL_DUE: _appeal,
    NewsKind.WATCH_DUE: _watch,
    NewsKind.AUTHOR_SILENT: _silent,
    NewsKind.IDEA_WITHOUT_DATE: _without_date,
}
