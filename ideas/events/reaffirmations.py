"""Facts about answers that were given before the author changed the idea."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ReaffirmationAsked(DomainEvent):
    """The author changed the idea materially; a department that had answered says whether its answer stands."""

    type = "reaffirmation.asked"
    consumers = ("notify",)
    review_id: int
    reaffirmation_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewReaffirmed(DomainEvent):
    """A department's answer stands after the change. One that is changed says so by `ReviewRevised`."""

    type = "review.reaffirmed"
    consumers = ()
    review_id: int
    reaffirmation_id: int
