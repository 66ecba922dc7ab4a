"""What has happened with an idea, as far as one reader may know it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ideas.models import Decision, Event, Idea, Review, ReviewVersion, SecondReading, User
from ideas.policies.decisions import can_read_decision
from ideas.policies.ideas import can_read_author
from ideas.selectors.timeline_rows import rows_named

# Types that a reader of the idea may know of; votes and comments have their own places, ballots are the voter's alone.
SHOWN_TYPES = (
    "idea.submitted",
    "idea.edited",
    "idea.rerouted",
    "idea.withdrawn",
    "discussion.locked",
    "reviews.opened",
    "review.waits",
    "review.input_arrived",
    "review.assigned",
    "review.submitted",
    "review.revised",
    "reaffirmation.asked",
    "review.reaffirmed",
    "review.unassignable",
    "clock.paused",
    "clock.resumed",
    "clock.recounted",
    "second_reading.given",
    "second_reading.done",
    "review.escalated",
    "review.lapsed",
    "task.escalated",
    "idea.without_date",
    "risk.accepted",
    "review.extended",
    "escalation.raised",
    "escalation.climbed",
    "escalation.ended",
    "promise.apologised",
    "early_stop.asked",
    "early_stop.confirmed",
    "early_stop.lifted",
    "ballot.opened",
    "ballot.extended",
    "ballot.closed",
    "review.recused",
    "review.returned",
    "review.bounced",
    "bounce.settled",
    "decider.changed",
    "question.asked",
    "questions.answered",
    "idea.parked_for_author",
    "idea.resumed",
    "idea.ready_for_decision",
    "decision.made",
    "decision.announced",
    "idea.reopened",
    "triage.done",
    "routing.overridden",
    "routing.asked_also",
    "idea.redirected",
    "idea.merged",
    "idea.unmerged",
    "ideas.merged",
    "triage.lapsed",
    "first_response.given",
    "appeal.filed",
    "appeal.decided",
    "owner.named",
    "outcome.recorded",
    "condition.met",
    "precedent.credited",
    "precedent.named",
)
_BY_AUTHORS = frozenset(
    {
        "idea.submitted",
        "idea.edited",
        "idea.rerouted",
        "idea.withdrawn",
        "idea.resumed",
        "appeal.filed",
        "escalation.raised",
    }
)
MAX_ENTRIES = 50


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened. `type` is the event's word; who did it and for which department where that may be known.

    `recommendation` is given only where the department's answer may be read; `count` of departments asked;
    `is_told`: the department's answer may be read; `reason` why it was changed, where it may; `version` of the idea after
    an edit; `decision` where it may be read; `rows` that the event names, by the name in its payload, such as `review_id`;
    `step` of an escalation, and its `task` where it is no review.
    """

    id: int
    type: str
    at: datetime
    person: User | None = None
    department: str = ""
    recommendation: str = ""
    count: int = 0
    version: int = 0
    is_locked: bool = False
    is_undone: bool = False
    decision: Decision | None = None
    reason: str = ""
    step: str = ""
    task: str = ""
    is_told: bool = False
    rows: Mapping[str, Any] = field(default_factory=dict)


def timeline_events(*, idea: Idea, viewer: User) -> QuerySet[Event]:
    """Return the events of `idea` that `viewer`, who may see it, may know of; unevaluated, the latest first.

    A decision that was not announced exists for its author and decider alone. At most two queries besides its own.
    """
    events = Event.objects.filter(idea=idea, type__in=SHOWN_TYPES).select_related("actor")
    hidden = [decision.pk for decision in _unannounced(idea) if not can_read_decision(viewer, decision)]
    return events.exclude(type="decision.made", payload__decision_id__in=hidden).order_by("-id")


def timeline_entries(*, idea: Idea, viewer: User, events: Sequence[Event]) -> list[TimelineEntry]:
    """Return `events` as entries, with names that `viewer` may know.

    Which answer a department gave is told here only after the decision is known. At most seven queries, however many
    events.
    """
    known = _Known(can_read_author(viewer, idea), _told_rounds(idea, viewer), rows_named(events))
    return [_entry(event, known) for event in events]


def timeline_of(
    *, idea: Idea, viewer: User, before: int | None = None, limit: int = MAX_ENTRIES
) -> list[TimelineEntry]:
    """Return up to `limit` entries older than the entry with id `before`, the latest first. At most ten queries."""
    events = timeline_events(idea=idea, viewer=viewer)
    if before is not None:
        events = events.filter(pk__lt=before)
    return timeline_entries(idea=idea, viewer=viewer, events=list(events[:limit]))


@dataclass(frozen=True)
class _Known:
    shows_author: bool
    told_rounds: frozenset[int]
    rows: Mapping[str, Mapping[int, Any]]


def _unannounced(idea: Idea) -> list[Decision]:
    return list(Decision.objects.filter(idea=idea, announced_at__isnull=True).select_related("idea"))


def _told_rounds(idea: Idea, viewer: User) -> frozenset[int]:
    decisions = Decision.objects.filter(idea=idea).select_related("idea")
    return frozenset(decision.round for decision in decisions if can_read_decision(viewer, decision))


def _entry(event: Event, known: _Known) -> TimelineEntry:
    rows = {name: found[event.payload[name]] for name, found in known.rows.items() if event.payload.get(name) in found}
    review: Review | None = rows.get("review_id")
    is_told = review is not None and review.round in known.told_rounds
    return TimelineEntry(
        id=event.pk,
        type=event.type,
        at=event.occurred_at,
        person=_person(event, known, rows),
        department=review.department.name if review else "",
        recommendation=_recommended(event, review, rows) if review and is_told else "",
        reason=rows["review_version_id"].reason if is_told and "review_version_id" in rows else "",
        is_told=is_told,
        step=event.payload.get("step", ""),
        task=event.payload.get("task", ""),
        count=len(event.payload.get("department_ids", ())),
        version=event.payload.get("version", 0),
        is_locked=event.payload.get("is_locked", False),
        is_undone=event.payload.get("is_undone", False),
        decision=rows.get("decision_id"),
        rows=rows,
    )


def _recommended(event: Event, review: Review, rows: Mapping[str, Any]) -> str:
    """What the department recommended at that moment: before it was changed, or after."""
    if event.type == "review.submitted":
        return getattr(review, "said_first", None) or review.recommendation
    version: ReviewVersion | None = rows.get("review_version_id")
    return str(version.content["recommendation"]) if version else ""


def _person(event: Event, known: _Known, rows: Mapping[str, Any]) -> User | None:
    """Who did it; whoever got a review stands for its assignment."""
    if event.type in _BY_AUTHORS or event.payload.get("is_by_author"):
        return event.actor if known.shows_author else None
    if event.type in {"review.assigned", "review.submitted"}:
        return rows.get("owner_id") or (rows["review_id"].owner if "review_id" in rows else None)
    if event.type == "second_reading.given":
        reading: SecondReading | None = known.rows.get("second_reading_id", {}).get(event.payload["second_reading_id"])
        return reading.reader if reading else None
    return event.actor
