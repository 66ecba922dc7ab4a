"""What has a date by which somebody does something about an idea, by kind: which rows wait, and who is reminded when.

Source: docs/review-process.md 3.11.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import DateField, DateTimeField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from ideas.models import Appeal, Bounce, Decision, Promise, Question, Reaffirmation, Reminder, Review, Triage
from ideas.policies.reviews import OPEN_STATES
from ideas.policies.risks import waiting_reviews
from ideas.policies.watches import ASLEEP
from ideas.workflow import OPEN_STAGES, Stage

Kind = Reminder.Kind
HASTY_TIERS: Final = (0, 1)  # their windows are short: a step follows each working day
AT_ONCE: Final = 0  # on the date itself
_BEFORE: Final = {Kind.HALF: AT_ONCE, Kind.EVE: AT_ONCE}


@dataclass(frozen=True)
class DatedTask:
    """One kind of task with a date. Names of fields are paths from its rows; each row has `due_at`.

    Args:
        what: its code, as events name it.
        about: the field of Reminder that names its rows.
        rows: those that wait now; unevaluated.
        steps: how many working days after the date a step is taken; steps before it, as `HALF`, come by themselves.
        calendar: the calendar that counts; empty for that of the organisation.
        start: when its time began.
        review, decision: what the news leads to, where there is one.
    """

    what: str
    about: str
    rows: Callable[[], "QuerySet[Any]"]
    steps: Mapping[Kind, int]
    calendar: str = ""
    start: str = "created_at"
    idea: str = "idea"
    review: str = ""
    decision: str = ""


def day_of(calendar: str, *, otherwise: str) -> Cast:
    """Return the local day of a row's `due_at` on the clocks of the calendar at this path; `otherwise`: a time zone."""
    zone = F(f"{calendar}__time_zone") if calendar else Value(otherwise)
    return Cast(Func(zone, F("due_at"), function="timezone", output_field=DateTimeField()), DateField())


def required_reviews() -> "QuerySet[Review]":
    """Return the reviews that a decision waits for; unevaluated."""
    return waiting_reviews().filter(mode=Review.Mode.REQUIRED)


def advice() -> "QuerySet[Review]":
    """Return the reviews that are advice; unevaluated."""
    return waiting_reviews().filter(mode=Review.Mode.ADVISORY)


def owed_promises() -> "QuerySet[Promise]":
    """Return the promises of present rounds that are not fulfilled and do not stand; unevaluated."""
    rows = Promise.objects.filter(kept_at__isnull=True, paused_at__isnull=True, idea__stage__in=OPEN_STAGES)
    return rows.filter(round=F("idea__round"))


def still_waited_for() -> Q:
    """Return which unfulfilled promises somebody still owes; for filters of Promise.

    A first response where the idea has its turn in triage, and until any department has answered.
    """
    sorted_here = Triage.objects.filter(idea=OuterRef("idea"), round=OuterRef("round"))
    answered = Review.objects.filter(idea=OuterRef("idea"), round=OuterRef("round"), state=Review.State.SUBMITTED)
    return Q(kind=Promise.Kind.DECISION) | Q(Exists(sorted_here), ~Exists(answered))


def first_responses() -> "QuerySet[Promise]":
    """Return the first responses that triagers owe; unevaluated."""
    return owed_promises().filter(still_waited_for(), kind=Promise.Kind.FIRST_RESPONSE)


def decisions_to_make() -> "QuerySet[Promise]":
    """Return the promised decisions of ideas that have everything for it; unevaluated."""
    made = Decision.objects.filter(idea=OuterRef("idea"), round=OuterRef("round"))
    rows = owed_promises().filter(kind=Promise.Kind.DECISION, idea__stage=Stage.READY_FOR_DECISION)
    return rows.filter(~Exists(made))


def open_questions() -> "QuerySet[Question]":
    """Return the questions of present rounds that nobody answered; unevaluated."""
    rows = Question.objects.filter(answered_at__isnull=True, idea__stage__in=OPEN_STAGES)
    return rows.filter(round=F("idea__round"))


def open_reaffirmations() -> "QuerySet[Reaffirmation]":
    """Return the answers of present rounds of which nobody has said whether they stand; unevaluated."""
    rows = Reaffirmation.objects.filter(verdict="", review__idea__stage__in=OPEN_STAGES)
    return rows.filter(review__round=F("review__idea__round"), review__state=Review.State.SUBMITTED)


def open_bounces() -> "QuerySet[Bounce]":
    """Return the reviews that were sent back and of which nobody has settled whose they are; unevaluated."""
    rows = Bounce.objects.filter(settled_at__isnull=True, idea__stage__in=OPEN_STAGES, review__state__in=OPEN_STATES)
    return rows.filter(round=F("idea__round"))


def open_appeals() -> "QuerySet[Appeal]":
    """Return the appeals that still may be granted and were not answered; unevaluated."""
    rows = Appeal.objects.filter(decided_at__isnull=True, decision__idea__stage__in=ASLEEP)
    return rows.filter(decision__round=F("decision__idea__round"))


_REVIEW: Final[dict[str, str]] = {"about": "review", "calendar": "calendar", "start": "opened_at", "review": "pk"}
_PROMISE: Final[dict[str, str]] = {"about": "promise", "calendar": "calendar", "start": "made_at"}
TASKS: Final[tuple[DatedTask, ...]] = (
    DatedTask(
        "review",
        rows=lambda: required_reviews().exclude(idea__tier__in=HASTY_TIERS),
        steps=_BEFORE | {Kind.DUE: AT_ONCE, Kind.LEAD: 1, Kind.MANAGER: 3, Kind.BOARD: 5},
        **_REVIEW,
    ),
    DatedTask(
        "review",
        rows=lambda: required_reviews().filter(idea__tier__in=HASTY_TIERS),
        steps=_BEFORE | {Kind.DUE: AT_ONCE, Kind.LEAD: 1, Kind.MANAGER: 2, Kind.BOARD: 3},
        **_REVIEW,
    ),
    DatedTask("review", rows=advice, steps=_BEFORE, **_REVIEW),
    DatedTask(
        "first_response",
        rows=first_responses,
        steps={Kind.EVE: AT_ONCE, Kind.DUE: AT_ONCE, Kind.MANAGER: 1},
        **_PROMISE,
    ),
    DatedTask(
        "decision",
        rows=decisions_to_make,
        steps={Kind.EVE: AT_ONCE, Kind.DUE: AT_ONCE, Kind.MANAGER: 1},
        **_PROMISE,
    ),
    DatedTask(
        "question",
        "question",
        open_questions,
        {Kind.HALF: AT_ONCE, Kind.DUE: AT_ONCE, Kind.LATE: 1},
        start="asked_at",
    ),
    DatedTask(
        "reaffirmation",
        "reaffirmation",
        open_reaffirmations,
        {Kind.DUE: AT_ONCE, Kind.LEAD: 1, Kind.MANAGER: 3},
        calendar="review__calendar",
        start="asked_at",
        idea="review__idea",
        review="review",
    ),
    DatedTask("bounce", "bounce", open_bounces, {Kind.DUE: AT_ONCE, Kind.MANAGER: 1}, review="review"),
    DatedTask(
        "appeal",
        "appeal",
        open_appeals,
        {Kind.HALF: AT_ONCE, Kind.DUE: AT_ONCE, Kind.LATE: 1},
        calendar="calendar",
        idea="decision__idea",
        decision="decision",
    ),
)
