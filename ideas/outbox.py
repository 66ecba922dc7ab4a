"""The only writer of events and deliveries.

Whatever must happen because of a fact is a `delivery` row in the fact's own transaction; telling a broker about it
afterwards only makes it happen sooner. A fact is one statement: the idea's next live version, the event and its
deliveries. Source: docs/architecture.md "The outbox".
"""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.db import connection, transaction
from django.dispatch import Signal

from ideas import realtime
from ideas.correlation import request_id
from ideas.events import DomainEvent
from ideas.models import Event, IdeaTally
from ideas.outbox_statements import DELIVER, RECORD, RECORD_ALL, RECORD_COUNTED
from ideas.realtime import Figures, LiveChange


@dataclass(frozen=True)
class Due:
    """One delivery that may be tried now. `was_tried`: an earlier try ended without a result, so it runs alone."""

    delivery_id: int
    consumer: str
    was_tried: bool = False


@dataclass(frozen=True)
class Fact:
    """What was committed: the event's row (None: several, or only pages are told), its due deliveries, the topics that changed."""

    event_id: int | None
    due: tuple[Due, ...]
    live_changes: tuple[LiveChange, ...]


@dataclass(frozen=True)
class TallyChange:
    """Statements that count something in the tally of one idea, for `record_counted`.

    `changed` inserts or deletes what is counted; its rows tell whether anything changed. `counted` updates
    `ideas_ideatally as tally` from `changed` and `ideas_idea as idea`, raises `live_version` by the number of those rows,
    and ends in `outbox_statements.RETURNING_TALLY`. Both read `values`.
    """

    changed: str
    counted: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Counted:
    """The tally after a change, and whether there was one."""

    tally: IdeaTally
    is_changed: bool


@dataclass(frozen=True)
class Dispatch:
    """One delivery to add: `due_at` None is now. `target_id`: endpoint, person, department, news."""

    event_id: int
    consumer: str
    target_id: int
    due_at: datetime | None = None


# Sent once for each `record` after its transaction committed, with `fact: Fact`. Receivers may fail; nothing is lost.
facts_committed = Signal()

_SCHEMA_VERSION: Final = 1


def record(
    event: DomainEvent,
    *,
    due_at: Mapping[str, datetime] | None = None,
    dedupe_key: str | None = None,
    live_changes: tuple[LiveChange, ...] = (),
) -> Event:
    """Write `event` and one delivery for each of its consumers, inside the caller's transaction: one statement.

    Args:
        event: the fact. The tally of its idea gets the next live version; the tally row stays locked until commit.
        due_at: when a consumer's delivery becomes due; now for those not named.
        dedupe_key: a second event of the same key is an IntegrityError.
        live_changes: further live topics that changed, besides the idea's own.

    Raises:
        RuntimeError: no transaction is open.
    """
    values = _values(event, due_at=due_at or {}, dedupe_key=dedupe_key)
    event_id, due, *tally = _row(RECORD, values)
    known = [Due(*one) for one in due or () if one[1] not in (due_at or {})]
    changes = (_live_change(tally),) if tally[0] is not None else ()
    _tell_later(Fact(event_id, tuple(known), (*changes, *live_changes)))
    return Event(pk=event_id, event_id=values["event_uuid"], type=event.type, idea_id=event.idea_id)


def record_counted(event: DomainEvent, *, change: TallyChange) -> Counted:
    """Count `change` in the idea's tally and, where it changed anything, write `event`: one statement for all of it.

    The caller holds the lock on the tally.

    Raises:
        RuntimeError: no transaction is open.
    """
    values = {**_values(event, due_at={}, dedupe_key=None), **change.values}
    event_id, due, *tally = _row(RECORD_COUNTED.format(changed=change.changed, counted=change.counted), values)
    if event_id is not None:
        _tell_later(Fact(event_id, tuple(Due(*one) for one in due or ()), (_live_change(tally),)))
    return Counted(_tally(tally), event_id is not None)


def record_all(
    events: Sequence[DomainEvent],
    *,
    dedupe_keys: Sequence[str | None] | None = None,
    request_ids: Sequence[uuid.UUID | None] | None = None,
    live_changes: tuple[LiveChange, ...] = (),
) -> None:
    """Write many facts and their deliveries like `record`, in one statement; pages hear of each idea once.

    Args:
        request_ids: the request that each goes back to, where that is not the present one.

    The caller holds the locks on the ideas, so that two of these never wait for each other's tallies.

    Raises:
        RuntimeError: no transaction is open.
    """
    if not events:
        return
    due, tallies = _row(RECORD_ALL, _values_of_all(events, dedupe_keys, request_ids))
    changes = tuple(_live_change(one) for one in tallies or ())
    _tell_later(Fact(None, tuple(Due(*one) for one in due or ()), (*changes, *live_changes)))


