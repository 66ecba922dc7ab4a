"""Stops and goes of the clocks of reviews and promises; each is written down, so any date can be counted again.

Source: docs/review-process.md 3.10.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ideas import outbox
from ideas.events.clocks import ClockPaused, ClockResumed
from ideas.models import ClockEntry, Idea, Promise, Review, User
from ideas.policies.reviews import OPEN_STATES
from ideas.routing.clock import due_at, working_days_between, working_days_moved
from ideas.selectors.clocks import CAP_WORKING_DAYS, Clock, calendars_by_id, days_paused, without_entries
from ideas.services.clock_entries import Fact, enter, enter_starts
from ideas.workflow import OPEN_STAGES

PauseKind = Review.PausedFor
FOR_AUTHOR = (PauseKind.QUESTION, PauseKind.PARKED)


@transaction.atomic
def pause_reviews(*, reviews: Sequence[Review], kind: str, by: User | None, reason: str) -> list[Review]:
    """Stop the clocks of those `reviews` that are open and run; one that stands already is left as it is.

    The caller holds the locks of their ideas. A question to the author, and parking, also stop the promised decision
    of the idea; a block does not. As many statements for fifty reviews as for one.

    Args:
        kind: `question` (counts against the cap), `block` or `parked`.

    Returns the reviews that were stopped; they count no open points.

    Emits: ClockPaused for each idea.
    """
    rows = _locked(reviews, Q(paused_at__isnull=True))
    if not rows:
        return []
    now = timezone.now()
    _set_pause(rows, now, kind)
    stopped: list[Clock] = [*rows, *(_pause_promises(rows, now) if kind in FOR_AUTHOR else ())]
    enter_starts(stopped)
    fact = Fact(ClockEntry.Kind.PAUSE, by, now, reason, pause_kinds=dict.fromkeys(stopped, kind))
    _tell(ClockPaused, enter(stopped, fact), by)
    return rows


@transaction.atomic
def resume_reviews(*, reviews: Sequence[Review], by: User | None, kind: str | None = None) -> list[Review]:
    """Let the clocks of those `reviews` that stand go on; each date moves by the working days that passed meanwhile.

    Questions move a clock by at most ten working days a round; days beyond count as worked. The promise goes on when
    no review of the idea stands for the author any more, and moves on its own calendar. The caller holds the locks of
    their ideas. Reviews that were answered or cancelled meanwhile are left alone.

    Args:
        kind: only those that stand for this; None all.

    Returns the reviews that go on.

    Emits: ClockResumed for each idea.
    """
    rows = _locked(reviews, Q(paused_at__isnull=False) & (Q(paused_for=kind) if kind else Q()))
    if not rows:
        return []
    fact = Fact(ClockEntry.Kind.RESUME, by)
    kinds: dict[Clock, str] = {row: row.paused_for for row in rows}
    days = _move(rows, kinds, fact.at)
    entries = enter(rows, replace(fact, pause_kinds=kinds, days=days))
    _set_pause(rows, None, "")
    _resume_promises(rows, kinds, fact)
    _tell(ClockResumed, entries, by)
    return rows


@transaction.atomic
def stop_clocks(*, reviews: Sequence[Review], by: User | None) -> None:
    """Note that these reviews are answered or given up, and let the promise go on where one of them held it.

    The caller holds the locks of their ideas and has stored the reviews' states. A clock that never stood needs no
    entry: its review says when it ended.
    """
    rows = list(Review.objects.filter(pk__in=[one.pk for one in reviews]).select_for_update(no_key=True).order_by("pk"))
    quiet = {one.pk for one in without_entries(rows)}
    rows = [row for row in rows if row.pk not in quiet]
    if not rows:
        return
    fact = Fact(ClockEntry.Kind.STOP, by)
    standing = [row for row in rows if row.paused_at is not None]
    kinds: dict[Clock, str] = {row: row.paused_for for row in standing}
    _set_pause(standing, None, "")
    enter(rows, fact)
    _resume_promises(standing, kinds, replace(fact, kind=ClockEntry.Kind.RESUME))


@transaction.atomic
def extend_clock(*, review: Review, until: datetime, by: User | None, reason: str) -> Review:
    """Give a review time `until`, closing time of a working day of its calendar; part of a service that locks it."""
    calendar = calendars_by_id({review.calendar_id})[review.calendar_id]
    days = working_days_between(calendar, review.due_at, until)
    enter_starts([review])
    review.due_at = until
    review.save(update_fields=["due_at"])
    enter([review], Fact(ClockEntry.Kind.EXTENDED, by, reason=reason, days={review: days}))
    return review


def move_nearer(*, dates: Mapping[Review, datetime], reason: str) -> list[ClockEntry]:
    """Give each of these locked reviews the date that is due to it where that is earlier; part of a service.

    Returns what was written down, one entry for each that moved.
    """
    moved = [review for review, date in dates.items() if date < review.due_at]
    if not moved:
        return []
    calendars = calendars_by_id({one.calendar_id for one in moved})
    enter_starts(moved)
    days: dict[Clock, int] = {}
    for one in moved:
        days[one] = working_days_moved(calendars[one.calendar_id], one.due_at, dates[one])
        one.due_at = dates[one]
    Review.objects.bulk_update(moved, ["due_at"])
    return enter(moved, Fact(ClockEntry.Kind.RECOMPUTED, None, reason=reason, days=days))


@transaction.atomic
def keep_promise(*, idea: Idea, kind: str, at: datetime, by: User | None) -> None:
    """Note that what was promised for the present round happened at `at`; the first time counts.

    The caller holds the lock on the idea's row. A promise whose date passed before is broken and stays so; when it was
    fulfilled at last is kept beside it.
    """
    rows = Promise.objects.select_for_update().filter(idea=idea, round=idea.round, kind=kind, kept_at__isnull=True)
    for promise in rows:
        was_judged = promise.broken_at is not None
        is_late = promise.paused_at is None and at > promise.due_at
        promise.kept_at, promise.broken_at = at, promise.broken_at or (promise.due_at if is_late else None)
        promise.save(update_fields=["kept_at", "broken_at"])
        if not was_judged:
            enter([promise], Fact(ClockEntry.Kind.BROKEN if is_late else ClockEntry.Kind.KEPT, by, at))


@transaction.atomic
def break_promises(*, at_most: int = 500) -> int:
    """Note each promise whose date passed while its idea waits; return how many. Run twice, each is noted once."""
    now = timezone.now()
    late = Promise.objects.filter(
        kept_at__isnull=True,
        broken_at__isnull=True,
        paused_at__isnull=True,
        due_at__lt=now,
        idea__stage__in=OPEN_STAGES,
    )
    rows = list(late.select_for_update(of=("self",), skip_locked=True, no_key=True).order_by("due_at", "id")[:at_most])
    for row in rows:
        row.broken_at = row.due_at
    Promise.objects.bulk_update(rows, ["broken_at"])
    enter(rows, Fact(ClockEntry.Kind.BROKEN, None, now))
    return len(rows)


def _locked(reviews: Iterable[Review], wanted: Q) -> list[Review]:
    rows = Review.objects.filter(wanted, pk__in=[one.pk for one in reviews], state__in=OPEN_STATES)
    return list(rows.select_for_update(no_key=True).order_by("pk"))


def _set_pause(rows: list[Review], at: datetime | None, kind: str) -> None:
    for row in rows:
        row.paused_at, row.paused_for = at, kind
    Review.objects.bulk_update(rows, ["paused_at", "paused_for", "due_at"])


def _pause_promises(reviews: list[Review], now: datetime) -> list[Promise]:
    rows = _promises_of(reviews).filter(paused_at__isnull=True, kept_at__isnull=True)
    promises = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    for promise in promises:
        promise.paused_at = now
    Promise.objects.bulk_update(promises, ["paused_at"])
    return promises


def _resume_promises(reviews: list[Review], kinds: Mapping[Clock, str], fact: Fact) -> None:
    """Let the promise go on where no review of its idea stands for the author any more."""
    held = {row.idea_id: kinds[row] for row in reviews if kinds[row] in FOR_AUTHOR}
    if not held:
        return
    standing = Review.objects.filter(idea__in=held, paused_for__in=FOR_AUTHOR).values("idea")
    rows = _promises_of(reviews).filter(paused_at__isnull=False).exclude(idea__in=standing)
    promises = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    promise_kinds: dict[Clock, str] = {promise: held[promise.idea_id] for promise in promises}
    days = _move(promises, promise_kinds, fact.at)
    for promise in promises:
        promise.paused_at = None
        Idea.objects.filter(pk=promise.idea_id, next_answer_at__isnull=False).update(next_answer_at=promise.due_at)
    Promise.objects.bulk_update(promises, ["paused_at", "due_at"])
    enter(promises, replace(fact, pause_kinds=promise_kinds, days=days))


def _promises_of(reviews: Iterable[Review]) -> QuerySet[Promise]:
    """The promised decisions of the rounds to which these reviews belong."""
    rounds = Q(pk__in=[])
    for idea_id, number in sorted({(one.idea_id, one.round) for one in reviews}):
        rounds |= Q(idea=idea_id, round=number)
    return Promise.objects.filter(rounds, kind=Promise.Kind.DECISION)


def _move(clocks: Sequence[Clock], kinds: Mapping[Clock, str], now: datetime) -> dict[Clock, int]:
    """Set the later dates in memory; return by how many working days each moved."""
    calendars = calendars_by_id({one.calendar_id for one in clocks})
    used = days_paused(clocks)
    moved: dict[Clock, int] = {}
    for clock in clocks:
        calendar = calendars[clock.calendar_id]
        days = working_days_between(calendar, clock.paused_at or now, now)
        if kinds[clock] == PauseKind.QUESTION:
            days = min(days, CAP_WORKING_DAYS - used[clock])
        clock.due_at = due_at(calendar, clock.due_at, days)
        moved[clock] = days
    return moved


def _tell(event: type[ClockPaused] | type[ClockResumed], entries: Sequence[ClockEntry], by: User | None) -> None:
    outbox.record_all(
        [
            event(
                idea_id=one.idea_id,
                actor_id=by.pk if by else None,
                review_id=one.review_id,
                clock_entry_id=one.pk,
                pause_kind=one.pause_kind,
            )
            for one in entries
            if one.review_id is not None
        ]
    )
