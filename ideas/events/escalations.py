"""Facts about what people do when answers are late."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ReviewExtended(DomainEvent):
    """A late review has a new date, once; the extension says which and why."""

    type = "review.extended"
    consumers = ("notify",)
    review_id: int
    extension_id: int


@dataclass(frozen=True, kw_only=True)
class EscalationRaised(DomainEvent):
    """An author asks further up for an answer; whoever owes it hears of it."""

    type = "escalation.raised"
    consumers = ("notify",)
    escalation_id: int


@dataclass(frozen=True, kw_only=True)
class EscalationClimbed(DomainEvent):
    """Nobody acted for a working day, so the next level hears of it; `step` is a word of Escalation.Level."""

    type = "escalation.climbed"
    consumers = ("notify",)
    escalation_id: int
    step: str


@dataclass(frozen=True, kw_only=True)
class EscalationEnded(DomainEvent):
    """Somebody acted upon what an author had escalated; the authors hear how."""

    type = "escalation.ended"
    consumers = ("notify",)
    escalation_id: int


@dataclass(frozen=True, kw_only=True)
class ApologyWritten(DomainEvent):
    """A person said something about a missed promise, and named a new day."""

    type = "promise.apologised"
    consumers = ("notify",)
    promise_id: int
    apology_id: int


@dataclass(frozen=True, kw_only=True)
class ApologyOwed(DomainEvent):
    """A promise was missed and nobody has written to the author; told once a working day."""

    type = "promise.apology_owed"
    consumers = ("notify",)
    promise_id: int
