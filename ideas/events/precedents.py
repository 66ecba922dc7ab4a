"""Facts about declined ideas that came before one that was approved later."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class PrecedentsFound(DomainEvent):
    """Declined ideas resemble this approved one, and wait to be settled."""

    type = "precedents.found"
    consumers = ("notify",)
    count: int


@dataclass(frozen=True, kw_only=True)
class PrecedentCredited(DomainEvent):
    """This idea came first: what it proposed was approved later."""

    type = "precedent.credited"
    consumers = ("notify",)
    precedent_id: int


@dataclass(frozen=True, kw_only=True)
class PrecedentNamed(DomainEvent):
    """The same, in the history of the idea that was approved."""

    type = "precedent.named"
    consumers = ()
    precedent_id: int
