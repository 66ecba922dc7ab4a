"""Counts how often something is done, in rows, so that limits hold with Valkey down and over all processes."""

from datetime import UTC, datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.exceptions import TooMany

_COUNT = """
    insert into rate_window (key, window_start, count) values (%s, %s, 1)
    on conflict (key, window_start) do update set count = rate_window.count + 1
    returning count
"""
_TAKE_BACK = "update rate_window set count = count - 1 where key = %s and window_start = %s and count > 0"


@transaction.atomic
def count_or_refuse(*, key: str, limit: int, window_seconds: int) -> int:
    """Count one more act under `key` in the present window and return the count, 1 to `limit`.

    Two callers at once are counted one after the other: the row stays locked until the transaction ends. An act that
    is rolled back is not counted.

    Args:
        key: who and what, such as `submit:17`; at most 200 characters.
        limit: acts allowed in one window.
        window_seconds: length of a window; windows begin at multiples of it since 1970.

    Raises:
        TooMany: the window is full (429, `too_many_requests`); `retry_after` is the rest of it in seconds.
    """
    now, began = _window(window_seconds)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, datetime.fromtimestamp(began, tz=UTC)])
        count = int(cursor.fetchone()[0])
    if count > limit:
        raise TooMany(
            _("That was a lot in a short time. Try again a little later."), retry_after=began + window_seconds - now
        )
    return count


def take_back(*, key: str, window_seconds: int) -> None:
    """Count one act less under `key` in the present window; where none was counted, nothing happens."""
    _now, began = _window(window_seconds)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_BACK, [key, datetime.fromtimestamp(began, tz=UTC)])


def _window(window_seconds: int) -> tuple[int, int]:
    """Return now and the beginning of the present window, in seconds since 1970."""
    now = int(timezone.now().timestamp())
    return now, now - now % window_seconds
