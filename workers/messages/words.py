"""Sentences that several kinds of messages share."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.selectors.audit_heads import AuditHeadNews
from ideas.selectors.outside_news import OutsideNews


def digest_heading(news: Sequence[OutsideNews]) -> str:
    """Return the heading of a message about several facts."""
    count = len(news)
    words = ngettext("%(count)d piece of news from Groundswell", "%(count)d pieces of news from Groundswell", count)
    return words % {"count": count}


def digest_rest(count: int) -> str:
    """Return what stands for the facts that found no room."""
    return ngettext("and %(count)d more", "and %(count)d more", count) % {"count": count}


def head_words(news: AuditHeadNews) -> tuple[str, str]:
    """Return heading and sentence of the end of the audit trail; the seal follows on a line of its own."""
    words = _("Row %(seq)s ends the trail now. Whoever keeps its seal can prove that nothing before it was changed.")
    return _("Audit trail, today’s seal"), words % {"seq": news.seq}
