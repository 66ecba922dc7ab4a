"""News about one's idea as a whole."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from ideas.models import Decision, Promise
from ideas.news import NewsKind
from ideas.selectors.news_words.telling import Teller, Telling, Words, capital, department_of


def _received(told: Telling) -> Words:
    promised = told.news.idea.promises.all() if told.news.idea else ()
    promise = max((one for one in promised if one.kind == Promise.Kind.DECISION), key=_round, default=None)
    detail = _("You have an answer by %(date)s.") % {"date": told.when(promise.due_at)} if promise else ""
    return Words(_("We have your idea %(idea)s") % {"idea": told.idea}, detail)


def _round(promise: Promise) -> int:
    return promise.round


def _named(told: Telling) -> Words:
    return Words(_("You are named in %(idea)s") % {"idea": told.idea}, _("Look whether it says what you mean."))


def _decision(told: Telling) -> Words:
    decision = told.news.decision
    if decision is None:
        return Words(_("There is a decision on %(idea)s") % {"idea": told.idea})
    if told.is_discreet:
        return Words(_("There is a decision on %(idea)s") % {"idea": told.idea})
    given = {"decision": Decision.Kind(decision.kind).label, "idea": told.idea}
    return Words(_("%(decision)s: %(idea)s") % given, told.text(decision.explanation))


def _decision_needed(told: Telling) -> Words:
    return Words(
        _("%(idea)s is ready for your decision") % {"idea": capital(told.idea)},
        _("Every department that must be heard has answered."),
    )


def _edited(told: Telling) -> Words:
    detail = _("Look whether your answer still stands.")
    return Words(_("%(idea)s was changed") % {"idea": capital(told.idea)}, detail)


def _withdrawn(told: Telling) -> Words:
    detail = _("Nothing more needs to be done.")
    return Words(_("%(idea)s was taken back by its author") % {"idea": capital(told.idea)}, detail)


def _department_told(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    return Words(
        _("%(department)s should know of %(idea)s") % given, _("Nothing to answer; it is on its way to others.")
    )


WORDS: Final[Mapping[NewsKind, Teller]] = {
    NewsKind.IDEA_RECEIVED: _received,
    NewsKind.NAMED_AUTHOR: _named,
    NewsKind.DECISION_MADE: _decision,
    NewsKind.DECISION_ANNOUNCED: _decision,
    NewsKind.DEPARTMENT_TOLD: _department_told,
    NewsKind.DECISION_NEEDED: _decision_needed,
    NewsKind.IDEA_EDITED: _edited,
    NewsKind.IDEA_WITHDRAWN: _withdrawn,
}
