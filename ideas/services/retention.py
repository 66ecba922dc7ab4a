"""Removes rows whose time has passed, a thousand at a time. Source: docs/operations.md "How long things are kept"."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.contrib.sessions.models import Session
from django.db import connection, models, transaction

from ideas.models import Attempt, Delivery, HttpIdempotency, RateWindow, SignInLink
from ideas.querysets.clock import StatementTimestamp

BATCH_ROWS = 1000
KEEP_DONE = timedelta(days=30)
KEEP_DEAD = timedelta(days=180)
KEEP_EVENTS_DAYS = 400
KEEP_IDEMPOTENCY_KEYS = timedelta(hours=48)
KEEP_RATE_WINDOWS = timedelta(days=2)
KEEP_SIGN_IN_LINKS = timedelta(days=30)
KEEP_ATTEMPTS = timedelta(days=30)


def prune_old_rows(*, max_batches: int = 20) -> dict[str, int]:
    """Remove what is older than it is kept; return how many rows of each kind went.

    Each batch is a transaction of its own. What `max_batches` leaves behind goes at the next call.
    """
    return {kind: _repeat(prune, max_batches) for kind, prune in _PRUNERS.items()}


def _repeat(prune: Callable[[], int], max_batches: int) -> int:
    total = 0
    for _batch in range(max_batches):
        removed = prune()
        total += removed
        if removed < BATCH_ROWS:
            break
    return total


@transaction.atomic
def _remove(rows: models.QuerySet[models.Model]) -> int:
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH_ROWS])
    rows.model._default_manager.filter(pk__in=keys).delete()
    return len(keys)


def _finished_deliveries() -> int:
    states = [Delivery.State.DONE, Delivery.State.CANCELLED]
    return _remove(Delivery.objects.filter(state__in=states, finished_at__lt=StatementTimestamp() - KEEP_DONE))


def _dead_deliveries() -> int:
    return _remove(Delivery.objects.dead().filter(finished_at__lt=StatementTimestamp() - KEEP_DEAD))


def _events() -> int:
    # The application may not delete events; this function of the owner removes only those past 400 days.
    with connection.cursor() as cursor:
        cursor.execute("select prune_events(make_interval(days => %s), %s)", [KEEP_EVENTS_DAYS, BATCH_ROWS])
        row: tuple[int] = cursor.fetchone()
    return row[0]


def _idempotency_keys() -> int:
    return _remove(HttpIdempotency.objects.filter(created_at__lt=StatementTimestamp() - KEEP_IDEMPOTENCY_KEYS))


def _rate_windows() -> int:
    return _remove(RateWindow.objects.filter(window_start__lt=StatementTimestamp() - KEEP_RATE_WINDOWS))


def _sign_in_links() -> int:
    return _remove(SignInLink.objects.filter(expires_at__lt=StatementTimestamp() - KEEP_SIGN_IN_LINKS))


def _attempts() -> int:
    return _remove(Attempt.objects.filter(at__lt=StatementTimestamp() - KEEP_ATTEMPTS))


def _sessions() -> int:
    return _remove(Session.objects.filter(expire_date__lt=StatementTimestamp()))


_PRUNERS: Final[dict[str, Callable[[], int]]] = {
    "finished_deliveries": _finished_deliveries,
    "dead_deliveries": _dead_deliveries,
    "events": _events,
    "idempotency_keys": _idempotency_keys,
    "rate_windows": _rate_windows,
    "sign_in_links": _sign_in_links,
    "attempts": _attempts,
    "sessions": _sessions,
}
