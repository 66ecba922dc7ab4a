"""What an idea sleeps for, in words that complete "We look at it again when …"."""

from typing import Final

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas.models import Watch


def watch_words(watch: Watch) -> str:
    """Return what `watch`, whose department is loaded, waits for."""
    return str(_WORDS[watch.kind]) % {
        "day": date_format(watch.on) if watch.on else "",
        "text": watch.text,
        "amount": number_format(watch.amount, use_l10n=True, force_grouping=True) if watch.amount else "",
        "department": watch.department.name if watch.department else "",
        "percent": watch.load_below,
    }


_WORDS: Final[dict[str, Promise]] = {
    Watch.Kind.DATE: _("it is %(day)s"),
    Watch.Kind.CONTRACT_END: _("the contract “%(text)s” ends, on %(day)s"),
    Watch.Kind.COST_BELOW: _("“%(text)s” costs less than %(amount)s"),
    Watch.Kind.POLICY_CHANGE: _("“%(text)s” changes"),
    Watch.Kind.CAPACITY: _("%(department)s carries less than %(percent)s percent of what it can"),
}
