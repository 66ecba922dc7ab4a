"""Facts about risks that somebody accepts."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class RiskAccepted(DomainEvent):
    """The idea goes on without an answer that is late; its review is cancelled as covered."""

    type = "risk.accepted"
    consumers = ("notify",)
    review_id: int
    risk_id: int


@dataclass(frozen=True, kw_only=True)
class RiskDue(DomainEvent):
    """An accepted risk is to be looked at again, or ends soon; told once each."""

    type = "risk.due"
    consumers = ("notify",)
    review_id: int
    risk_id: int
