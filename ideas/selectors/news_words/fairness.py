"""News about interests and about acting for somebody."""

from collections.abc import Mapping
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ideas.news import NewsKind, NewsReason
from ideas.selectors.news_words.telling import Teller, Telling, Words


def _declared(told: Telling) -> Words:
    detail = _("They cannot answer before you have decided whether they may go on.")
    return Words(_("Somebody named an interest in %(idea)s") % {"idea": told.idea}, detail)


def _decided(told: Telling) -> Words:
    detail = _("Your declaration says what was decided.")
    return Words(_("Your interest in %(idea)s was decided about") % {"idea": told.idea}, detail)


def _striking_asked(told: Telling) -> Words:
    detail = _("You read which one and why, and strike it out or let it stand.")
    return Words(_("Somebody named a supplier by mistake"), detail)


def _stake_settled(told: Telling) -> Words:
    detail = _("What was struck out is on your list no more; beside what stands is written why.")
    return Words(_("A supplier that you named by mistake was decided about"), detail)


def _made(told: Telling) -> Words:
    delegation = told.news.delegation
    if delegation is None:
        return Words(_("Somebody acts for somebody"))
    days = {"first": date_format(delegation.starts_on), "last": date_format(delegation.ends_on)}
    detail = _("From %(first)s to %(last)s.") % days
    if told.news.reason == NewsReason.DELEGATE:
        return Words(_("You act for %(person)s") % {"person": delegation.from_person.name}, detail)
    return Words(_("%(person)s acts for you") % {"person": delegation.to_person.name}, detail)


def _asked(told: Telling) -> Words:
    delegation = told.news.delegation
    if delegation is None:
        return Words(_("Somebody is to act for somebody"))
    names = {"holder": delegation.to_person.name, "giver": delegation.from_person.name}
    detail = _("They do not review for the same department, so it counts when you agree.")
    return Words(_("%(holder)s is to act for %(giver)s") % names, detail)


WORDS: Final[Mapping[NewsKind, Teller]] = {
    NewsKind.DELEGATION_MADE: _made,
    NewsKind.DELEGATION_ASKED: _asked,
    NewsKind.INTEREST_DECLARED: _declared,
    NewsKind.INTEREST_DECIDED: _decided,
    NewsKind.STAKE_STRIKING_ASKED: _striking_asked,
    NewsKind.STAKE_SETTLED: _stake_settled,
}
