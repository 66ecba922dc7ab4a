"""What is to happen next with each idea that waits for its answer, and when.

Source: docs/review-process.md 3.14, invariant 20.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet

from ideas.models import Apology, Ballot, Decision, EarlyStop, Idea, Promise, Reminder, SecondReading, Triage
from ideas.policies.risks import waiting_reviews
from ideas.policies.watches import ASLEEP
from ideas.routing.clock import ONE_DAY, closing_of, due_at
from ideas.selectors.calendars import organisation, working_calendar
from ideas.selectors.clocks import CAP_WORKING_DAYS, calendars_by_id, days_paused
from ideas.selectors.conditions import today_here
from ideas.selectors.dated_tasks import open_bounces, open_questions, open_reaffirmations, owed_promises
from ideas.selectors.escalated import standing_escalations
from ideas.selectors.reminders import ASK_AUTHOR_EVERY_DAYS, ideas_parked_for_author
from ideas.selectors.watches import standing_watches
from ideas.workflow import OPEN_STAGES, Stage


@dataclass(frozen=True)
class NextDate:
    """`what`: a code of `SOURCES`, or `apology`, `author_answers`, `author_asked`, `watch`."""

    at: datetime
    what: str


@dataclass(frozen=True)
class _Source:
    """Rows with a date that somebody must meet; `idea` and `at` are paths from them."""

    what: str
    rows: "Callable[[], QuerySet[Any]]"
    at: str = "due_at"
    idea: str = "idea"


def _turns() -> "QuerySet[Triage]":
    return Triage.objects.filter(done_at__isnull=True, round=F("idea__round"))


def _readings() -> "QuerySet[SecondReading]":
    return SecondReading.objects.filter(verdict="", review__round=F("review__idea__round"))


def _stops() -> "QuerySet[EarlyStop]":
    return EarlyStop.objects.filter(verdict="", round=F("idea__round"))


def _ballots() -> "QuerySet[Ballot]":
    return Ballot.objects.filter(closed_at__isnull=True, round=F("idea__round"))


def _announcements() -> "QuerySet[Decision]":
    return Decision.objects.filter(announced_at__isnull=True, round=F("idea__round"))


# What is promised comes first: nearly every idea has it, and the rest is asked of the others alone.
SOURCES: Final[tuple[_Source, ...]] = (
    _Source("promise", owed_promises),
    _Source("review", waiting_reviews),
    _Source("triage", _turns),
    _Source("question", open_questions),
    _Source("reaffirmation", open_reaffirmations, idea="review__idea"),
    _Source("second_reading", _readings, idea="review__idea"),
    _Source("bounce", open_bounces),
    _Source("early_stop", _stops, at="until"),
    _Source("ballot", _ballots, at="closes_at"),
    _Source("announcement", _announcements, at="announce_at"),
    _Source("escalation", standing_escalations, at="climbs_at"),
)


def next_dates(*, ideas: "QuerySet[Idea]", now: datetime) -> Mapping[int, NextDate]:
    """Return by key the nearest date still to come of each of `ideas`, open or asleep; those without one are left out.

    A decision that was made and not told has its announcement: this is not for readers of the idea. About fifteen
    queries, however many ideas.
    """
    keys = ideas.order_by().values("pk")
    found: dict[int, NextDate] = {}
    for what, dates in _all_dates(keys, now):
        for key, at in dates:
            if at > now and (key not in found or at < found[key].at):
                found[key] = NextDate(at, what)
    return found


def ideas_without_date(*, now: datetime) -> "QuerySet[Idea]":
    """Return the open ideas with no date to come; unevaluated.

    One whose clock stands for its author has the day on which it is parked, which a job keeps; one whose author read an
    apology has the day that it names.
    """
    apologies = Apology.objects.filter(promise__idea=OuterRef("pk"), promise__round=OuterRef("round"))
    stands = Promise.objects.filter(idea=OuterRef("pk"), round=OuterRef("round"), paused_at__isnull=False)
    rows = Idea.objects.filter(~Exists(apologies.filter(new_on__gte=today_here())), stage__in=OPEN_STAGES)
    for source in SOURCES:
        dates = source.rows().filter(**{source.idea: OuterRef("pk"), f"{source.at}__gt": now})
        rows = rows.filter(~Exists(dates))
    return rows.exclude(Exists(stands), stage=Stage.INFO_NEEDED)


def _all_dates(keys: "QuerySet[Any, Any]", now: datetime) -> Iterator[tuple[str, Iterable[tuple[int, datetime]]]]:
    for source in SOURCES:
        rows = source.rows().filter(**{f"{source.idea}__in": keys, f"{source.at}__gt": now}).order_by()
        nearest = rows.values(source.idea).annotate(nearest=Min(source.at))
        yield source.what, nearest.values_list(source.idea, "nearest")
    yield "apology", _named_days(keys)
    yield "author_answers", _parking_days(keys)
    yield "author_asked", _asking_days(keys)
    yield "watch", _watched_days(keys)


def _named_days(keys: "QuerySet[Any, Any]") -> Iterator[tuple[int, datetime]]:
    """The ends of the days that apologies for missed promises name."""
    zone = working_calendar(organisation().calendar).zone
    rows = Apology.objects.filter(promise__idea__in=keys, promise__round=F("promise__idea__round"))
    rows = rows.filter(promise__idea__stage__in=OPEN_STAGES)
    for key, on in rows.values_list("promise__idea_id", "new_on"):
        yield key, datetime.combine(on + ONE_DAY, time.min, zone)


def _parking_days(keys: "QuerySet[Any, Any]") -> Iterator[tuple[int, datetime]]:
    """When ideas are parked whose author does not answer."""
    rows = Promise.objects.filter(paused_at__isnull=False, idea__in=keys, idea__stage=Stage.INFO_NEEDED)
    promises = list(rows.filter(round=F("idea__round"), kind=Promise.Kind.DECISION))
    calendars, used = calendars_by_id({one.calendar_id for one in promises}), days_paused(promises)
    for one in promises:
        if one.paused_at is not None:
            yield one.idea_id, due_at(calendars[one.calendar_id], one.paused_at, CAP_WORKING_DAYS - used[one])


def _asking_days(keys: "QuerySet[Any, Any]") -> Iterator[tuple[int, datetime]]:
    """When the authors of parked ideas are asked again."""
    asked = Max("reminders__on", filter=Q(reminders__kind=Reminder.Kind.WAITING))
    rows = ideas_parked_for_author().filter(idea__in=keys).annotate(asked_on=asked)
    calendar = working_calendar(organisation().calendar)
    for key, paused_at, asked_on in rows.values_list("idea_id", "paused_at", "asked_on"):
        moments = [paused_at, closing_of(calendar, asked_on) if asked_on else None]
        yield key, due_at(calendar, max(one for one in moments if one), ASK_AUTHOR_EVERY_DAYS)


def _watched_days(keys: "QuerySet[Any, Any]") -> Iterator[tuple[int, datetime]]:
    """When sleeping ideas wake by themselves."""
    zone = working_calendar(organisation().calendar).zone
    rows = standing_watches().filter(decision__idea__in=keys, on__isnull=False, decision__idea__stage__in=ASLEEP)
    for key, on in rows.values_list("decision__idea_id", "on"):
        if on is not None:
            yield key, datetime.combine(on, time.min, zone)
