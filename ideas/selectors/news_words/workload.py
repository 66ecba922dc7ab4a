"""News about how much work departments have, and whether the rules share it out well."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from ideas.news import NewsKind
from ideas.selectors.news_words.telling import Teller, Telling, Words, department_of


def _busy(told: Telling) -> Words:
    detail = _(
        "In one of the next six weeks more than 75 % of what its people can do is taken. Past that, dates are missed"
        " whoever gets the work: add somebody, raise a capacity, or ask for help now."
    )
    return Words(
        _("%(department)s has more work ahead than it can do in time") % {"department": department_of(told)}, detail
    )


def _bounced(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    detail = _("Say within a working day whether another department is asked instead. Why they think so stands there.")
    return Words(_("%(department)s says that %(idea)s is not for them") % given, detail)


def _settled(told: Telling) -> Words:
    given = {"department": department_of(told), "idea": told.idea}
    detail = _("The answer stands in the history of the idea.")
    return Words(_("It was settled whether %(idea)s is for %(department)s") % given, detail)


def _reported(_told: Telling) -> Words:
    detail = _(
        "Over the last four weeks departments were often asked about what is not theirs, or were often added by hand. The"
        " report says which rule could be changed, and what that would have done. Nothing changes by itself."
    )
    return Words(_("The figures suggest a change of the rules"), detail)


WORDS: Final[Mapping[NewsKind, Teller]] = {
    NewsKind.RULES_REPORTED: _reported,
    NewsKind.DEPARTMENT_BUSY: _busy,
    NewsKind.REVIEW_BOUNCED: _bounced,
    NewsKind.BOUNCE_SETTLED: _settled,
}
