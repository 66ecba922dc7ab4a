"""Facts about reviews that wait for another department's."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ReviewWaits(DomainEvent):
    """A department begins after another one; the dependency says after which, until when and why."""

    type = "review.waits"
    consumers = ()
    review_id: int
    dependency_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewInputArrived(DomainEvent):
    """What a department waited for is there, so that it begins; its owner hears where its date came nearer."""

    type = "review.input_arrived"
    consumers = ("notify",)
    review_id: int
    dependency_id: int
    is_nearer: bool
