"""The only writer of events and deliveries.

Whatever must happen because of a fact is a `delivery` row in the fact's own transaction; telling a broker about it
afterwards only makes it happen sooner. Source: docs/architecture.md "The outbox".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import connection, transaction
from django.dispatch import Signal

from ideas import realtime
from ideas.correlation import request_id
from ideas.events import DomainEvent
from ideas.models import Delivery, Event
from ideas.realtime import Figures, LiveChange


@dataclass(frozen=True)
class Due:
    """One delivery that may be tried now."""

    delivery_id: int
    consumer: str


@dataclass(frozen=True)
class Fact:
    """What was committed: the event's row (None: only pages are told), the deliveries that are due now, and the live topics that changed."""

    event_id: int | None
    due: tuple[Due, ...]
    live_changes: tuple[LiveChange, ...]


# Sent once for each `record` after its transaction committed, with `fact: Fact`. Receivers may fail; nothing is lost.
facts_committed = Signal()

_BUMP_TALLY = """
    update ideas_ideatally as tally
    set live_version = live_version + 1,
        content_version = case when %s then content_version else live_version + 1 end
    from ideas_idea as idea where idea.id = tally.idea_id and tally.idea_id = %s
    returning tally.live_version, tally.content_version, tally.vote_count, tally.department_count, tally.comment_count,
              idea.ref, idea.stage, idea.visibility
"""


def record(
    event: DomainEvent,
    *,
    due_at: Mapping[str, datetime] | None = None,
    dedupe_key: str | None = None,
    live_changes: tuple[LiveChange, ...] = (),
) -> Event:
    """Write `event` and one delivery for each of its consumers, inside the caller's transaction.

    Args:
        event: the fact. The tally of its idea gets the next live version; the tally row stays locked until commit.
        due_at: when a consumer's delivery becomes due; now for those not named.
        dedupe_key: a second event of the same key is an IntegrityError.
        live_changes: further live topics that changed, besides the idea's own.

    Raises:
        RuntimeError: no transaction is open.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An event must be recorded in the transaction of what it tells.")
    change = _bump(event.idea_id, event.is_told_by_figures) if event.idea_id is not None else None
    row = Event.objects.create(
        type=event.type,
        idea_id=event.idea_id,
        idea_version=change.version if change else None,
        actor_id=event.actor_id,
        request_id=request_id.get(),
        payload=event.payload(),
        dedupe_key=dedupe_key,
    )
    deliveries = _deliveries(row, event.consumers, due_at or {})
    changes = (*((change,) if change else ()), *live_changes)
    due = tuple(Due(one.pk, one.consumer) for one in deliveries if one.consumer not in (due_at or {}))
    fact = Fact(row.pk, due, changes)
    transaction.on_commit(partial(_tell, fact), robust=True)
    return row


def deliver(
    *,
    event: Event,
    consumer: str,
    targets: Iterable[int],
    due_at: datetime | None = None,
    live_changes: tuple[LiveChange, ...] = (),
) -> list[Delivery]:
    """Add one delivery of `event` to `consumer` for each target (endpoint, person, department); existing ones stay.

    Called by handlers that fan out, inside the transaction of what they write.

    Args:
        due_at: when they become due; None: now.
    """
    when = {} if due_at is None else {"due_at": due_at}
    rows = Delivery.objects.bulk_create(
        [Delivery(event=event, consumer=consumer, target_id=target, **when) for target in targets],
        ignore_conflicts=True,
    )
    wanted = [row.target_id for row in rows]
    stored = list(Delivery.objects.unfinished().filter(event=event, consumer=consumer, target_id__in=wanted))
    due = tuple(Due(row.pk, consumer) for row in stored) if due_at is None else ()
    fact = Fact(event.pk, due, live_changes)
    transaction.on_commit(partial(_tell, fact), robust=True)
    return stored


def tell_due(*, event_id: int, due: tuple[Due, ...]) -> None:
    """Ring after commit for deliveries that became due again."""
    transaction.on_commit(partial(_tell, Fact(event_id, due, ())), robust=True)


def tell_pages(*changes: LiveChange) -> None:
    """Tell open pages of changes that are no event, after the caller's transaction commits; may be lost."""
    transaction.on_commit(partial(_tell, Fact(None, (), changes)), robust=True)


def _deliveries(row: Event, consumers: tuple[str, ...], due_at: Mapping[str, datetime]) -> list[Delivery]:
    deliveries = []
    for consumer in consumers:
        delivery = Delivery(event=row, consumer=consumer)
        if consumer in due_at:
            delivery.due_at = due_at[consumer]
        deliveries.append(delivery)
    return Delivery.objects.bulk_create(deliveries) if deliveries else []


def _bump(idea_id: int, is_told_by_figures: bool) -> LiveChange | None:
    """Raise the idea's live version; return what its topic now shows (figures only of open ideas), None without a tally."""
    with connection.cursor() as cursor:
        cursor.execute(_BUMP_TALLY, [is_told_by_figures, idea_id])
        found = cursor.fetchone()
    if found is None:
        return None
    version, content, votes, departments, comments, ref, stage, visibility = found
    is_open = visibility == "open" and stage != "draft"
    figures = Figures(votes, departments, comments, stage, content) if is_open else None
    return LiveChange(realtime.idea_topic(ref), version, figures)


def _tell(fact: Fact) -> None:
    facts_committed.send(sender=Fact, fact=fact)
