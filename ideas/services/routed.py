"""Keeps what routing answered for an idea, and what was promised because of it."""

from datetime import datetime

from django.utils import timezone

from ideas.models import AnswerSet, ClockEntry, Idea, Promise, RoutingDecision, RoutingOverride, User
from ideas.routing.clock import working_days_moved
from ideas.selectors.clocks import calendars_by_id
from ideas.selectors.routing import RoutingPreview
from ideas.services.clock_entries import Fact, enter, enter_starts
from ideas.services.scores import keep_score
from ideas.workflow import Stage


def keep_routing(
    *, idea: Idea, answer_set: AnswerSet, preview: RoutingPreview, override: RoutingOverride | None = None
) -> RoutingDecision:
    """Store tier, departments and every rule that fired, with the words of today, for the present round.

    Other rules may weigh otherwise, and another round begins without answers, so the score is counted anew; but not of what
    was only just sent, which nobody has answered.
    """
    row = RoutingDecision.objects.create(
        idea=idea,
        round=idea.round,
        answer_set=answer_set,
        rule_set=preview.rule_set,
        tier=preview.tier,
        routing=preview.routing.as_json(),
        override=override,
    )
    if idea.stage not in {Stage.DRAFT, Stage.SUBMITTED}:
        keep_score(idea=idea)
    return row


def make_promises(*, idea: Idea, preview: RoutingPreview, now: datetime) -> None:
    """Promise a first response and a decision on the organisation's calendar; see docs/review-process.md 3.3."""
    kinds = {"first_response": Promise.Kind.FIRST_RESPONSE, "decision": Promise.Kind.DECISION}
    Promise.objects.bulk_create(
        Promise(
            idea=idea,
            kind=kinds[step.kind],
            round=idea.round,
            due_at=step.due_at,
            calendar_id=preview.calendar_id,
            calendar_version=preview.calendar_version,
            working_days=step.working_days,
            made_at=now,
        )
        for step in preview.steps
        if step.kind in kinds
    )


def leave_time(*, idea: Idea, until: datetime, by: User, reason: str) -> datetime:
    """Let the promised decision be no earlier than `until`; a date that was missed stays missed. Return the date.

    Where it moves, that is written down with `by` and `reason`.
    """
    promise = Promise.objects.select_for_update().get(idea=idea, round=idea.round, kind=Promise.Kind.DECISION)
    if timezone.now() < promise.due_at < until:
        _move(promise, until, by, reason)
    return promise.due_at


def extend_promise(
    *, idea: Idea, preview: RoutingPreview, by: User, reason: str, least: datetime | None = None
) -> datetime:
    """Let the promised decision follow a higher tier; a date once given never comes nearer. Return the date.

    Args:
        by, reason: who moved it and why; written down where it moves.
        least: where given, the date may come nearer, but not before this moment: somebody found the idea smaller.
    """
    promise = Promise.objects.select_for_update().get(idea=idea, round=idea.round, kind=Promise.Kind.DECISION)
    nearer = max(preview.promised_at, least) if least is not None and promise.paused_at is None else promise.due_at
    if preview.promised_at > promise.due_at or nearer < promise.due_at:
        promise.working_days = preview.windows.promise
        promise.calendar_id, promise.calendar_version = preview.calendar_id, preview.calendar_version
        _move(promise, max(preview.promised_at, min(nearer, promise.due_at)), by, reason)
    return promise.due_at


def _move(promise: Promise, to: datetime, by: User, reason: str) -> None:
    """Give a locked promise another date, and write that down. Four queries, and one for the calendar's days off."""
    calendar = calendars_by_id({promise.calendar_id})[promise.calendar_id]
    enter_starts([promise])
    days = working_days_moved(calendar, promise.due_at, to)
    promise.due_at = to
    promise.save()
    enter([promise], Fact(ClockEntry.Kind.REROUTED, by, reason=reason, days={promise: days}))
