"""Which steps of the ladders of reminders are to be taken now.

Source: docs/review-process.md 3.11.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import BigIntegerField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from ideas.models import Calendar, Promise, Reminder, Watch
from ideas.routing.clock import WorkingCalendar, closing_of, local_day, next_working_day
from ideas.routing.working_time import began_by, late_by
from ideas.selectors.calendars import organisation
from ideas.selectors.clocks import calendars_by_id
from ideas.selectors.dated_tasks import TASKS, DatedTask, day_of
from ideas.selectors.watches import standing_watches
from ideas.workflow import Stage

Kind = Reminder.Kind
LOOK_EVERY: Final = timedelta(days=90)
ASK_AUTHOR_EVERY_DAYS: Final = 10
_NOTHING: Final = Cast(Value(None), BigIntegerField())
BY_PEOPLE: Final = (Watch.Kind.COST_BELOW, Watch.Kind.POLICY_CHANGE)


@dataclass(frozen=True)
class Step:
    """One step about one date, `on`: the local day on which it is due, or of asking where it comes round again.

    `what`: the task, `about`: the field of Reminder that names its row, `key`: that row.
    """

    what: str
    about: str
    key: int
    idea_id: int
    kind: Kind
    on: date
    review_id: int | None = None
    decision_id: int | None = None


@dataclass(frozen=True)
class _Clocks:
    """The present moment, and every calendar; `home` is the organisation's."""

    now: datetime
    home: int
    calendars: Mapping[int, WorkingCalendar]

    @property
    def at_home(self) -> WorkingCalendar:
        return self.calendars[self.home]

    @property
    def today(self) -> date:
        return local_day(self.at_home, self.now)


def steps_due(*, now: datetime, at_most: int | None, idea_ids: Collection[int] | None = None) -> list[Step]:
    """Return the steps that nobody took yet, at most so many of each kind of each task, the longest late first.

    Args:
        at_most: None: all of them, which is for few ideas.
        idea_ids: of these ideas alone; None: of all.

    What is answered, cancelled, or whose clock stands has none; advice is reminded of, and never escalated. A step that
    was overtaken, a reminder of a date that passed, is left out. The steps of one date come in the order of its ladder.
    Ten statements and one for each calendar, however many rows.
    """
    clocks = _Clocks(
        now, organisation().calendar_id, calendars_by_id(list(Calendar.objects.values_list("pk", flat=True)))
    )
    return [
        *_steps(clocks, idea_ids, at_most),
        *_waits(clocks, idea_ids)[:at_most],
        *_looks(clocks, idea_ids)[:at_most],
    ]


def asked_author_last_by(calendar: WorkingCalendar, now: datetime) -> datetime:
    """Return since when an author must have heard nothing to be asked again for their answer."""
    return late_by(calendar, now, ASK_AUTHOR_EVERY_DAYS)


def ideas_parked_for_author() -> "QuerySet[Promise]":
    """Return the promised decisions of ideas that are parked until their author is back; unevaluated."""
    rows = Promise.objects.filter(kind=Promise.Kind.DECISION, paused_at__isnull=False, kept_at__isnull=True)
    return rows.filter(idea__stage=Stage.PARKED, round=F("idea__round"))


def _steps(clocks: _Clocks, idea_ids: Collection[int] | None, at_most: int | None) -> list[Step]:
    """The steps of all dated tasks, in the order of the tasks and their ladders, in one statement."""
    wanted = [(number, kind) for number, task in enumerate(TASKS) for kind in task.steps]
    first, *others = (_not_yet(number, kind, clocks, idea_ids)[:at_most] for number, kind in wanted)
    found = sorted(first.union(*others, all=True), key=lambda row: wanted.index((row[0], row[1])))
    return [
        Step(TASKS[number].what, TASKS[number].about, key, idea_id, Kind(kind), on, review_id, decision_id)
        for number, kind, key, idea_id, on, review_id, decision_id in found
    ]


