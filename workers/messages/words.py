"""Sentences that several kinds of messages share."""

from collections.abc import Sequence

from django.utils.translation import ngettext

from ideas.selectors.outside_news import OutsideNews


def digest_heading(news: Sequence[OutsideNews]) -> str:
    """Return the heading of a message about several facts."""
    count = len(news)
    words = ngettext("%(count)d piece of news from Groundswell", "%(count)d pieces of news from Groundswell", count)
    return words % {"count": count}


def digest_rest(count: int) -> str:
    """Return what stands for the facts that found no room."""
    return ngettext("and %(count)d more", "and %(count)d more", count) % {"count": count}
