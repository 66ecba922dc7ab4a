"""Bodies of what people do about late answers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal, get_args
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import DayField, LineField, ParagraphsField
from api.serializers import StrictSerializer
from ideas.models import Apology, Escalation, Promise, Review
from ideas.models.escalations import MAX_APOLOGY_CHARS, MAX_REASON_CHARS
from ideas.selectors.apologies import ApologyView
from ideas.selectors.escalated_list import EscalatedRow
from ideas.selectors.escalations import EscalationView

EscalationAct = Literal["escalate"]
ApologyAct = Literal["apologise"]
ESCALATION_ACTS: Final = get_args(EscalationAct)
APOLOGY_ACTS: Final = get_args(ApologyAct)


@dataclass(frozen=True, slots=True)
class EscalationBody:
    """What an author escalated, and where it stands."""

    id: UUID
    stage: str
    reason: str
    raised_at: datetime
    level: Literal["owing", "manager", "board"]
    climbs_at: Annotated[
        datetime | None, _("when the next level hears of it; null at the last one and once it is over")
    ]
    ended_at: datetime | None
    ended_because: Annotated[str, _("answered, moved, extended, left_out or stage_over; empty while nobody acted")]
    ended_by: Annotated[str | None, _("name of who acted")]


@dataclass(frozen=True, slots=True)
class EscalationsBody:
    """The escalations of the present round, the first first."""

    escalations: list[EscalationBody]
    allowed_actions: list[EscalationAct]


@dataclass(frozen=True, slots=True)
class MissedPromiseBody:
    """A promise that was missed and whose answer still lacks."""

    kind: Literal["first_response", "decision"]
    due_at: datetime


@dataclass(frozen=True, slots=True)
class ApologyBody:
    """What a person said about a missed promise; the promise stays missed."""

    id: UUID
    promise: Literal["first_response", "decision"]
    text: str
    new_on: Annotated[date, _("by when the answer comes now")]
    by: Annotated[str, _("name of who wrote it")]
    at: datetime


@dataclass(frozen=True, slots=True)
class ApologiesBody:
    """What was said about missed promises of the present round, the first first."""

    apologies: list[ApologyBody]
    missed: MissedPromiseBody | None
    allowed_actions: list[ApologyAct]


@dataclass(frozen=True, slots=True)
class LateReviewBody:
    """A review that went up the whole ladder."""

    id: UUID
    department: Annotated[str, _("slug of the department")]
    due_at: datetime


@dataclass(frozen=True, slots=True)
class EscalatedIdeaBody:
    """An idea of the list of escalated ideas, and why it stands there."""

    ref: str
    title: str
    stage: str
    tier: int | None
    next_answer_at: Annotated[datetime | None, _("by when an answer was promised")]
    reviews: list[LateReviewBody]
    escalation: EscalationBody | None
    missed_promise: Annotated[MissedPromiseBody | None, _("missed, and nobody has written to the author")]
    attention: Annotated[str, _("what somebody must look at; empty for nothing")]


@dataclass(frozen=True, slots=True)
class ExtensionBody:
    """More time that a late review got."""

    was_due_at: datetime
    until: datetime
    reason: str
    by: Annotated[str, _("name of the lead or deputy")]


class ExtensionSerializer(StrictSerializer):
    until = DayField(help_text=_("a working day of the department"))
    reason = LineField(max_chars=MAX_REASON_CHARS)


class EscalationSerializer(StrictSerializer):
    reason = LineField(max_chars=MAX_REASON_CHARS)


class ApologySerializer(StrictSerializer):
    text = ParagraphsField(max_chars=MAX_APOLOGY_CHARS)
    new_on = DayField(help_text=_("a working day of the organisation"))


def extension_body(review: Review) -> ExtensionBody | None:
    """Return the extension of a review, which is loaded where there is one."""
    found = getattr(review, "extension", None)
    return ExtensionBody(found.was_due_at, found.until, found.reason, found.by.name) if found else None


def escalation_body(row: Escalation) -> EscalationBody:
    """Return an escalation; who raised it is not told, because authors may not be shown."""
    level: Any = row.level
    return EscalationBody(
        id=row.public_id,
        stage=row.stage,
        reason=row.reason,
        raised_at=row.raised_at,
        level=level,
        climbs_at=row.climbs_at,
        ended_at=row.ended_at,
        ended_because=row.ended_because,
        ended_by=row.ended_by.name if row.ended_by else None,
    )


def escalations_body(view: EscalationView) -> EscalationsBody:
    """Return the escalations of an idea, and whether the caller may add one."""
    return EscalationsBody([escalation_body(row) for row in view.rows], ["escalate"] if view.may_escalate else [])


def missed_promise_body(promise: Promise) -> MissedPromiseBody:
    """Return a promise."""
    kind: Any = promise.kind
    return MissedPromiseBody(kind, promise.due_at)


def apology_body(row: Apology) -> ApologyBody:
    """Return an apology whose promise and writer are loaded."""
    kind: Any = row.promise.kind
    return ApologyBody(row.public_id, kind, row.text, row.new_on, row.by.name, row.at)


def apologies_body(view: ApologyView, *, may_apologise: bool) -> ApologiesBody:
    """Return what was said about missed promises of an idea, and whether the caller may write."""
    missed = missed_promise_body(view.missed) if view.missed else None
    return ApologiesBody([apology_body(row) for row in view.rows], missed, ["apologise"] if may_apologise else [])


def escalated_idea_body(row: EscalatedRow) -> EscalatedIdeaBody:
    """Return an idea of the list of escalated ideas."""
    idea = row.idea
    return EscalatedIdeaBody(
        ref=idea.ref,
        title=idea.title,
        stage=idea.stage,
        tier=idea.tier,
        next_answer_at=idea.next_answer_at,
        reviews=[LateReviewBody(one.public_id, one.department.slug, one.due_at) for one in row.reviews],
        escalation=escalation_body(row.escalation) if row.escalation else None,
        missed_promise=missed_promise_body(row.promise) if row.promise else None,
        attention=row.attention,
    )
