"""How the outbox is doing: what waits, what was given up, who gives signs of life."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Max

from ideas.models import Delivery, Heartbeat
from ideas.querysets.clock import StatementTimestamp
from ideas.querysets.deliveries import DeliveryQuerySet
from ideas.selectors.audit import oldest_unsealed_seconds

_RATE_WINDOW_SECONDS = 60


@dataclass(frozen=True)
class Sign:
    """The last sign of life of one process, and its age in seconds."""

    process: str
    at: datetime
    age_seconds: float


@dataclass(frozen=True)
class OutboxHealth:
    """Figures of the outbox at one moment.

    `oldest_due_seconds`: how long the oldest delivery has been due, 0 when none is. `done_per_second`: over the last
    minute. `open_by_attempts`: tries so far -> open deliveries. `unsealed_seconds`: how long the oldest audit row has
    waited to be sealed, 0 when none does.
    """

    open_count: int
    oldest_due_seconds: float
    dead_count: int
    done_per_second: float
    open_by_attempts: dict[int, int]
    signs: tuple[Sign, ...]
    unsealed_seconds: float


def outbox_health() -> OutboxHealth:
    """Return the figures now; six queries, each on a partial index."""
    dead = Delivery.objects.dead().count()
    since = StatementTimestamp() - timedelta(seconds=_RATE_WINDOW_SECONDS)
    done = Delivery.objects.filter(state=Delivery.State.DONE, finished_at__gt=since).count()
    attempts = dict(
        Delivery.objects.unfinished().values_list("attempts").annotate(number=Count("pk")).order_by("attempts")
    )
    return OutboxHealth(
        open_count=sum(attempts.values()),
        oldest_due_seconds=oldest_due_seconds(),
        dead_count=dead,
        done_per_second=done / _RATE_WINDOW_SECONDS,
        open_by_attempts=attempts,
        signs=_signs(),
        unsealed_seconds=oldest_unsealed_seconds(),
    )


def oldest_due_seconds(*, is_outside: bool | None = None) -> float:
    """Return how long the oldest delivery that could be tried now has been due, 0 when there is none.

    Args:
        is_outside: only deliveries to the outside, or only those inside; None: all.
    """
    rows = Delivery.objects.due()
    return _oldest(rows if is_outside is None else rows.to_outside(is_outside))


def _oldest(rows: DeliveryQuerySet) -> float:
    age: timedelta | None = rows.aggregate(age=Max(StatementTimestamp() - F("due_at")))["age"]
    return age.total_seconds() if age else 0.0


def _signs() -> tuple[Sign, ...]:
    rows = Heartbeat.objects.annotate(age=StatementTimestamp() - F("at")).order_by("process")
    return tuple(Sign(row.process, row.at, row.age.total_seconds()) for row in rows)