def deliver(
    *,
    event_id: int,
    consumer: str,
    targets: Iterable[int],
    due_at: datetime | None = None,
) -> None:
    """Add one delivery of an event to `consumer` for each target (endpoint, person, department); existing ones stay.

    Args:
        due_at: when they become due; None: now.
    """
    deliver_all([Dispatch(event_id, consumer, target, due_at) for target in targets])


def deliver_all(wanted: Sequence[Dispatch], *, live_changes: tuple[LiveChange, ...] = ()) -> None:
    """Add these deliveries in one statement; existing ones stay as they are.

    Called by handlers that fan out, inside the transaction of what they write.
    """
    due: tuple[Due, ...] = ()
    if wanted:
        columns = [[getattr(one, name) for one in wanted] for name in ("event_id", "consumer", "target_id", "due_at")]
        with connection.cursor() as cursor:
            cursor.execute(DELIVER, columns)
            due = tuple(Due(key, consumer) for key, consumer, is_due in cursor.fetchall() if is_due)
    if due or live_changes:
        _tell_later(Fact(None, due, live_changes))


def tell_due(*, event_id: int, due: tuple[Due, ...]) -> None:
    """Ring after commit for deliveries that became due again."""
    _tell_later(Fact(event_id, due, ()))


def tell_pages(*changes: LiveChange) -> None:
    """Tell open pages of changes that are no event, after the caller's transaction commits; may be lost."""
    _tell_later(Fact(None, (), changes))


def _values(event: DomainEvent, *, due_at: Mapping[str, datetime], dedupe_key: str | None) -> dict[str, Any]:
    return {
        "event_uuid": uuid.uuid4(),
        "type": event.type,
        "schema": _SCHEMA_VERSION,
        "idea": event.idea_id,
        "actor": event.actor_id,
        "request": request_id.get(),
        "payload": json.dumps(event.payload()),
        "dedupe_key": dedupe_key,
        "by_figures": event.is_told_by_figures,
        "consumers": list(event.consumers),
        "due_at": [due_at.get(consumer) for consumer in event.consumers],
    }


def _values_of_all(
    events: Sequence[DomainEvent],
    dedupe_keys: Sequence[str | None] | None,
    request_ids: Sequence[uuid.UUID | None] | None,
) -> dict[str, Any]:
    keys = [uuid.uuid4() for _event in events]
    wanted = [(key, consumer) for key, event in zip(keys, events, strict=True) for consumer in event.consumers]
    return {
        "event_uuids": keys,
        "types": [event.type for event in events],
        "schema": _SCHEMA_VERSION,
        "ideas": [event.idea_id for event in events],
        "actors": [event.actor_id for event in events],
        "payloads": [json.dumps(event.payload()) for event in events],
        "dedupe_keys": list(dedupe_keys) if dedupe_keys is not None else [None] * len(events),
        "by_figures": [event.is_told_by_figures for event in events],
        "requests": list(request_ids) if request_ids is not None else [request_id.get()] * len(events),
        "wanted_by": [key for key, _consumer in wanted],
        "consumers": [consumer for _key, consumer in wanted],
    }


def _row(statement: str, values: Mapping[str, Any]) -> list[Any]:
    if not connection.in_atomic_block:
        raise RuntimeError("An event must be recorded in the transaction of what it tells.")
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchone())


def _live_change(row: Sequence[Any]) -> LiveChange:
    """Return what the idea's topic now shows (figures only of open ideas), from the columns of `outbox_statements.RETURNING_TALLY`."""
    _idea, version, content, votes, departments, comments, _heat, _takes, ref, stage, visibility = row
    is_open = visibility == "open" and stage != "draft"
    figures = Figures(votes, departments, comments, stage, content) if is_open else None
    return LiveChange(realtime.idea_topic(ref), version, figures)


def _tally(row: Sequence[Any]) -> IdeaTally:
    idea, version, content, votes, departments, comments, heat, takes_votes, *_idea = row
    return IdeaTally(
        idea_id=idea,
        vote_count=votes,
        department_count=departments,
        comment_count=comments,
        heat=heat,
        takes_votes=takes_votes,
        live_version=version,
        content_version=content,
    )


def _tell_later(fact: Fact) -> None:
    transaction.on_commit(partial(_tell, fact), robust=True)


def _tell(fact: Fact) -> None:
    facts_committed.send(sender=Fact, fact=fact)
