"""News about how much work departments have."""

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


WORDS: Final[Mapping[NewsKind, Teller]] = {NewsKind.DEPARTMENT_BUSY: _busy}
