"""Facts about early stops. None says which kind it is: others may owe their answer still."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class EarlyStopAsked(DomainEvent):
    type = "early_stop.asked"
    consumers = ("notify",)
    review_id: int
    early_stop_id: int


@dataclass(frozen=True, kw_only=True)
class EarlyStopConfirmed(DomainEvent):
    """Open reviews are cancelled and their reviewers thanked; the idea goes to its decision."""

    type = "early_stop.confirmed"
    consumers = ("notify",)
    early_stop_id: int
    cancelled_owner_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class EarlyStopLifted(DomainEvent):
    """Somebody let the departments go on, or the day passed."""

    type = "early_stop.lifted"
    consumers = ()
    early_stop_id: int
