"""Who hears of the dates of other tasks than reviews: first responses, decisions, questions, what was sent back, appeals."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.db.models import QuerySet

from ideas.events.reminders import IdeaWithoutDate, TaskEscalated, TaskReminded
from ideas.models import Bounce, Event, Question, Reminder, RoleGrant, User, Watch
from ideas.news import NewsKind, NewsReason
from ideas.policies.appeals import judges_of
from ideas.policies.bounces import is_in_reach
from ideas.policies.permissions import Permission
from ideas.policies.watches import can_wake_idea
from ideas.selectors.authors import author_ids
from ideas.selectors.dated_tasks import (
    decisions_to_make,
    first_responses,
    open_appeals,
    open_bounces,
    open_questions,
    open_reaffirmations,
)
from ideas.selectors.recipient_rules.further_up import deciding, managers, managing, steps_of
from ideas.selectors.recipient_rules.naming import (
    Recipient,
    Rule,
    Waits,
    all_authors,
    holders,
    idea_of,
    leaders,
    number_in,
)
from ideas.selectors.recipient_rules.presence import Level, first_able
from ideas.selectors.reminders import ideas_parked_for_author
from ideas.selectors.watches import standing_watches

Kind = Reminder.Kind
Group = Iterator[Recipient]


def _told(event: Event) -> Group:
    """Whoever hears at each step that was reached, the latest first, so that nobody hears of it twice."""
    row = _row(event)
    if row is not None:
        for step in steps_of(event):
            yield from _TASKS[str(event.payload["task"])].of(event, row, step)


def _row(event: Event) -> Any:
    """What waits, unless it was done meanwhile."""
    return _TASKS[str(event.payload["task"])].rows().filter(pk=number_in(event, "task_id")).first()


def _still_waits(event: Event) -> bool:
    return _row(event) is not None


def _first_response(event: Event, _row: object, step: str) -> Group:
    kind = NewsKind.RESPONSE_DUE
    if step == Kind.MANAGER:
        yield from managing(event, kind)
        return
    granted = RoleGrant.objects.filter(role=RoleGrant.Role.TRIAGER, person__is_active=True)
    triagers = sorted(set(granted.values_list("person_id", flat=True)) - author_ids(idea_of(event)))
    sorters = first_able(event, lambda: [Recipient(one, kind, NewsReason.TRIAGER) for one in triagers])
    yield from sorters or managing(event, kind)


def _decision(event: Event, _row: object, step: str) -> Group:
    kind = NewsKind.DECISION_DUE
    yield from first_able(event, lambda: deciding(event, kind), lambda: managers(event, kind))
    if step == Kind.MANAGER:
        yield from managing(event, kind)


def _question(event: Event, row: Question, step: str) -> Group:
    asked: Level = partial(_asked, event, row)
    yield from first_able(event, *([asked] if step != Kind.LATE else []), *_beyond_asked(event, row))


def _asked(event: Event, row: Question) -> Group:
    if row.to_person_id is not None:
        yield Recipient(row.to_person_id, NewsKind.QUESTION_DUE, NewsReason.ASKED)
    elif row.to_department_id is not None:
        yield from _of_department(row, row.to_department_id)
    else:
        yield from all_authors(event, NewsKind.QUESTION_DUE)


def _beyond_asked(event: Event, row: Question) -> tuple[Level, ...]:
    """Who asked, then whoever leads their department."""
    kind = NewsKind.QUESTION_LATE
    askers = dict.fromkeys([row.asked_by_id, row.review.owner_id or row.asked_by_id])
    return (
        lambda: [Recipient(one, kind, NewsReason.REVIEWER) for one in askers],
        lambda: leaders([row.review.department_id], kind),
        lambda: managers(event, kind),
        lambda: deciding(event, kind),
    )


def _of_department(row: Question, department_id: int) -> Group:
    reviews = row.idea.reviews.filter(round=row.round, department=department_id, owner__isnull=False)
    for owner in reviews.values_list("owner_id", flat=True):
        yield Recipient(owner, NewsKind.QUESTION_DUE, NewsReason.REVIEWER)
    yield from leaders([department_id], NewsKind.QUESTION_DUE)


def _reaffirmation(event: Event, row: Any, step: str) -> Group:
    kind = NewsKind.REAFFIRMATION_DUE
    if step == Kind.MANAGER:
        yield from managing(event, kind)
        return
    owner = [] if step == Kind.LEAD else [Recipient(row.review.owner_id, kind, NewsReason.REVIEWER)]
    department = first_able(event, lambda: [*owner, *leaders([row.review.department_id], kind)])
    yield from department[:1] or managing(event, kind)


def _bounce(event: Event, row: Bounce, step: str) -> Group:
    kind = NewsKind.BOUNCE_DUE
    if step == Kind.MANAGER:
        yield from managing(event, kind)
        return
    people = User.objects.filter(pk__in=holders(Permission.OVERRIDE_ROUTING)).exclude(pk__in=author_ids(row.idea))
    in_reach = [one.pk for one in people.order_by("pk") if is_in_reach(one, row.number)]
    able = first_able(event, lambda: [Recipient(one, kind, NewsReason.TRIAGER) for one in in_reach])
    yield from able or managing(event, kind)


def _appeal(event: Event, row: Any, _step: str) -> Group:
    judges = [one.person.pk for one in judges_of(row.decision)]
    yield from first_able(event, lambda: [Recipient(one, NewsKind.APPEAL_DUE, NewsReason.JUDGE) for one in judges])


def _watch(event: Event, row: Watch, _step: str) -> Group:
    decider = row.decision.decided_by
    if can_wake_idea(decider, row):
        yield Recipient(decider.pk, NewsKind.WATCH_DUE, NewsReason.DECIDER)
    else:
        yield from managing(event, NewsKind.WATCH_DUE)


def _parked(event: Event, row: Any, _step: str) -> Group:
    yield from all_authors(event, NewsKind.IDEA_WAITS)
    if row.reminders.filter(kind=Kind.WAITING).count() > 1:
        yield from managing(event, NewsKind.AUTHOR_SILENT)


def _without_date(event: Event) -> Iterator[Recipient]:
    yield from managing(event, NewsKind.IDEA_WITHOUT_DATE)


@dataclass(frozen=True)
class _Task:
    """`rows`: what waits still; `of`: who hears of a row at a step."""

    rows: Callable[[], "QuerySet[Any]"]
    of: Callable[[Event, Any, str], Group]


_TASKS: Final[Mapping[str, _Task]] = {
    "first_response": _Task(first_responses, _first_response),
    "decision": _Task(decisions_to_make, _decision),
    "question": _Task(lambda: open_questions().select_related("review", "idea"), _question),
    "reaffirmation": _Task(lambda: open_reaffirmations().select_related("review"), _reaffirmation),
    "bounce": _Task(lambda: open_bounces().select_related("idea"), _bounce),
    "appeal": _Task(lambda: open_appeals().select_related("decision"), _appeal),
    "watch": _Task(lambda: standing_watches().select_related("decision__idea", "decision__decided_by"), _watch),
    "waiting": _Task(ideas_parked_for_author, _parked),
}
WAITS: Final[Mapping[str, Waits]] = {TaskReminded.type: _still_waits, TaskEscalated.type: _still_waits}
RULES: Final[Mapping[str, Rule]] = {
    TaskReminded.type: _told,
    TaskEscalated.type: _told,
    IdeaWithoutDate.type: _without_date,
}
