"""What routing sets in motion: one review for each department asked.

Source: docs/review-process.md 3.4, 3.9, 3.10.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from ideas import outbox
from ideas.attention import department_gone
from ideas.events import DomainEvent, IdeaMoved, ReviewsOpened
from ideas.models import Calendar, Decision, Department, Idea, Review, RoutingDecision
from ideas.outbox import Dispatch
from ideas.routing.clock import WorkingCalendar, due_at
from ideas.routing.dependencies import dependencies_between
from ideas.routing.outcome import DepartmentAsk, Routing
from ideas.routing.ruleset import Dependency, Mode, Tier
from ideas.selectors.calendars import CALENDAR_OF_DEPARTMENT, calendar_of, organisation, working_calendar
from ideas.selectors.rule_sets import rules_of
from ideas.services.dependencies import WrittenReviews, window_of, write_dependencies
from ideas.services.early_stop import hold_back_where_stopped
from ideas.services.triage import Arrival, has_triager, hold_for_triage
from ideas.workflow import OPEN_STAGES, Stage


@dataclass(frozen=True)
class Asked:
    """One idea to be routed, the event that asked for it, on which deliveries hang, and the request it goes back to."""

    idea_id: int
    event_id: int
    request_id: uuid.UUID | None = None


@dataclass(frozen=True)
class _Case:
    """One idea with what its routing asks for and the reviews that it has, by department."""

    asked: Asked
    idea: Idea
    routing: Routing
    tier: Tier
    known: dict[int, Review]
    dependencies: tuple[Dependency, ...]


@dataclass(frozen=True)
class _Desk:
    """What all ideas of one run share: departments by slug, their calendars by key, the moment windows begin."""

    departments: dict[str, Department]
    calendars: dict[int, tuple[Calendar, WorkingCalendar]]
    now: datetime
    has_triager: bool


@transaction.atomic(savepoint=False)
def open_reviews_of(*, asked: Sequence[Asked]) -> list[Review]:
    """Open a review for every department that the present routing of an idea asks and that has none in this round.

    Running it again, or late, changes nothing: what exists stays, and only what is missing is added. The windows start
    now, on each department's calendar. Each department gets an `assign` delivery of the event; none is locked here.
    A department that the organisation no longer has is named in the idea's `needs_attention`. With a triager named, an
    idea from tier 1 on waits for triage first, and none of its reviews is opened before (see `services/triage.py`).

    The ideas' rows are locked in order of their keys; one that is closed, withdrawn or already decided is left alone.
    As many statements for fifty ideas as for one.

    Returns the reviews opened by this call.

    Where the rules say so, one department waits for another, and they share the window (see `services/dependencies.py`).
    What opens beside an open early stop stands until it ends (see `services/early_stop.py`).

    Emits: for each idea ClockPaused where it is asked to be stopped, ReviewWaits, IdeaMoved (submitted → triage → in review), ReviewsOpened when at least one review was opened.
    """
    cases = _cases({one.idea_id: one for one in asked})
    if not cases:
        return []
    desk = _desk(cases)
    held = _held(cases, desk)
    opened = {case.idea.pk: [] if case.idea.pk in held else _missing(case, desk) for case in cases}
    rows = Review.objects.bulk_create([review for reviews in opened.values() for review in reviews])
    _strengthen(cases, desk)
    moves = {case.idea.pk: _moves(case, opened[case.idea.pk], desk, is_held=case.idea.pk in held) for case in cases}
    _move(cases, moves, desk)
    _name_missing(cases, desk)
    _tell(cases, opened, moves, desk)
    write_dependencies(written=[_written(case, opened[case.idea.pk], desk) for case in cases])
    hold_back_where_stopped(reviews=[one for case in cases if case.known for one in opened[case.idea.pk]])
    return rows


def _cases(asked: dict[int, Asked]) -> list[_Case]:
    """Lock the ideas that are open and not decided, and read what their routing asks for."""
    rows = Idea.objects.select_for_update(no_key=True).filter(pk__in=asked, stage__in=OPEN_STAGES).order_by("pk")
    ideas = list(rows.only("ref", "stage", "visibility", "round", "routed_at", "needs_attention"))
    present = {"idea__in": ideas, "round": F("idea__round")}
    decided = set(Decision.objects.filter(**present).values_list("idea_id", flat=True)) if ideas else set()
    decisions = (
        RoutingDecision.objects.filter(**present).select_related("rule_set", "answer_set").defer("rule_set__body")
    )
    latest = {row.idea_id: row for row in decisions.order_by("id")} if ideas else {}
    known: dict[int, dict[int, Review]] = {idea.pk: {} for idea in ideas}
    for review in Review.objects.filter(**present) if ideas else ():
        known[review.idea_id][review.department_id] = review
    return [_case(asked[idea.pk], idea, latest[idea.pk], known[idea.pk]) for idea in ideas if idea.pk not in decided]


def _case(asked: Asked, idea: Idea, decision: RoutingDecision, known: dict[int, Review]) -> _Case:
    rules, routing = rules_of(decision.rule_set), Routing.from_json(decision.routing)
    slugs = {ask.slug for ask in routing.asked(Mode.REQUIRED, Mode.ADVISORY)}
    waits = dependencies_between(rules, decision.answer_set.answers, tier=decision.tier, asked=slugs)
    return _Case(asked, idea, routing, rules.tier(decision.tier), known, waits)


def _desk(cases: list[_Case]) -> _Desk:
    slugs = {ask.slug for case in cases for ask in case.routing.departments}
    rows = Department.objects.filter(slug__in=slugs).select_related(*CALENDAR_OF_DEPARTMENT)
    departments = {department.slug: department for department in rows}
    otherwise = organisation().calendar
    calendars = {department.pk: calendar_of(department, otherwise=otherwise) for department in departments.values()}
    working = {row.pk: working_calendar(row) for row in {row.pk: row for row in calendars.values()}.values()}
    return _Desk(
        departments,
        {key: (row, working[row.pk]) for key, row in calendars.items()},
        timezone.now(),
        has_triager(),
    )


def _held(cases: list[_Case], desk: _Desk) -> frozenset[int]:
    """Return the keys of the ideas that wait for triage."""
    if not desk.has_triager:
        return frozenset()
    return hold_for_triage(arrivals=[Arrival(case.idea, case.tier) for case in cases], at=desk.now)


def _missing(case: _Case, desk: _Desk) -> list[Review]:
    asks = [ask for ask in case.routing.asked(Mode.REQUIRED, Mode.ADVISORY) if ask.slug in desk.departments]
    return [_review(case, ask, desk) for ask in asks if desk.departments[ask.slug].pk not in case.known]


def _review(case: _Case, ask: DepartmentAsk, desk: _Desk) -> Review:
    department = desk.departments[ask.slug]
    row, working = desk.calendars[department.pk]
    days = window_of(ask.slug, dependencies=case.dependencies, days=case.tier.windows.review)
    return Review(
        idea=case.idea,
        round=case.idea.round,
        department=department,
        mode=ask.mode.value,
        rule_id=ask.rule_id,
        why=ask.why,
        points=case.tier.points,
        opened_at=desk.now,
        due_at=due_at(working, desk.now, days),
        calendar=row,
        calendar_version=row.version,
    )


def _written(case: _Case, opened: list[Review], desk: _Desk) -> WrittenReviews:
    now_open = {review.department.slug: review for review in opened}
    known = {slug: case.known[row.pk] for slug, row in desk.departments.items() if row.pk in case.known}
    calendars = {key: working for key, (_row, working) in desk.calendars.items()}
    return WrittenReviews(case.dependencies, known | now_open, frozenset(now_open), case.tier.windows.review, calendars)


def _strengthen(cases: list[_Case], desk: _Desk) -> None:
    """A department whose advice is now required keeps its review; the decision waits for it from now on."""
    changed = []
    for case in cases:
        for ask in case.routing.asked(Mode.REQUIRED):
            department = desk.departments.get(ask.slug)
            review = case.known.get(department.pk) if department else None
            if review is not None and review.mode == Review.Mode.ADVISORY:
                review.mode, review.rule_id, review.why = Review.Mode.REQUIRED, ask.rule_id, ask.why
                changed.append(review)
    if changed:
        Review.objects.bulk_update(changed, ["mode", "rule_id", "why"])


def _name_missing(cases: list[_Case], desk: _Desk) -> None:
    for case in cases:
        gone = [ask.name for ask in case.routing.departments if ask.slug not in desk.departments]
        if gone:
            case.idea.needs_attention = department_gone(", ".join(gone))
            case.idea.save(update_fields=["needs_attention"])


def _moves(case: _Case, opened: list[Review], desk: _Desk, *, is_held: bool) -> list[Stage]:
    """Return the stages that the idea passes; one that is held stops at triage."""
    stage = case.idea.stage
    if is_held:
        return [Stage.TRIAGE] if stage == Stage.SUBMITTED else []
    if stage == Stage.SUBMITTED:
        return [Stage.TRIAGE, Stage.IN_REVIEW] if desk.has_triager else [Stage.IN_REVIEW]
    is_awaited = any(review.mode == Review.Mode.REQUIRED for review in opened)
    if stage == Stage.TRIAGE or (stage == Stage.READY_FOR_DECISION and is_awaited):
        return [Stage.IN_REVIEW]
    return []


def _move(cases: list[_Case], moves: dict[int, list[Stage]], desk: _Desk) -> None:
    """Bring the ideas to where they go. All of these stages are open ones: they owe an answer and take votes as before."""
    for stage in (Stage.TRIAGE, Stage.IN_REVIEW):
        moved = [case.idea.pk for case in cases if moves[case.idea.pk][-1:] == [stage]]
        if moved:
            Idea.objects.filter(pk__in=moved).update(stage=stage, routed_at=Coalesce("routed_at", Value(desk.now)))
    stayed = [case.idea.pk for case in cases if case.idea.routed_at is None and not moves[case.idea.pk]]
    if stayed:
        Idea.objects.filter(pk__in=stayed).update(routed_at=desk.now)


def _tell(cases: list[_Case], opened: dict[int, list[Review]], moves: dict[int, list[Stage]], desk: _Desk) -> None:
    events: list[DomainEvent] = []
    requests: list[uuid.UUID | None] = []
    wanted: list[Dispatch] = []
    for case in cases:
        reviews = opened[case.idea.pk]
        facts = [*_moved(case.idea, moves[case.idea.pk]), *([_opened(case, reviews, desk)] if reviews else [])]
        events += facts
        requests += [case.asked.request_id] * len(facts)
        wanted += [Dispatch(case.asked.event_id, "assign", review.department_id) for review in reviews]
    outbox.record_all(events, request_ids=requests)
    outbox.deliver_all(wanted)


def _moved(idea: Idea, stages: list[Stage]) -> list[IdeaMoved]:
    passed = [Stage(idea.stage), *stages]
    return [IdeaMoved(idea_id=idea.pk, from_stage=left, to_stage=to) for left, to in pairwise(passed)]


def _opened(case: _Case, reviews: list[Review], desk: _Desk) -> ReviewsOpened:
    told = [ask.slug for ask in case.routing.asked(Mode.NOTIFY) if ask.slug in desk.departments]
    return ReviewsOpened(
        idea_id=case.idea.pk,
        round=case.idea.round,
        department_ids=tuple(review.department_id for review in reviews),
        notified_department_ids=tuple(desk.departments[slug].pk for slug in told),
    )
