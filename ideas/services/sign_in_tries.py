"""Counts wrong passwords, in rows, so that the limits hold over all processes and networks and with Valkey down."""

import hashlib
from typing import Final

from django.db import transaction

from ideas.services.rate_limits import count_or_refuse, take_back

WINDOW_SECONDS: Final = 15 * 60
TRIES_OF_A_NETWORK: Final = 5
TRIES_OF_AN_ACCOUNT: Final = 20
TRIES_OF_A_BROWSER: Final = 5
RESETS_OF_AN_ACCOUNT: Final = 5


@transaction.atomic
def count_sign_in_try(*, email: str, network: str, browser: str | None = None) -> tuple[str, ...]:
    """Count one try to sign in and return under which keys, for `forgive_sign_in_try`.

    From a browser that the account does not know, the account takes 5 tries in 15 minutes from one network and 20 from
    all networks together. A browser in which its person signed in before has 5 tries of its own, so a stranger who uses
    up the others does not keep the person out. It makes no difference whether anybody has the address.

    Args:
        network: an IPv4 address, or the first 64 bits of an IPv6 address.
        browser: the id that this browser was given when this very account was signed in there.

    Raises:
        TooMany: one of these limits is reached; the try is not counted (429, `too_many_requests`).

    Source: docs/permissions.md "Signing in".
    """
    account = account_key(email)
    lanes = (
        {f"sign-in:{account}:browser:{browser}": TRIES_OF_A_BROWSER}
        if browser
        else {f"sign-in:{account}:{network}": TRIES_OF_A_NETWORK, f"sign-in:{account}": TRIES_OF_AN_ACCOUNT}
    )
    for key, limit in lanes.items():
        count_or_refuse(key=key, limit=limit, window_seconds=WINDOW_SECONDS)
    return tuple(lanes)


@transaction.atomic
def forgive_sign_in_try(*, keys: tuple[str, ...]) -> None:
    """Take back a try that turned out to be right: only wrong passwords count."""
    for key in keys:
        take_back(key=key, window_seconds=WINDOW_SECONDS)


def count_reset(*, email: str) -> None:
    """Count that somebody asked for a new password for this address: 5 times in 15 minutes, from wherever.

    Raises:
        TooMany: the limit is reached (429, `too_many_requests`).
    """
    count_or_refuse(key=f"reset:{account_key(email)}", limit=RESETS_OF_AN_ACCOUNT, window_seconds=WINDOW_SECONDS)


def account_key(email: str) -> str:
    """Return what stands for an address in keys and cookies: nobody reads the address from it at a glance."""
    return hashlib.sha256(email.strip().lower().encode("utf-8", "replace")).hexdigest()[:32]
