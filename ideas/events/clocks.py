"""Facts about the clocks of reviews."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ClockPaused(DomainEvent):
    """A review stands still; `pause_kind` says for what, the entry why."""

    type = "clock.paused"
    consumers = ()
    review_id: int
    clock_entry_id: int
    pause_kind: str


@dataclass(frozen=True, kw_only=True)
class ClockResumed(DomainEvent):
    """A review goes on, with a later date where working days passed."""

    type = "clock.resumed"
    consumers = ()
    review_id: int
    clock_entry_id: int
    pause_kind: str


@dataclass(frozen=True, kw_only=True)
class DateRecounted(DomainEvent):
    """The calendar changed, and with it the date of a review; its owner hears where it came nearer."""

    type = "clock.recounted"
    consumers = ("notify",)
    review_id: int
    clock_entry_id: int
    is_nearer: bool
