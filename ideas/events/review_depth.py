"""Facts about what goes deeper than one department's answer."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ReviewRevised(DomainEvent):
    """A department changed its answer, once. `is_turned`: what it recommends is another thing now."""

    type = "review.revised"
    consumers = ("notify",)
    review_id: int
    review_version_id: int
    is_turned: bool


@dataclass(frozen=True, kw_only=True)
class SecondReadingGiven(DomainEvent):
    """Somebody was named to read an answer a second time."""

    type = "second_reading.given"
    consumers = ("notify",)
    review_id: int
    second_reading_id: int


@dataclass(frozen=True, kw_only=True)
class SecondReadingUnassignable(DomainEvent):
    """Nobody in the department can read the answer a second time; its lead hears of it."""

    type = "second_reading.unassignable"
    consumers = ("notify",)
    review_id: int
    second_reading_id: int


@dataclass(frozen=True, kw_only=True)
class SecondReadingDone(DomainEvent):
    """The second reader has said whether they agree."""

    type = "second_reading.done"
    consumers = ()
    review_id: int
    second_reading_id: int
