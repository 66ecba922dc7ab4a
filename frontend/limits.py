"""Limits of what pages do often; counted in this process, as for the API."""

from django.conf import settings
from django.utils.translation import gettext as _

from frontend.http import MemberRequest
from ideas.exceptions import TooMany
from ideas.rates import LIMITER, Rate


def count_act(request: MemberRequest, rate: Rate) -> None:
    """Count one act of the reader.

    Raises:
        TooMany: one too many (429, `too_many_requests`).
    """
    allowance = LIMITER.take(rate, f"person:{request.user.pk}", share=settings.WEB_PROCESSES)
    if allowance.is_refused:
        raise TooMany(
            _("That was a lot in a short time. Try again a little later."), retry_after=allowance.retry_seconds
        )
