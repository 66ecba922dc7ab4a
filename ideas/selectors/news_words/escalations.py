"""News about late answers, and about what people did about them."""

from collections.abc import Mapping
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ideas.news import NewsKind
from ideas.selectors.news_words.telling import Teller, Telling, Words, capital, department_of


def _extended(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    review = told.news.review
    detail = (
        _("It now answers by %(date)s. Why stands on the idea’s page.") % {"date": told.when(review.due_at)}
        if review
        else ""
    )
    return Words(_("%(department)s has more time: %(idea)s") % given, detail)


def _escalated(told: Telling) -> Words:
    row = told.news.escalation
    return Words(
        _("Its author asks further up for an answer: %(idea)s") % {"idea": told.idea},
        told.text(row.reason) if row else "",
    )


def _ended(told: Telling) -> Words:
    row, given = told.news.escalation, {"idea": told.idea}
    headline = _("Somebody acted upon what you escalated: %(idea)s") % given
    if row is None or not row.ended_because:
        return Words(headline)
    if row.ended_because == row.Ending.STAGE_OVER:
        headline = _("What you escalated is over: %(idea)s") % given
    return Words(headline, _("%(what)s.") % {"what": capital(str(row.get_ended_because_display()))})


def _missed(told: Telling) -> Words:
    return Words(
        _("A promised date was missed, and nobody has written to the author: %(idea)s") % {"idea": told.idea},
        _("Say why, and by when the answer comes now. You are asked once each working day until somebody does."),
    )


def _apology(told: Telling) -> Words:
    row, given = told.news.apology, {"idea": told.idea}
    headline = _("We missed a date: %(idea)s") % given
    if row is None:
        return Words(headline)
    words = {"name": row.by.name, "date": date_format(row.new_on)}
    detail = _("%(name)s writes to the author, and names %(date)s as the new date.") % words
    return Words(headline, " ".join(filter(None, (detail, told.text(row.text)))))


WORDS: Final[Mapping[NewsKind, Teller]] = {
    NewsKind.REVIEW_EXTENDED: _extended,
    NewsKind.IDEA_ESCALATED: _escalated,
    NewsKind.ESCALATION_ENDED: _ended,
    NewsKind.PROMISE_MISSED: _missed,
    NewsKind.APOLOGY_WRITTEN: _apology,
    NewsKind.DATE_RENEWED: _apology,
}
