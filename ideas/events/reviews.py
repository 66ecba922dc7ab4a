"""Facts about reviews and decisions."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ReviewsOpened(DomainEvent):
    """Routing is done: the departments' reviews exist, in rounds."""

    type = "reviews.opened"
    consumers = ("notify",)
    round: int
    department_ids: tuple[int, ...]
    notified_department_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReviewAssigned(DomainEvent):
    """A review has an owner. `review_move_id`: the change of hands by a person that it comes from, left out for none.

    `owner_id`: who got it, left out where `review_move_id` tells it; `acted_for_id`: in whose place, where in somebody's.
    """

    type = "review.assigned"
    consumers = ("notify",)
    review_id: int
    review_move_id: int | None = None
    owner_id: int | None = None
    acted_for_id: int | None = None

    def payload(self) -> dict[str, object]:
        return {key: value for key, value in super().payload().items() if value is not None}


@dataclass(frozen=True, kw_only=True)
class ReviewUnassignable(DomainEvent):
    """Nobody in the department is eligible; its lead hears of it."""

    type = "review.unassignable"
    consumers = ("notify",)
    review_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewStarted(DomainEvent):
    type = "review.started"
    consumers = ()
    review_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewSubmitted(DomainEvent):
    type = "review.submitted"
    consumers = ("notify",)
    review_id: int


@dataclass(frozen=True, kw_only=True)
class PoolChanged(DomainEvent):
    """Who can review for a department changed (membership, capacity, absence): unowned reviews are tried again."""

    type = "pool.changed"
    consumers = ("assign",)
    department_id: int


@dataclass(frozen=True, kw_only=True)
class IdeaReadyForDecision(DomainEvent):
    type = "idea.ready_for_decision"
    consumers = ("notify",)
    round: int


@dataclass(frozen=True, kw_only=True)
class DecisionMade(DomainEvent):
    """The author is told at once; `announce` waits until the decision's `announce_at`."""

    type = "decision.made"
    consumers = ("notify", "announce")
    decision_id: int


@dataclass(frozen=True, kw_only=True)
class DecisionAnnounced(DomainEvent):
    type = "decision.announced"
    consumers = ("notify",)
    decision_id: int
