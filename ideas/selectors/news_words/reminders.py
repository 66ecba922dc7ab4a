"""News about dates that come near or passed."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from ideas.news import NewsKind
from ideas.selectors.news_words.telling import Teller, Telling, Words, capital, department_of


def _soon(told: Telling) -> Words:
    return Words(_("A review is due soon: %(idea)s") % {"idea": told.idea}, _due(told))


def _due_now(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    return Words(_("The answer of %(department)s is due now: %(idea)s") % given, _due(told))


def _asked_for(told: Telling) -> Words:
    return Words(_("Your lead asks for your answer: %(idea)s") % {"idea": told.idea}, _due(told))


def _late(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    detail = _("Have it finished, give it to somebody else, or extend it once with a reason.")
    return Words(_("%(department)s is late: %(idea)s") % given, f"{_was_due(told)} {detail}".strip())


def _idea_late(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    detail = _was_due(told)
    if told.news.idea is not None and told.news.idea.next_answer_at is not None:
        date = told.when(told.news.idea.next_answer_at)
        detail = f"{detail} {_('The answer to your idea is promised by %(date)s.') % {'date': date}}"
    managed = _("The programme manager sees to it.")
    return Words(_("%(department)s is late with its answer on %(idea)s") % given, f"{detail} {managed}".strip())


def _escalated(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    return Words(_("%(department)s is still late: %(idea)s") % given, _was_due(told))


def _left_out(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    detail = _("Its answer was late. Whoever decides accepted the risk; what it is stands on the idea’s page.")
    return Words(_("%(idea)s goes ahead without %(department)s") % {**given, "idea": capital(told.idea)}, detail)


def _risk_due(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    detail = _(
        "You let it go ahead without %(department)s. Look whether the risk still holds; its days stand on the page."
    )
    return Words(_("A risk that you accepted is to be looked at: %(idea)s") % given, detail % given)


def _due(told: Telling) -> str:
    review = told.news.review
    return _("Due %(date)s.") % {"date": told.when(review.due_at)} if review else ""


def _was_due(told: Telling) -> str:
    review = told.news.review
    return _("It was due on %(date)s.") % {"date": told.when(review.due_at)} if review else ""


WORDS: Final[Mapping[NewsKind, Teller]] = {
    NewsKind.REVIEW_SOON: _soon,
    NewsKind.REVIEW_DUE: _due_now,
    NewsKind.REVIEW_ASKED_FOR: _asked_for,
    NewsKind.REVIEW_LATE: _late,
    NewsKind.IDEA_LATE: _idea_late,
    NewsKind.REVIEW_ESCALATED: _escalated,
    NewsKind.ANSWER_LEFT_OUT: _left_out,
    NewsKind.RISK_DUE: _risk_due,
}
