"""How often a caller may ask. Counted in this process; what must hold over all of them is counted by services.

Source: docs/api.md "Limits"; draft-ietf-httpapi-ratelimit-headers-11.
"""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from api.problems import refused
from ideas.rates import LIMITER, Allowance, Rate


def count_call(rates: Iterable[Rate], caller: str) -> dict[str, str]:
    """Count one call of `caller` under each of `rates`; return the headers that tell what is left.

    Raises:
        RequestRefused: one call too many (429, `too_many_requests`).
    """
    headers: dict[str, str] = {}
    for rate in rates:
        allowance = LIMITER.take(rate, caller, share=settings.WEB_PROCESSES)
        headers = headers_of(allowance)
        if allowance.is_refused:
            headers["Retry-After"] = str(allowance.retry_seconds)
            raise refused(
                429, "too_many_requests", _("That was too often in a short time. Wait and try again."), headers=headers
            )
    return headers


def headers_of(allowance: Allowance) -> dict[str, str]:
    """Return the fields of the draft and their older namesakes."""
    rate = allowance.rate
    return {
        "RateLimit-Policy": f'"{rate.name}";q={rate.limit};w={rate.window_seconds}',
        "RateLimit": f'"{rate.name}";r={allowance.remaining};t={allowance.reset_seconds}',
        "X-RateLimit-Limit": str(rate.limit),
        "X-RateLimit-Remaining": str(allowance.remaining),
        "X-RateLimit-Reset": str(allowance.reset_seconds),
    }
