"""Who hears of the dates of other tasks than reviews: first responses, decisions, questions, what was sent back, appeals."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.db.models import QuerySet

from ideas.events.reminders import IdeaWithoutDate, TaskEscalated, TaskReminded
from ideas.models import Bounce, Event, Question, Reminder, RoleGrant, User, Watch
from ideas.news import NewsKind, NewsReason
from ideas.policies.appeals import judges_of
from ideas.policies.bounces import is_in_reach
from ideas.policies.deciders import deciders_of
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
from ideas.selectors.recipient_rules.naming import Recipient, Rule, all_authors, holders, idea_of, leaders, number_in
from ideas.selectors.recipient_rules.presence import present
from ideas.selectors.reminders import ideas_parked_for_author
from ideas.selectors.watches import standing_watches

Kind = Reminder.Kind
Group = Iterator[Recipient]


def _told(event: Event) -> Group:
    rows, of = _TASKS[str(event.payload["task"])]
    row = rows().filter(pk=number_in(event, "task_id")).first()
    if row is not None:
        yield from of(event, row)


def _first_response(event: Event, _row: object) -> Group:
    if event.payload["step"] == Kind.MANAGER:
        yield from managers(event, NewsKind.RESPONSE_DUE)
        return
    granted = RoleGrant.objects.filter(role=RoleGrant.Role.TRIAGER, person__is_active=True)
    triagers = set(granted.values_list("person_id", flat=True)) - author_ids(idea_of(event))
    if not triagers:
        yield from managers(event, NewsKind.RESPONSE_DUE)
    yield from present([Recipient(one, NewsKind.RESPONSE_DUE, NewsReason.TRIAGER) for one in sorted(triagers)])


def _decision(event: Event, _row: object) -> Group:
    deciders = [one.person.pk for one in deciders_of(idea_of(event))]
    yield from present([Recipient(one, NewsKind.DECISION_DUE, NewsReason.DECIDER) for one in deciders])
    if event.payload["step"] == Kind.MANAGER:
        yield from managers(event, NewsKind.DECISION_DUE)


def _question(event: Event, row: Question) -> Group:
    if event.payload["step"] == Kind.LATE:
        askers = dict.fromkeys([row.asked_by_id, row.review.owner_id or row.asked_by_id])
        yield from present([Recipient(one, NewsKind.QUESTION_LATE, NewsReason.REVIEWER) for one in askers])
    elif row.to_person_id is not None:
        yield Recipient(row.to_person_id, NewsKind.QUESTION_DUE, NewsReason.ASKED)
    elif row.to_department_id is not None:
        yield from present(list(_of_department(row, row.to_department_id)))
    else:
        yield from all_authors(event, NewsKind.QUESTION_DUE)


def _of_department(row: Question, department_id: int) -> Group:
    reviews = row.idea.reviews.filter(round=row.round, department=department_id, owner__isnull=False)
    for owner in reviews.values_list("owner_id", flat=True):
        yield Recipient(owner, NewsKind.QUESTION_DUE, NewsReason.REVIEWER)
    yield from leaders([department_id], NewsKind.QUESTION_DUE)


def _reaffirmation(event: Event, row: Any) -> Group:
    leads = list(leaders([row.review.department_id], NewsKind.REAFFIRMATION_DUE))
    step = event.payload["step"]
    if step == Kind.MANAGER:
        yield from managers(event, NewsKind.REAFFIRMATION_DUE)
    elif step == Kind.LEAD:
        yield from present(leads)[:1]
    else:
        owner = Recipient(row.review.owner_id, NewsKind.REAFFIRMATION_DUE, NewsReason.REVIEWER)
        yield from present([owner, *leads])[:1]


def _bounce(event: Event, row: Bounce) -> Group:
    if event.payload["step"] == Kind.MANAGER:
        yield from managers(event, NewsKind.BOUNCE_DUE)
        return
    able = User.objects.filter(pk__in=holders(Permission.OVERRIDE_ROUTING)).exclude(pk__in=author_ids(row.idea))
    in_reach = [one.pk for one in able.order_by("pk") if is_in_reach(one, row.number)]
    yield from present([Recipient(one, NewsKind.BOUNCE_DUE, NewsReason.TRIAGER) for one in in_reach])


def _appeal(_event: Event, row: Any) -> Group:
    judges = [one.person.pk for one in judges_of(row.decision)]
    yield from present([Recipient(one, NewsKind.APPEAL_DUE, NewsReason.JUDGE) for one in judges])


def _watch(event: Event, row: Watch) -> Group:
    decider = row.decision.decided_by
    if can_wake_idea(decider, row):
        yield Recipient(decider.pk, NewsKind.WATCH_DUE, NewsReason.DECIDER)
    else:
        yield from managers(event, NewsKind.WATCH_DUE)


def _parked(event: Event, row: Any) -> Group:
    yield from all_authors(event, NewsKind.IDEA_WAITS)
    if row.reminders.filter(kind=Kind.WAITING).count() > 1:
        yield from managers(event, NewsKind.AUTHOR_SILENT)


def _without_date(event: Event) -> Group:
    return managers(event, NewsKind.IDEA_WITHOUT_DATE)


def managers(event: Event, kind: NewsKind) -> Group:
    """The programme managers who are here and did not write the idea."""
    found = sorted(set(holders(Permission.DECIDE_INTERESTS)) - author_ids(idea_of(event)))
    yield from present([Recipient(one, kind, NewsReason.PROGRAMME_MANAGER) for one in found])


_TASKS: Final[Mapping[str, tuple[Callable[[], "QuerySet[Any]"], Callable[[Event, Any], Group]]]] = {
    "first_response": (first_responses, _first_response),
    "decision": (decisions_to_make, _decision),
    "question": (lambda: open_questions().select_related("review", "idea"), _question),
    "reaffirmation": (lambda: open_reaffirmations().select_related("review"), _reaffirmation),
    "bounce": (lambda: open_bounces().select_related("idea"), _bounce),
    "appeal": (lambda: open_appeals().select_related("decision"), _appeal),
    "watch": (lambda: standing_watches().select_related("decision__idea", "decision__decided_by"), _watch),
    "waiting": (ideas_parked_for_author, _parked),
}
RULES: Final[Mapping[str, Rule]] = {
    TaskReminded.type: _told,
    TaskEscalated.type: _told,
    IdeaWithoutDate.type: _without_date,
}
