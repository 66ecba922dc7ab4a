"""News about what goes deeper than one department's answer."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from ideas.news import NewsKind
from ideas.selectors.news_words.telling import Teller, Telling, Words, department_of


def _turned(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    detail = _("What it recommends is another thing now. Read it before you decide.")
    return Words(_("%(department)s has changed its answer on %(idea)s") % given, detail)


def _second_reading(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    detail = _("At this tier a second person of the department reads it before the decision. Say whether you agree.")
    return Words(_("Read the answer of %(department)s on %(idea)s a second time") % given, detail)


def _stuck(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    detail = _("The decision waits for a second pair of eyes. Add somebody to the department, or ask for help.")
    return Words(_("Nobody in %(department)s can read its answer on %(idea)s a second time") % given, detail)


def _ballot_opened(told: Telling) -> Words:
    detail = _("Read what the departments say and vote within five working days. Your deputy may vote for you.")
    return Words(_("The board votes on %(idea)s") % {"idea": told.idea}, detail)


def _ballot_extended(told: Telling) -> Words:
    detail = _("Too few have voted, so the vote stays open for five more working days.")
    return Words(_("Your vote on %(idea)s is missing") % {"idea": told.idea}, detail)


def _ballot_closed(told: Telling) -> Words:
    detail = _("Read how it voted, decide a tie if there is one, and write the decision.")
    return Words(_("The board has voted on %(idea)s") % {"idea": told.idea}, detail)


def _stop_asked(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    detail = _("The other departments wait for one working day. Read why, and say whether it stops there.")
    return Words(_("%(department)s asks to stop %(idea)s early") % given, detail)


def _stop_confirmed(told: Telling) -> Words:
    detail = _("It was stopped early, so your answer is not needed any more. Thank you for your work on it.")
    return Words(_("No answer needed any more on %(idea)s") % {"idea": told.idea}, detail)


def _reaffirm(told: Telling) -> Words:
    detail = _("Read what is different. One click says that your answer stands; you may change it too.")
    return Words(_("%(idea)s was changed after you had answered on it") % {"idea": told.idea}, detail)


WORDS: Final[Mapping[NewsKind, Teller]] = {
    NewsKind.ANSWER_TURNED: _turned,
    NewsKind.STOP_ASKED: _stop_asked,
    NewsKind.STOP_CONFIRMED: _stop_confirmed,
    NewsKind.BALLOT_OPENED: _ballot_opened,
    NewsKind.BALLOT_EXTENDED: _ballot_extended,
    NewsKind.BALLOT_CLOSED: _ballot_closed,
    NewsKind.REAFFIRMATION_ASKED: _reaffirm,
    NewsKind.SECOND_READING: _second_reading,
    NewsKind.SECOND_READING_STUCK: _stuck,
}
