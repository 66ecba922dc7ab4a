"""Bodies of what becomes of an idea: its departments, its timeline and its decision."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.fields import DayField, IdField, LineField, ParagraphsField, WordField
from api.serializers import StrictSerializer
from api.v1.serializers.ballots import BallotBody, ballot_body
from api.v1.serializers.dependencies import WaitBody, wait_body
from api.v1.serializers.reviews import (
    ConditionBody,
    ConditionSerializer,
    NameBody,
    condition_bodies,
    conditions_of,
    name_body,
)
from api.v1.serializers.scores import ScoreProfileBody
from api.v1.serializers.watches import WatchBody, WatchSerializer, watch_body, watch_entries
from ideas.models import Decision
from ideas.selectors.ballots import ballot_of_decision
from ideas.selectors.lanes import Lane
from ideas.selectors.people import active_person
from ideas.selectors.timeline import TimelineEntry
from ideas.services.decision_content import DecisionContent
from ideas.services.review_content import MAX_ANSWER_CHARS, MAX_CONDITIONS, MAX_LINE_CHARS
from ideas.services.watch_content import ADDED_KINDS

DecisionAct = Literal["announce", "appeal"]


@dataclass(frozen=True, slots=True)
class LaneBody:
    """One department of an idea, asked or not."""

    department: Annotated[str, _("slug of the department")]
    name: str
    mode: Literal["required", "advisory", "notify", "not_asked"]
    state: Annotated[str, _("of its review; not_open, notify or not_asked where there is none")]
    why: str
    rule: str
    answers: Annotated[list[str], _("the author's answers that made it asked")]
    owner: NameBody | None
    due_at: datetime | None
    is_late: bool
    waits_for: Annotated[list[WaitBody], _("departments that answer before this one")]
    review: UUID | None
    recommendation: Annotated[str | None, _("null until you may read it")]
    plain_answer: str | None
    internal_note: str | None
    conditions: list[ConditionBody]


@dataclass(frozen=True, slots=True)
class LanesBody:
    """Every department of an idea, in the order of the rule set."""

    departments: list[LaneBody]
    disagrees: Annotated[
        bool | None,
        _("departments recommend different directions, or score three points apart; null while you may not read all"),
    ]
    score: Annotated[ScoreProfileBody | None, _("for ranking only; null while you may not read all answers")]
    decider: NameBody | None
    decider_because: str
    allowed_actions: list[Literal["decide"]]


def lane_body(lane: Lane) -> LaneBody:
    """Return one department."""
    mode: Literal["required", "advisory", "notify", "not_asked"] = lane.mode  # type: ignore[assignment]
    answer = lane.answer
    return LaneBody(
        department=lane.slug,
        name=lane.name,
        mode=mode,
        state=lane.state,
        why=lane.why,
        rule=lane.rule_id,
        answers=list(lane.answers),
        owner=name_body(lane.owner),
        due_at=lane.due_at,
        is_late=lane.is_late,
        waits_for=[wait_body(one) for one in lane.waits],
        review=lane.review.public_id if lane.review else None,
        recommendation=answer.recommendation if answer else None,
        plain_answer=answer.plain_answer if answer else None,
        internal_note=answer.internal_note if answer and answer.is_whole else None,
        conditions=condition_bodies(answer.conditions) if answer else [],
    )


@dataclass(frozen=True, slots=True)
class TimelineBody:
    """One thing that happened with an idea."""

    type: str
    at: datetime
    person: NameBody | None
    department: str
    recommendation: Annotated[str, _("of the department, where you may read it")]
    reason: Annotated[str, _("why, where that may be read")]
    version: Annotated[int | None, _("of the idea, after an edit")]
    decision: UUID | None


def timeline_body(entry: TimelineEntry) -> TimelineBody:
    """Return one entry."""
    return TimelineBody(
        type=entry.type,
        at=entry.at,
        person=name_body(entry.person),
        department=entry.department,
        recommendation=entry.recommendation,
        reason=entry.reason,
        version=entry.version or None,
        decision=entry.decision.public_id if entry.decision else None,
    )


@dataclass(frozen=True, slots=True)
class DecisionBody:
    """The answer to an idea."""

    id: UUID
    idea: Annotated[str, _("ref of the idea")]
    kind: str
    reason_code: str
    reason_detail: str
    explanation: str
    what_would_change: str
    next_step: str
    next_step_on: date | None
    wakes_on: date | None
    conditions: list[ConditionBody]
    watches: Annotated[list[WatchBody], _("what makes the idea looked at again")]
    decided_by: NameBody | None
    acted_for: Annotated[NameBody | None, _("in whose place it was decided")]
    decided_because: str
    decided_at: datetime
    announce_at: datetime
    announced_at: Annotated[datetime | None, _("null while only the author and the decider may read it")]
    rule_set: int
    ballot: Annotated[BallotBody | None, _("how the board voted; null where it did not")]
    allowed_actions: list[DecisionAct]


def decision_body(decision: Decision, *, may_announce: bool, may_appeal: bool = False) -> DecisionBody:
    """Return a decision that its reader may know."""
    ballot = ballot_of_decision(idea=decision.idea, round=decision.round)
    actions: list[DecisionAct] = [*(["announce"] if may_announce else []), *(["appeal"] if may_appeal else [])]  # type: ignore[list-item]
    return DecisionBody(
        id=decision.public_id,
        idea=decision.idea.ref,
        kind=decision.kind,
        reason_code=decision.reason_code,
        reason_detail=decision.reason_detail,
        explanation=decision.explanation,
        what_would_change=decision.what_would_change,
        next_step=decision.next_step,
        next_step_on=decision.next_step_on,
        wakes_on=decision.wakes_on,
        conditions=condition_bodies(list(decision.conditions.all())),
        watches=[watch_body(one) for one in decision.watches.all()],
        decided_by=name_body(decision.decided_by),
        acted_for=name_body(decision.acted_for),
        decided_because=decision.decided_because,
        decided_at=decision.decided_at,
        announce_at=decision.announce_at,
        announced_at=decision.announced_at,
        rule_set=decision.rule_set.version,
        ballot=ballot_body(ballot) if ballot else None,
        allowed_actions=actions,
    )


class DecisionSerializer(StrictSerializer):
    kind = WordField(choices=Decision.Kind)
    reason_code = LineField(max_chars=60, allow_blank=True, default="")
    reason_detail = LineField(max_chars=MAX_LINE_CHARS, allow_blank=True, default="")
    explanation = ParagraphsField(max_chars=MAX_ANSWER_CHARS, allow_blank=True, default="")
    what_would_change = ParagraphsField(max_chars=MAX_ANSWER_CHARS, allow_blank=True, default="")
    next_step = LineField(max_chars=MAX_LINE_CHARS, allow_blank=True, default="")
    next_step_on = DayField(allow_null=True, default=None)
    wakes_on = DayField(allow_null=True, default=None)
    owner = IdField(allow_null=True, default=None)
    conditions = serializers.ListField(child=ConditionSerializer(), max_length=MAX_CONDITIONS, default=list)
    watches = serializers.ListField(child=WatchSerializer(), max_length=len(ADDED_KINDS), default=list)


def decision_content_of(values: dict[str, object]) -> DecisionContent:
    """Return the checked body as the service takes it."""
    rest = {name: value for name, value in values.items() if name not in {"conditions", "watches", "owner"}}
    person = values.get("owner")
    owner = active_person(public_id=person, field="owner") if isinstance(person, UUID) else None
    return DecisionContent(**rest, owner=owner, conditions=conditions_of(values), watches=watch_entries(values))  # type: ignore[arg-type]
