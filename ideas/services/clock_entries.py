"""Writes down what happens to clocks, each with the date that holds after it; so every date can be counted again.

Source: docs/review-process.md 3.10.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from ideas.models import ClockEntry, Review, User
from ideas.models.clocks import MAX_REASON_CHARS
from ideas.selectors.clocks import Clock, without_entries


@dataclass(frozen=True)
class Fact:
    """What is written about many clocks at once; by clock: why it stood, and by how many days its date moved."""

    kind: str
    by: User | None
    at: datetime = field(default_factory=timezone.now)
    reason: str = ""
    pause_kinds: Mapping[Clock, str] = field(default_factory=dict)
    days: Mapping[Clock, int] = field(default_factory=dict)


def enter_starts(clocks: Sequence[Clock]) -> None:
    """Write when each of these clocks began and to which date it ran, unless that was written before."""
    _start(without_entries(clocks))


def enter_restarts(clocks: Sequence[Clock]) -> None:
    """Write that each of these clocks begins anew with the date it has now, where something was written of it before."""
    quiet = set(without_entries(clocks))
    _start([one for one in clocks if one not in quiet])


def enter(clocks: Sequence[Clock], fact: Fact) -> list[ClockEntry]:
    """Write one entry for each clock, with the date that holds now."""
    return ClockEntry.objects.bulk_create(
        [
            ClockEntry(
                **_of(clock),
                kind=fact.kind,
                pause_kind=fact.pause_kinds.get(clock, ""),
                at=fact.at,
                due_at=clock.due_at,
                working_days=fact.days.get(clock),
                reason=fact.reason[:MAX_REASON_CHARS],
                by=fact.by,
            )
            for clock in clocks
        ]
    )


def _start(clocks: Sequence[Clock]) -> None:
    ClockEntry.objects.bulk_create(
        ClockEntry(**_of(clock), kind=ClockEntry.Kind.START, at=_began_at(clock), due_at=clock.due_at)
        for clock in clocks
    )


def _of(clock: Clock) -> dict[str, Any]:
    named = {"review_id": clock.pk} if isinstance(clock, Review) else {"promise_id": clock.pk}
    return {"idea_id": clock.idea_id, **named}


def _began_at(clock: Clock) -> datetime:
    return clock.opened_at if isinstance(clock, Review) else clock.made_at
