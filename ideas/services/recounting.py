"""Counts open dates anew after a working calendar was changed.

Source: docs/review-process.md 3.10.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from ideas import outbox
from ideas.events.clocks import DateRecounted
from ideas.models import Calendar, CalendarEdition, ClockEntry, Idea, Promise, Review, ReviewDependency
from ideas.routing.clock import WorkingCalendar, recounted, working_days_moved
from ideas.selectors.clocks import Clock, calendars_by_id
from ideas.selectors.recounting import editions_of, open_promises, open_reviews
from ideas.services.audit import record_audits
from ideas.services.clock_entries import Fact, enter, enter_starts

MOST_AT_ONCE: Final = 200


def keep_edition(*, calendar: Calendar) -> None:
    """Remember how `calendar`, whose row the caller holds, reads before it changes. Two queries."""
    CalendarEdition.objects.get_or_create(
        calendar=calendar,
        version=calendar.version,
        defaults={
            "time_zone": calendar.time_zone,
            "weekdays": calendar.weekdays,
            "opens_at": calendar.opens_at,
            "closes_at": calendar.closes_at,
            "days_off": sorted(calendar.holidays.values_list("on", flat=True)),
        },
    )


def recount_dates() -> int:
    """Count the open dates of changed calendars anew, at most 200 reviews and 200 promises a run; return how many moved.

    The number of working days stays. A promise never comes nearer; a review may, and its owner is told; until when it
    waits for another moves with it. Dates made before versions of calendars were kept stay as they are. Run twice, or
    twice at once, each date moves once.

    Emits: DateRecounted for each review that moved. Audited, each of them.
    """
    return _recount(open_reviews()) + _recount(open_promises())


@transaction.atomic
def _recount(rows: "QuerySet[Review] | QuerySet[Promise]") -> int:
    stale = rows.filter(calendar_version__lt=F("calendar__version")).order_by("pk")
    found = list(stale.values_list("pk", "idea_id")[:MOST_AT_ONCE])
    if not found:
        return 0
    ideas = Idea.objects.select_for_update(no_key=True).filter(pk__in={idea for _pk, idea in found})
    list(ideas.order_by("pk").values_list("pk"))
    locked = stale.filter(pk__in=[pk for pk, _idea in found]).select_for_update(of=("self",), no_key=True)
    return _count_anew(list(locked))


def _count_anew(clocks: Sequence[Clock]) -> int:
    ids = {one.calendar_id for one in clocks}
    list(Calendar.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    calendars = calendars_by_id(ids)
    dates = _dates(clocks, calendars)
    moved = [clock for clock in clocks if dates[clock] != clock.due_at]
    _recount_splits([one for one in clocks if isinstance(one, Review)], calendars)
    enter_starts(moved)
    before = {clock: clock.due_at for clock in moved}
    days: dict[Clock, int] = {}
    for clock in clocks:
        calendar = calendars[clock.calendar_id]
        if clock in before:
            days[clock] = working_days_moved(calendar, before[clock], dates[clock])
        clock.due_at, clock.calendar_version = dates[clock], calendar.version
    _store(clocks)
    _tell(moved, days)
    return len(moved)


def _dates(clocks: Sequence[Clock], calendars: Mapping[int, WorkingCalendar]) -> dict[Clock, datetime]:
    editions, now = editions_of(calendars), timezone.now()
    dates: dict[Clock, datetime] = {}
    for clock in clocks:
        old = editions.get((clock.calendar_id, clock.calendar_version))
        start = clock.opened_at if isinstance(clock, Review) else clock.made_at
        date = clock.due_at
        if old is not None:
            date = recounted(old, calendars[clock.calendar_id], start=start, due=date, now=now)
        dates[clock] = max(date, clock.due_at) if isinstance(clock, Promise) else date
    return dates


def _recount_splits(reviews: Sequence[Review], calendars: Mapping[int, WorkingCalendar]) -> None:
    """Count anew until when these reviews wait for others, as their dates; the rows still name the old version."""
    now = timezone.now()
    known = {one.pk: one for one in reviews}
    waiting = ReviewDependency.objects.filter(review__in=known, input_arrived_at__isnull=True, splits_at__gt=now)
    rows = list(waiting.select_for_update(of=("self",)).order_by("pk")) if known else []
    editions = editions_of(calendars) if rows else {}
    for row in rows:
        review = known[row.review_id]
        old = editions.get((review.calendar_id, review.calendar_version))
        if old is not None:
            new = calendars[review.calendar_id]
            row.splits_at = recounted(old, new, start=review.opened_at, due=row.splits_at, now=now)
    ReviewDependency.objects.bulk_update(rows, ["splits_at"])


def _store(clocks: Sequence[Clock]) -> None:
    reviews = [one for one in clocks if isinstance(one, Review)]
    promises = [one for one in clocks if isinstance(one, Promise)]
    Review.objects.bulk_update(reviews, ["due_at", "calendar_version"])
    Promise.objects.bulk_update(promises, ["due_at", "calendar_version"])
    for promise in promises:
        if promise.kind == Promise.Kind.DECISION:
            waiting = Idea.objects.filter(pk=promise.idea_id, next_answer_at__isnull=False)
            waiting.exclude(next_answer_at=promise.due_at).update(next_answer_at=promise.due_at)


def _tell(moved: Sequence[Clock], days: Mapping[Clock, int]) -> None:
    entries = enter(moved, Fact(ClockEntry.Kind.RECOMPUTED, None, days=days))
    reviews = [one for one in moved if isinstance(one, Review)]
    record_audits(action="clock.recount", by=None, object_type="review", object_ids=[one.public_id for one in reviews])
    promises = [one for one in moved if isinstance(one, Promise)]
    refs = Idea.objects.filter(pk__in=[one.idea_id for one in promises]).values_list("ref", flat=True)
    record_audits(action="clock.recount", by=None, object_type="idea", object_ids=refs)
    outbox.record_all(
        [
            DateRecounted(
                idea_id=one.idea_id,
                review_id=one.review_id,
                clock_entry_id=one.pk,
                is_nearer=(one.working_days or 0) < 0,
            )
            for one in entries
            if one.review_id is not None
        ]
    )
