"""Facts about acting for somebody."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class DelegationMade(DomainEvent):
    """Somebody acts for somebody from now on or from a day on; both hear of it."""

    type = "delegation.made"
    consumers = ("notify",)
    delegation_id: int


@dataclass(frozen=True, kw_only=True)
class DelegationAsked(DomainEvent):
    """Somebody of another department is to act for somebody; a lead or programme manager agrees or not."""

    type = "delegation.asked"
    consumers = ("notify",)
    delegation_id: int
