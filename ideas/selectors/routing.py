"""What would happen to an idea: who is asked, why, who decides and by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.exceptions import FieldProblem, InvalidValue
from ideas.models import Department, Idea, Organisation, Promise, RoutingDecision, RuleSet, User
from ideas.routing.adjusting import Adjustment, adjusted
from ideas.routing.clock import WorkingCalendar, due_at, local_day
from ideas.routing.outcome import DepartmentAsk, GivenAnswer, Routing
from ideas.routing.rules import (
    ANSWER_PROBLEMS,
    AnswerProblem,
    NotAsked,
    answer_problems,
    not_asked,
    route,
    with_unknowns,
)
from ideas.routing.ruleset import Mode, Windows
from ideas.routing.ruleset import RuleSet as Rules
from ideas.routing_shown import ShownRouting
from ideas.selectors.calendars import CALENDAR_OF_DEPARTMENT, organisation, own_calendar_of, working_calendar
from ideas.selectors.deciders import Decider, expected_decider
from ideas.selectors.rule_sets import active_rule_set, rules_of


@dataclass(frozen=True)
class AskedDepartment:
    """A department that is asked: how, by which rule, for which answer of the author, and until when (UTC).

    `answer_due_at` is None for a department that is only told.
    """

    slug: str
    name: str
    mode: Mode
    rule_id: str
    why: str
    answers: tuple[GivenAnswer, ...]
    answer_due_at: datetime | None


@dataclass(frozen=True)
class Step:
    """One step on the way: `kind` is first_response, reviews or decision; `due_at` in UTC."""

    kind: str
    due_at: datetime
    working_days: int


@dataclass(frozen=True)
class RoutingPreview:
    """Everything the author is shown before sending.

    `unanswered` were taken as "I don’t know". `decider` is None where nobody in the organisation may decide.
    """

    rule_set: RuleSet
    rules: Rules
    routing: Routing
    departments: tuple[AskedDepartment, ...]
    steps: tuple[Step, ...]
    decider: Decider | None
    unanswered: tuple[str, ...]
    calendar_id: int
    calendar_version: int
    time_zone: str
    shown: ShownRouting

    @property
    def windows(self) -> Windows:
        """How long each step may take."""
        return self.rules.tier(self.tier).windows

    @property
    def not_asked(self) -> tuple[NotAsked, ...]:
        """The departments that are not asked, each with its sentence."""
        return not_asked(self.rules, self.routing)

    @property
    def currency(self) -> str:
        """The currency of the amounts in the questions."""
        return self.rules.currency

    @property
    def tier(self) -> int:
        """The tier, 0 to 3."""
        return self.routing.tier

    @property
    def promised_at(self) -> datetime:
        """When the author will have an answer (UTC)."""
        return self.steps[-1].due_at

    @property
    def first_response_at(self) -> datetime:
        """When somebody will have answered for the first time (UTC)."""
        return self.steps[0].due_at


def preview_routing(
    *,
    author: User,
    answers: Mapping[str, object],
    other_authors: frozenset[int] = frozenset(),
    at: datetime | None = None,
    rule_set: RuleSet | None = None,
    home: Organisation | None = None,
    adjustment: Adjustment | None = None,
) -> RoutingPreview:
    """Return what sending an idea with `answers` would lead to, by the same pure function as sending it.

    Missing answers count as "I don't know". Dates count from `at`, now unless said otherwise, on the organisation's
    calendar; a department's own date on its own. `adjustment`: what a triager changed. About ten queries.

    Raises:
        InvalidValue: an answer fits no question or no option (422); fields are `answers.<question>`.
    """
    rule_set, home = rule_set or active_rule_set(), home or organisation()
    rules = rules_of(rule_set, currency=home.currency)
    routing = _routed(rules, answers, adjustment)
    windows = rules.tier(routing.tier).windows
    calendar, start = working_calendar(home.calendar), at or timezone.now()
    steps = _steps(calendar, start, windows)
    return RoutingPreview(
        rule_set=rule_set,
        rules=rules,
        routing=routing,
        departments=tuple(asked_departments(routing, windows=windows, start=start, home=calendar)),
        steps=steps,
        decider=expected_decider(tier=routing.tier, author=author, excluded=other_authors | {author.pk}),
        unanswered=tuple(question.id for question in rules.questions if question.id not in answers),
        calendar_id=home.calendar_id,
        calendar_version=calendar.version,
        time_zone=calendar.time_zone,
        shown=_shown(rule_set, routing, promised_on=local_day(calendar, steps[-1].due_at)),
    )


def _routed(rules: Rules, answers: Mapping[str, object], adjustment: Adjustment | None) -> Routing:
    """Return where `answers` lead, with "I don't know" for those that lack; refuse those that cannot be used."""
    complete = with_unknowns(rules, answers)
    refuse_answers(answer_problems(rules, complete))
    return route(rules, complete) if adjustment is None else adjusted(rules, complete, adjustment)


def _shown(rule_set: RuleSet, routing: Routing, *, promised_on: date) -> ShownRouting:
    return ShownRouting(
        rule_set=rule_set.version,
        tier=routing.tier,
        departments=tuple(f"{one.slug}:{one.mode}" for one in routing.departments),
        promised_on=promised_on,
    )


def asked_departments(
    routing: Routing, *, windows: Windows, start: datetime, home: WorkingCalendar
) -> list[AskedDepartment]:
    """Return the departments of `routing` in its order, each with its own due date. One query, one more a calendar."""
    calendars = _calendars([one.slug for one in routing.departments], home)
    return [_asked(one, windows, start, calendars[one.slug]) for one in routing.departments]


def refuse_answers(problems: tuple[AnswerProblem, ...]) -> None:
    """Raise when an answer cannot be used.

    Raises:
        InvalidValue: with one problem for each, field `answers.<question>` (422).
    """
    if problems:
        raise InvalidValue(
            _("Some answers need a change."),
            problems=tuple(
                FieldProblem(
                    f"answers.{one.question_id}", one.code, _(ANSWER_PROBLEMS[one.code]) % {"question": one.question}
                )
                for one in problems
            ),
        )


def current_routing(*, idea: Idea) -> RoutingDecision | None:
    """Return the routing that holds for the present round of `idea`, None for a draft. One query."""
    rows = RoutingDecision.objects.filter(idea=idea, round=idea.round).select_related("answer_set", "rule_set")
    return rows.order_by("-id").first()


def promises_of(*, idea: Idea) -> dict[str, Promise]:
    """Return the promises of the present round by kind. One query."""
    return {row.kind: row for row in Promise.objects.filter(idea=idea, round=idea.round)}


def _steps(calendar: WorkingCalendar, start: datetime, windows: Windows) -> tuple[Step, ...]:
    spans = (
        ("first_response", windows.first_response),
        ("reviews", min(windows.triage + windows.review, windows.promise)),
        ("decision", windows.promise),
    )
    return tuple(Step(kind, due_at(calendar, start, days), days) for kind, days in spans)


def _calendars(slugs: list[str], home: WorkingCalendar) -> dict[str, WorkingCalendar]:
    """Return the calendar of each department, the organisation's for those without one of their own or of their site."""
    found = dict.fromkeys(slugs, home)
    read = {home.key: home}
    others = Q(calendar__isnull=False) | Q(site__isnull=False)
    for row in Department.objects.filter(others, slug__in=slugs).select_related(*CALENDAR_OF_DEPARTMENT):
        calendar = own_calendar_of(row)
        if calendar is not None and calendar.key not in read:
            read[calendar.key] = working_calendar(calendar)
        found[row.slug] = read[calendar.key if calendar else home.key]
    return found


def _asked(one: DepartmentAsk, windows: Windows, start: datetime, calendar: WorkingCalendar) -> AskedDepartment:
    until = None if one.mode == Mode.NOTIFY else due_at(calendar, start, windows.review)
    return AskedDepartment(one.slug, one.name, one.mode, one.rule_id, one.why, one.answers, until)
