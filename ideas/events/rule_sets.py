"""Facts about the rules."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class RuleSetActivated(DomainEvent):
    """A second person gave a version its date; ideas sent from then on are routed by it."""

    type = "rule_set.activated"
    consumers = ()
    rule_set_id: int


@dataclass(frozen=True, kw_only=True)
class RulesReported(DomainEvent):
    """The weekly look at the rules was taken; people hear of it where a change of them is suggested that they have not heard of.

    `suggestions`: the key of each change. `is_new`: the look before suggested others, or none.
    """

    type = "rules.reported"
    consumers = ("notify",)
    suggestion_count: int
    suggestions: tuple[str, ...] = ()
    is_new: bool = True
