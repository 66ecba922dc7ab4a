"""News about reviews."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from ideas.news import NewsKind
from ideas.selectors.news_words.telling import Teller, Telling, Words, department_of


def _answered(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    detail = _("What it says is shown with the decision, when every department has answered.")
    return Words(_("%(department)s has answered on %(idea)s") % given, detail)


def _assigned(told: Telling) -> Words:
    review = told.news.review
    if review is None:
        return Words(_("A review of %(idea)s is yours") % {"idea": told.idea})
    given = {"department": review.department.name, "idea": told.idea}
    why = told.text(_("Asked because: %(why)s.") % {"why": review.why.rstrip(". ")})
    is_theirs = review.owner_id == told.news.person_id
    due = _("Due %(date)s.") % {"date": told.when(review.due_at)} if is_theirs else _("It is not yours any more.")
    return Words(_("Review needed from %(department)s: %(idea)s") % given, f"{why} {due}".strip())


def _unassignable(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    detail = _("Everybody who could is away, wrote it, or is of the author’s team. Add somebody, or ask for help.")
    return Words(_("Nobody in %(department)s can review %(idea)s") % given, detail)


WORDS: Final[Mapping[NewsKind, Teller]] = {
    NewsKind.FIRST_RESPONSE: _answered,
    NewsKind.REVIEW_ANSWERED: _answered,
    NewsKind.REVIEW_ASSIGNED: _assigned,
    NewsKind.REVIEW_UNASSIGNABLE: _unassignable,
}
