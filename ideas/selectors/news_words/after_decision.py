"""News about what follows a decision."""

from collections.abc import Mapping
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ideas.models import Outcome
from ideas.news import NewsKind
from ideas.selectors.news_words.telling import Teller, Telling, Words, capital


def _reopened(told: Telling) -> Words:
    row = told.news.reopening
    detail = told.text(row.text) if row else ""
    return Words(_("%(idea)s is looked at again") % {"idea": capital(told.idea)}, detail)


def _appealed(told: Telling) -> Words:
    row = told.news.appeal
    headline = _("An appeal waits for your answer: %(idea)s") % {"idea": told.idea}
    if row is None:
        return Words(headline)
    due = _("Answer by %(date)s.") % {"date": told.when(row.due_at)}
    return Words(headline, f"{told.text(row.text)} {due}".strip())


def _refused(told: Telling) -> Words:
    row = told.news.appeal
    detail = told.text(row.reasons) if row else ""
    return Words(_("Your appeal was refused: %(idea)s") % {"idea": told.idea}, detail)


def _owner(told: Telling) -> Words:
    return Words(_("%(idea)s is yours to see to") % {"idea": capital(told.idea)}, _("Say on its page when it begins."))


def _outcome(told: Telling) -> Words:
    row = told.news.outcome
    if row is None:
        return Words(_("There is something new about %(idea)s") % {"idea": told.idea})
    given = {"step": Outcome.Step(row.stage).label, "idea": told.idea}
    return Words(_("%(step)s: %(idea)s") % given, told.text(row.note))


def _condition(told: Telling) -> Words:
    row = told.news.condition
    headline = _("A condition of %(idea)s waits for you") % {"idea": told.idea}
    if row is None:
        return Words(headline)
    due = _("It is due on %(date)s.") % {"date": date_format(row.due_on)} if row.due_on else ""
    return Words(headline, f"{told.text(row.text)} {due}".strip())


WORDS: Final[Mapping[NewsKind, Teller]] = {
    NewsKind.OWN_IDEA_REOPENED: _reopened,
    NewsKind.IDEA_REOPENED: _reopened,
    NewsKind.CONDITION_DUE: _condition,
    NewsKind.OWNER_NAMED: _owner,
    NewsKind.OWN_IDEA_OUTCOME: _outcome,
    NewsKind.IDEA_OUTCOME: _outcome,
    NewsKind.APPEAL_FILED: _appealed,
    NewsKind.APPEAL_REFUSED: _refused,
}
