"""News about channels and webhooks."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from ideas.news import NewsKind
from ideas.selectors.news_words.telling import Teller, Telling, Words, endpoint_of


def _failing(told: Telling) -> Words:
    detail = _("Five tries in a row failed. It rests now and is tried again by itself; nothing is lost meanwhile.")
    return Words(_("%(endpoint)s does not answer") % {"endpoint": endpoint_of(told)}, detail)


def _stopped(told: Telling) -> Words:
    endpoint = told.news.endpoint
    return Words(
        _("%(endpoint)s gets no more messages") % {"endpoint": endpoint_of(told)},
        endpoint.stopped_because if endpoint else "",
    )


WORDS: Final[Mapping[NewsKind, Teller]] = {
    NewsKind.ENDPOINT_FAILING: _failing,
    NewsKind.ENDPOINT_STOPPED: _stopped,
}
