"""Facts about how much work departments have."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class LoadWarned(DomainEvent):
    """In one of the weeks to come more falls due than a department can do without haste; told once a week."""

    type = "department.load_warned"
    consumers = ("notify",)
    department_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewBounced(DomainEvent):
    """A department says that a review is not for it; whoever keeps order settles that."""

    type = "review.bounced"
    consumers = ("notify",)
    review_id: int
    bounce_id: int


@dataclass(frozen=True, kw_only=True)
class BounceSettled(DomainEvent):
    """It was settled whose a review is; whoever sent it back hears of it."""

    type = "bounce.settled"
    consumers = ("notify",)
    review_id: int
    bounce_id: int
