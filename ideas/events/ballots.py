"""Facts about the board's votes. None says how anybody voted, and none the result."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class BallotOpened(DomainEvent):
    type = "ballot.opened"
    consumers = ("notify",)
    ballot_id: int


@dataclass(frozen=True, kw_only=True)
class BallotExtended(DomainEvent):
    """Its time passed without a quorum; it stays open for as long again."""

    type = "ballot.extended"
    consumers = ("notify",)
    ballot_id: int


@dataclass(frozen=True, kw_only=True)
class BallotClosed(DomainEvent):
    """The votes are counted; whoever decides hears of it."""

    type = "ballot.closed"
    consumers = ("notify",)
    ballot_id: int
