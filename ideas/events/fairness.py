"""Facts about interests, delegation and absence."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ReviewRecused(DomainEvent):
    """A review left somebody who must not write it, and waits in its department again."""

    type = "review.recused"
    consumers = ()
    review_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewReturned(DomainEvent):
    """A review waits in its department again, because whoever held it is away."""

    type = "review.returned"
    consumers = ()
    review_id: int


@dataclass(frozen=True, kw_only=True)
class DeciderChanged(DomainEvent):
    """Whoever was to decide stepped aside; somebody else is asked now."""

    type = "decider.changed"
    consumers = ("notify",)
    round: int


@dataclass(frozen=True, kw_only=True)
class InterestDeclared(DomainEvent):
    """Somebody named an interest that may colour their judgement; the lead decides about it."""

    type = "interest.declared"
    consumers = ("notify",)
    interest_id: int


@dataclass(frozen=True, kw_only=True)
class InterestStruck(DomainEvent):
    """An interest that was named by mistake does not count any more; the person hears of it."""

    type = "interest.struck"
    consumers = ("notify",)
    interest_id: int


@dataclass(frozen=True, kw_only=True)
class StakeStrikingAsked(DomainEvent):
    """Somebody named a supplier by mistake; programme managers hear of it."""

    type = "stake.striking_asked"
    consumers = ("notify",)
    stake_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class StakeSettled(DomainEvent):
    """A supplier that was named by mistake was struck out, or stays; the person hears of it."""

    type = "stake.settled"
    consumers = ("notify",)
    person_id: int


@dataclass(frozen=True, kw_only=True)
class InterestDecided(DomainEvent):
    """The lead said whether the person may go on; the person hears of it."""

    type = "interest.decided"
    consumers = ("notify",)
    interest_id: int
