"""Facts about dates that come near or passed."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ReviewReminded(DomainEvent):
    """A date comes near or is there, or a lead asks for the answer; `step` is a kind of Reminder."""

    type = "review.reminded"
    consumers = ("notify",)
    review_id: int
    step: str


@dataclass(frozen=True, kw_only=True)
class ReviewEscalated(DomainEvent):
    """A review that the decision waits for is late, and somebody further up hears of it; `step` is a kind of Reminder."""

    type = "review.escalated"
    consumers = ("notify",)
    review_id: int
    step: str
