"""Are promises kept, and what waits? Figures over the ideas that the reader may see, each with the list behind it.

A count and its list come from the same filter, so they always agree, and a count never tells of an idea that the
reader may not see. Only announced decisions count as answers. Source: docs/metrics.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from ideas.models import Decision, Idea, Promise, Review, User
from ideas.querysets.ideas import IdeaQuerySet
from ideas.workflow import OPEN_STAGES, Stage

# Ideas that ended without an answer being owed any more.
VOID_STAGES: Final = (Stage.WITHDRAWN, Stage.MERGED, Stage.REDIRECTED)
# Ages of waiting ideas in days: from, up to and without.
AGES: Final[tuple[tuple[int, int | None], ...]] = ((0, 7), (7, 14), (14, 28), (28, 56), (56, None))


class Figure(StrEnum):
    """What the overview counts; each is also the name of the list behind it."""

    DUE = "due"
    KEPT = "kept"
    MISSED = "missed"
    RESPONSE_DUE = "first-responses-due"
    RESPONSE_KEPT = "first-responses-kept"
    RESPONSE_MISSED = "first-responses-missed"
    WAITING = "waiting"
    LATE = "late"
    SHARED = "shared"
    ANSWERED = "answered"


OF_PROMISES: Final = frozenset(
    {
        *(Figure.DUE, Figure.KEPT, Figure.MISSED),
        *(Figure.RESPONSE_DUE, Figure.RESPONSE_KEPT, Figure.RESPONSE_MISSED),
    }
)


@dataclass(frozen=True)
class Span:
    """A stretch of time: from `start` up to and without `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Month:
    """Ideas shared and answered in one month, which begins at `start` in the organisation's time zone."""

    start: datetime
    shared: int
    answered: int


@dataclass(frozen=True)
class Kept:
    """Promises of one kind: how many fell due, and how many of those were kept."""

    due: int
    kept: int

    @property
    def missed(self) -> int:
        """Promises that fell due and were not kept; an idea still open past its date is one of them."""
        return self.due - self.kept

    @property
    def percent(self) -> int | None:
        """Promises kept ÷ promises that fell due, in whole per cent; None when none fell due."""
        return round(100 * self.kept / self.due) if self.due else None


@dataclass(frozen=True)
class Overview:
    """The figures as at `at`. `ages` follows AGES; `oldest_at` is when the longest waiting idea was shared."""

    at: datetime
    decisions: Kept
    first_responses: Kept
    waiting: int
    late: int
    late_reviews: int
    oldest_at: datetime | None
    ages: tuple[int, ...]
    months: tuple[Month, ...]


def overview_for(*, viewer: User, months: int, zone: ZoneInfo) -> Overview:
    """Return the figures of the last `months` whole months and the running one. Seven queries however many ideas."""
    now = timezone.now()
    span = Span(month_start(now, zone, back=months - 1), now)
    waiting, oldest_at, ages = _waiting(viewer, now)
    return Overview(
        at=now,
        decisions=_promises(viewer, span, Figure.DUE, _kept(span)),
        first_responses=_promises(viewer, span, Figure.RESPONSE_DUE, _responses_kept(span)),
        waiting=waiting,
        late=ideas_behind(viewer=viewer, figure=Figure.LATE, span=span).count(),
        late_reviews=_late_reviews(viewer, now),
        oldest_at=oldest_at,
        ages=ages,
        months=_months(viewer, span, zone, months),
    )


def ideas_behind(*, viewer: User, figure: Figure, span: Span, age: int | None = None) -> IdeaQuerySet:
    """Return the ideas that `figure` counts, unordered and unevaluated.

    Args:
        span: when promises fell due, or when ideas were shared or answered; waiting and late ones count as at its end.
        age: for waiting ideas, the place in AGES.
    """
    filters: dict[Figure, Callable[[], Q]] = {
        Figure.DUE: lambda: Q(Exists(_due(span))),
        Figure.KEPT: lambda: Q(Exists(_kept(span))),
        Figure.MISSED: lambda: Q(Exists(_due(span))) & ~Q(Exists(_kept(span))),
        Figure.RESPONSE_DUE: lambda: Q(Exists(_due(span, Promise.Kind.FIRST_RESPONSE))),
        Figure.RESPONSE_KEPT: lambda: Q(Exists(_responses_kept(span))),
        Figure.RESPONSE_MISSED: lambda: (
            Q(Exists(_due(span, Promise.Kind.FIRST_RESPONSE))) & ~Q(Exists(_responses_kept(span)))
        ),
        Figure.WAITING: lambda: Q(stage__in=OPEN_STAGES) & _aged(age, span.end),
        Figure.LATE: lambda: Q(stage__in=OPEN_STAGES, next_answer_at__lt=span.end),
        Figure.SHARED: lambda: Q(submitted_at__gte=span.start, submitted_at__lt=span.end),
        Figure.ANSWERED: lambda: Q(Exists(_announced(span))),
    }
    found = Idea.objects.visible_to(viewer).sent().filter(filters[figure]())
    return found.exclude(stage__in=VOID_STAGES) if figure in OF_PROMISES else found


def month_start(moment: datetime, zone: ZoneInfo, *, back: int = 0) -> datetime:
    """Return when the month of `moment` began in `zone`, or the one `back` months before it."""
    local = moment.astimezone(zone)
    number = local.year * 12 + local.month - 1 - back
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=zone)


def _due(span: Span, kind: Promise.Kind = Promise.Kind.DECISION) -> QuerySet[Promise]:
    return Promise.objects.filter(idea=OuterRef("pk"), kind=kind, due_at__gte=span.start, due_at__lt=span.end)


def _kept(span: Span) -> QuerySet[Promise]:
    answers = Decision.objects.filter(
        idea=OuterRef("idea"), round=OuterRef("round"), announced_at__isnull=False, decided_at__lte=OuterRef("due_at")
    )
    return _due(span).filter(Exists(answers))


def _responses_kept(span: Span) -> QuerySet[Promise]:
    """A decision without a first response before it keeps both promises, but nobody may tell before it is announced."""
    untold = Decision.objects.filter(
        idea=OuterRef("idea"), round=OuterRef("round"), announced_at__isnull=True, decided_at=OuterRef("kept_at")
    )
    due = _due(span, Promise.Kind.FIRST_RESPONSE)
    return due.filter(kept_at__lte=F("due_at")).exclude(Exists(untold))


def _announced(span: Span) -> QuerySet[Decision]:
    return Decision.objects.filter(idea=OuterRef("pk"), announced_at__gte=span.start, announced_at__lt=span.end)


def _aged(age: int | None, at: datetime) -> Q:
    if age is None:
        return Q()
    youngest, oldest = AGES[age]
    longest = Q(submitted_at__gt=at - timedelta(days=oldest)) if oldest is not None else Q()
    return Q(submitted_at__lte=at - timedelta(days=youngest)) & longest


def _promises(viewer: User, span: Span, figure: Figure, kept: QuerySet[Promise]) -> Kept:
    due = ideas_behind(viewer=viewer, figure=figure, span=span).annotate(is_kept=Exists(kept))
    found = due.aggregate(due=Count("pk"), kept=Count("pk", filter=Q(is_kept=True)))
    return Kept(found["due"], found["kept"])


def _waiting(viewer: User, now: datetime) -> tuple[int, datetime | None, tuple[int, ...]]:
    counts = {f"age_{place}": Count("pk", filter=_aged(place, now)) for place in range(len(AGES))}
    waiting = ideas_behind(viewer=viewer, figure=Figure.WAITING, span=Span(now, now))
    found = waiting.aggregate(waiting=Count("pk"), oldest=Min("submitted_at"), **counts)
    return found["waiting"], found["oldest"], tuple(found[name] for name in counts)


def _late_reviews(viewer: User, now: datetime) -> int:
    visible = Idea.objects.visible_to(viewer).waiting_for_answer()
    open_states = (Review.State.QUEUED, Review.State.ASSIGNED, Review.State.DRAFTING)
    return Review.objects.filter(idea__in=visible, state__in=open_states, due_at__lt=now).count()


def _months(viewer: User, span: Span, zone: ZoneInfo, months: int) -> tuple[Month, ...]:
    shared = _by_month(ideas_behind(viewer=viewer, figure=Figure.SHARED, span=span), "submitted_at", zone)
    within = Q(decisions__announced_at__gte=span.start, decisions__announced_at__lt=span.end)
    answered = _by_month(Idea.objects.visible_to(viewer).sent().filter(within), "decisions__announced_at", zone)
    starts = [month_start(span.end, zone, back=back) for back in reversed(range(months))]
    return tuple(Month(start, shared.get(start, 0), answered.get(start, 0)) for start in starts)


def _by_month(ideas: IdeaQuerySet, moment: str, zone: ZoneInfo) -> dict[datetime, int]:
    rows = ideas.annotate(month=TruncMonth(F(moment), tzinfo=zone)).values("month").annotate(number=Count("pk"))
    return dict(rows.order_by().values_list("month", "number"))
