"""When a delivery that failed is tried again, and when it is given up, as data.

Source: docs/architecture.md "The outbox".
"""

import re
from dataclasses import dataclass
from typing import Final

# Consumers whose effect lies outside the database: mail, chat, webhooks.
OUTSIDE_CONSUMERS: Final = frozenset({"account_mail", "email", "slack", "teams", "webhook"})
INSIDE_WAITS_SECONDS: Final = (1, 2, 4, 8)
_MINUTE = 60
_HOUR = 60 * _MINUTE
OUTSIDE_WAITS_SECONDS: Final = (
    5, 30, 2 * _MINUTE, 10 * _MINUTE, 30 * _MINUTE,
    _HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR, 24 * _HOUR, 24 * _HOUR,
)  # fmt: skip
JITTER: Final = 0.2
LONGEST_RETRY_AFTER_SECONDS: Final = 24 * _HOUR
# The receiver refuses who we are or what we ask for; a third try will not change its mind.
REFUSALS: Final = frozenset({400, 401, 403, 404})
MAX_REFUSALS: Final = 3
MAX_ERROR_CHARS: Final = 500

_SECRETS = (
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)(?:[^\s/@]*@)?([^\s/?#\"'<>]+)[^\s\"'<>]*"), r"\1\2/…"),
    (
        re.compile(r"(?i)\b(token|secret|password|passwd|signature|authorization|api[_-]?key)\b(\s*[=:]\s*)\S+"),
        r"\1\2…",
    ),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "…@…"),
    (re.compile(r"[A-Za-z0-9_+/=-]{32,}"), "…"),
)


@dataclass(frozen=True)
class Failure:
    """Why one try failed.

    `status`: the receiver's answer, where there was one. `retry_after`: seconds that it asked for. `is_final`: no
    further try can succeed.
    """

    error: str
    status: int | None = None
    retry_after: int | None = None
    is_final: bool = False


def max_attempts(consumer: str) -> int:
    """Return how often a delivery to `consumer` is tried before it is given up."""
    waits = OUTSIDE_WAITS_SECONDS if consumer in OUTSIDE_CONSUMERS else INSIDE_WAITS_SECONDS
    return len(waits) + 1


def next_wait(*, consumer: str, attempts: int, failure: Failure, chance: float) -> float | None:
    """Return the seconds until the next try, or None to give up.

    Args:
        attempts: tries so far, this one included (>= 1).
        chance: 0–1, spreads the tries of outside consumers by ± 20 %.
    """
    if failure.is_final or attempts >= max_attempts(consumer):
        return None
    if failure.status in REFUSALS and attempts >= MAX_REFUSALS:
        return None
    if consumer not in OUTSIDE_CONSUMERS:
        return INSIDE_WAITS_SECONDS[attempts - 1]
    wait = OUTSIDE_WAITS_SECONDS[attempts - 1] * (1 - JITTER + 2 * JITTER * chance)
    asked = min(failure.retry_after or 0, LONGEST_RETRY_AFTER_SECONDS)
    return max(wait, asked)


def redact(words: str) -> str:
    """Return the first line of `words` without addresses, secrets and long tokens, at most 500 characters."""
    # Later lines of a database's error quote the row, and with it people's text.
    line = words.strip().partition("\n")[0]
    for pattern, replacement in _SECRETS:
        line = pattern.sub(replacement, line)
    return line[:MAX_ERROR_CHARS]
