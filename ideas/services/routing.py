"""What routing sets in motion: one review for each department asked.

Source: docs/review-process.md 3.4, 3.9, 3.10.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import ReviewsOpened
from ideas.models import Calendar, Decision, Department, Event, Idea, Review, RoleGrant, RoutingDecision
from ideas.routing.clock import WorkingCalendar, due_at
from ideas.routing.outcome import DepartmentAsk, Routing
from ideas.routing.ruleset import Mode, Tier
from ideas.selectors.calendars import calendar_of, organisation, working_calendar
from ideas.selectors.rule_sets import rules_of
from ideas.services.stages import move_idea
from ideas.workflow import OPEN_STAGES, Stage


@dataclass(frozen=True)
class _Window:
    """How long and how heavy a review of this tier is, counted from `opens_at`."""

    tier: Tier
    opens_at: datetime


@transaction.atomic
def open_reviews(*, idea_id: int, event: Event) -> list[Review]:
    """Open a review for every department that the present routing asks and that has none in this round.

    Running it again, or late, changes nothing: what exists stays, and only what is missing is added. The windows start
    now, on each department's calendar. Each department gets an `assign` delivery of `event`; none is locked here.
    A department that the organisation no longer has is named in the idea's `needs_attention`.

    Args:
        idea_id: its row is locked; an idea that is closed, withdrawn or already decided is left alone.
        event: what asked for it; the deliveries hang on it.

    Returns the reviews opened by this call.

    Emits: IdeaMoved (submitted → in review), ReviewsOpened when at least one review was opened.
    """
    idea = Idea.objects.select_for_update(no_key=True).filter(pk=idea_id, stage__in=OPEN_STAGES).first()
    if idea is None or Decision.objects.filter(idea=idea, round=idea.round).exists():
        return []
    decision = _present_routing(idea)
    routing = Routing.from_json(decision.routing)
    departments = _departments(routing)
    window = _Window(rules_of(decision.rule_set).tier(decision.tier), timezone.now())
    opened = _open_missing(idea, routing, departments, window)
    _mark_routed(idea, routing, departments)
    _bring_into_review(idea, opened)
    if opened:
        _tell(idea, routing, departments, opened, event)
    return opened


def _present_routing(idea: Idea) -> RoutingDecision:
    rows = RoutingDecision.objects.filter(idea=idea, round=idea.round).select_related("rule_set")
    return rows.order_by("-id")[0:1].get()


def _departments(routing: Routing) -> dict[str, Department]:
    slugs = [ask.slug for ask in routing.departments]
    rows = Department.objects.filter(slug__in=slugs).select_related("calendar")
    return {department.slug: department for department in rows}


def _open_missing(idea: Idea, routing: Routing, departments: dict[str, Department], window: _Window) -> list[Review]:
    known = {review.department_id: review for review in Review.objects.filter(idea=idea, round=idea.round)}
    asks = [ask for ask in routing.asked(Mode.REQUIRED, Mode.ADVISORY) if ask.slug in departments]
    _strengthen(asks, departments, known)
    missing = [ask for ask in asks if departments[ask.slug].pk not in known]
    calendars = _calendars(departments[ask.slug] for ask in missing)
    return Review.objects.bulk_create(
        [_review(idea, ask, departments[ask.slug], calendars[departments[ask.slug].pk], window) for ask in missing]
    )


def _strengthen(asks: list[DepartmentAsk], departments: dict[str, Department], known: dict[int, Review]) -> None:
    """A department whose advice is now required keeps its review; the decision waits for it from now on."""
    for ask in asks:
        review = known.get(departments[ask.slug].pk)
        if review is not None and ask.mode == Mode.REQUIRED and review.mode == Review.Mode.ADVISORY:
            review.mode, review.rule_id, review.why = Review.Mode.REQUIRED, ask.rule_id, ask.why
            review.save(update_fields=["mode", "rule_id", "why"])


def _calendars(departments: Iterable[Department]) -> dict[int, tuple[Calendar, WorkingCalendar]]:
    """The calendar of each department by its key, each distinct calendar read once."""
    wanted = list(departments)
    if not wanted:
        return {}
    otherwise = organisation().calendar
    rows = {department.pk: calendar_of(department, otherwise=otherwise) for department in wanted}
    working = {row.pk: working_calendar(row) for row in {row.pk: row for row in rows.values()}.values()}
    return {key: (row, working[row.pk]) for key, row in rows.items()}


def _review(
    idea: Idea,
    ask: DepartmentAsk,
    department: Department,
    calendar: tuple[Calendar, WorkingCalendar],
    window: _Window,
) -> Review:
    row, working = calendar
    return Review(
        idea=idea,
        round=idea.round,
        department=department,
        mode=ask.mode.value,
        rule_id=ask.rule_id,
        why=ask.why,
        points=window.tier.points,
        opened_at=window.opens_at,
        due_at=due_at(working, window.opens_at, window.tier.windows.review),
        calendar=row,
        calendar_version=row.version,
    )


def _mark_routed(idea: Idea, routing: Routing, departments: dict[str, Department]) -> None:
    gone = [ask.name for ask in routing.departments if ask.slug not in departments]
    if gone:
        idea.needs_attention = _("Nobody can be asked in %(departments)s: the department no longer exists.") % {
            "departments": ", ".join(gone)
        }
    if gone or idea.routed_at is None:
        idea.routed_at = idea.routed_at or timezone.now()
        idea.save(update_fields=["routed_at", "needs_attention"])


def _bring_into_review(idea: Idea, opened: list[Review]) -> None:
    """Triage passes by itself; with a triager named, the passage through it is recorded."""
    if idea.stage == Stage.SUBMITTED:
        if RoleGrant.objects.filter(role=RoleGrant.Role.TRIAGER).exists():
            move_idea(idea=idea, to=Stage.TRIAGE, by=None)
        move_idea(idea=idea, to=Stage.IN_REVIEW, by=None)
    elif idea.stage == Stage.TRIAGE or (idea.stage == Stage.READY_FOR_DECISION and _is_awaited(opened)):
        move_idea(idea=idea, to=Stage.IN_REVIEW, by=None)


def _is_awaited(opened: list[Review]) -> bool:
    return any(review.mode == Review.Mode.REQUIRED for review in opened)


def _tell(idea: Idea, routing: Routing, departments: dict[str, Department], opened: list[Review], event: Event) -> None:
    notified = [departments[ask.slug].pk for ask in routing.asked(Mode.NOTIFY) if ask.slug in departments]
    asked = tuple(review.department_id for review in opened)
    outbox.record(
        ReviewsOpened(idea_id=idea.pk, round=idea.round, department_ids=asked, notified_department_ids=tuple(notified))
    )
    outbox.deliver(event_id=event.pk, consumer="assign", targets=asked)