def _half_over(task: DatedTask, rows: "QuerySet[Any]", clocks: _Clocks) -> Q:
    """Those of which half the working time is over; few dates are due on any one calendar, so they are asked first."""
    calendar = F(task.calendar) if task.calendar else Value(clocks.home, IntegerField())
    dates = rows.filter(due_at__gt=clocks.now).annotate(counted_on=calendar).order_by()
    found = Q(pk__in=[])
    for key, due in dates.values_list("counted_on", "due_at").distinct():
        if due > _tomorrow(clocks.calendars[key], clocks.now):
            start = began_by(clocks.calendars[key], now=clocks.now, due=due)
            found |= _counted_on(task, key) & Q(**{"due_at": due, f"{task.start}__lte": start})
    return found


def _is_due(task: DatedTask, kind: Kind, clocks: _Clocks) -> Q:
    """What makes a step due, by date alone."""
    found = Q(pk__in=[])
    for key, calendar in clocks.calendars.items():
        if task.calendar or key == clocks.home:
            found |= _counted_on(task, key) & _is_due_in(task, kind, calendar, clocks.now)
    return found


def _is_due_in(task: DatedTask, kind: Kind, calendar: WorkingCalendar, now: datetime) -> Q:
    if kind == Kind.EVE:
        return Q(due_at__gt=now, due_at__lte=_tomorrow(calendar, now))
    days = task.steps[kind]
    return Q(due_at__lte=late_by(calendar, now, days) if days else now)


def _counted_on(task: DatedTask, key: int) -> Q:
    return Q(**{task.calendar: key}) if task.calendar else Q()


def _tomorrow(calendar: WorkingCalendar, now: datetime) -> datetime:
    return closing_of(calendar, next_working_day(calendar, local_day(calendar, now)))


def _not_yet(
    number: int, kind: Kind, clocks: _Clocks, idea_ids: Collection[int] | None
) -> "QuerySet[Any, tuple[Any, ...]]":
    """What is due of a task's step, without those about whose present day it was said; the longest late first."""
    task = TASKS[number]
    rows = task.rows() if idea_ids is None else task.rows().filter(**{f"{task.idea}__in": idea_ids})
    rows = rows.filter(_half_over(task, rows, clocks) if kind == Kind.HALF else _is_due(task, kind, clocks))
    said = Reminder.objects.filter(**{task.about: OuterRef("pk")}, kind=kind, on=OuterRef("due_on"))
    rows = rows.annotate(due_on=day_of(task.calendar, otherwise=clocks.at_home.time_zone)).filter(~Exists(said))
    rows = rows.annotate(
        task=Value(number),
        step=Value(kind.value),
        row_key=F("pk"),
        of_idea=F(task.idea),
        of_review=F(task.review) if task.review else _NOTHING,
        of_decision=F(task.decision) if task.decision else _NOTHING,
    )
    found: QuerySet[Any, tuple[Any, ...]] = rows.values_list(
        "task", "step", "row_key", "of_idea", "due_on", "of_review", "of_decision"
    )
    return found.order_by("due_at", "id")


def _waits(clocks: _Clocks, idea_ids: Collection[int] | None) -> list[Step]:
    """Ideas that are parked for their author, who is asked every ten working days until they are back."""
    last = asked_author_last_by(clocks.at_home, clocks.now)
    asked = Reminder.objects.filter(promise=OuterRef("pk"), kind=Kind.WAITING, on__gt=local_day(clocks.at_home, last))
    rows = ideas_parked_for_author().filter(~Exists(asked), paused_at__lte=last).order_by("paused_at", "id")
    if idea_ids is not None:
        rows = rows.filter(idea__in=idea_ids)
    found = rows.values_list("pk", "idea_id")
    return [Step("waiting", "promise", key, idea_id, Kind.WAITING, clocks.today) for key, idea_id in found]


def _looks(clocks: _Clocks, idea_ids: Collection[int] | None) -> list[Step]:
    """What only people can see come about, looked at every 90 days."""
    looked = Reminder.objects.filter(watch=OuterRef("pk"), on__gt=clocks.today - LOOK_EVERY)
    rows = standing_watches().filter(~Exists(looked), kind__in=BY_PEOPLE)
    rows = rows.filter(decision__announced_at__lte=clocks.now - LOOK_EVERY).order_by("id")
    if idea_ids is not None:
        rows = rows.filter(decision__idea__in=idea_ids)
    found = rows.values_list("pk", "decision__idea_id", "decision_id")
    return [
        Step("watch", "watch", key, idea_id, Kind.LOOK, clocks.today, decision_id=decision)
        for key, idea_id, decision in found
    ]
