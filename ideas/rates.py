"""Limits that one process keeps in its memory: cheap, and good enough where a second write would cost too much.

Source: generic cell rate algorithm (ITU-T I.371), counted in the seconds a full bucket takes to drain.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

MOST_KEYS = 20_000


@dataclass(frozen=True)
class Rate:
    """`limit` acts in `window_seconds`, all at once if wanted, under the name that clients read."""

    name: str
    limit: int
    window_seconds: int


@dataclass(frozen=True)
class Allowance:
    """What is left: `remaining` acts now, `reset_seconds` until the bucket is full, `retry_seconds` (0: allowed)."""

    rate: Rate
    remaining: int
    reset_seconds: int
    retry_seconds: int

    @property
    def is_refused(self) -> bool:
        """Return whether the act was one too many."""
        return self.retry_seconds > 0


class RateLimiter:
    """Counts acts by key; forgets the least recently used keys beyond 20,000."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._full_at: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, rate: Rate, key: str, *, share: int = 1) -> Allowance:
        """Count one act of `key`; a refused act is not counted.

        Args:
            share: how many processes share the limit; each gets its part, at least one act.
        """
        limit = max(1, rate.limit // share)
        step = rate.window_seconds / limit
        with self._lock:
            now = self._clock()
            full_at = max(self._full_at.get((rate.name, key), now), now)
            filled = full_at - now + step
            if filled <= rate.window_seconds + step / 1000:
                self._remember((rate.name, key), now + filled)
                return Allowance(rate, int((rate.window_seconds - filled) / step + 0.001), ceil(filled), 0)
        return Allowance(rate, 0, ceil(filled - step), max(1, ceil(filled - rate.window_seconds)))

    def forget(self) -> None:
        """Start anew."""
        with self._lock:
            self._full_at.clear()

    def _remember(self, key: tuple[str, str], full_at: float) -> None:
        self._full_at[key] = full_at
        self._full_at.move_to_end(key)
        while len(self._full_at) > MOST_KEYS:
            self._full_at.popitem(last=False)


LIMITER = RateLimiter()

# Source: docs/api.md "Limits". Submitting, inviting and exporting are counted as rows instead.
API_CALLS = Rate("api", 600, 60)
VOTES = Rate("vote", 120, 60)
COMMENTS = Rate("comment", 60, 3600)
SEARCHES = Rate("search", 60, 60)
UPLOADS = Rate("upload", 30, 3600)
AUDIT_CHECKS = Rate("audit", 10, 3600)
