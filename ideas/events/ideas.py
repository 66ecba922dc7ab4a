"""Facts about an idea and what is attached to it."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class IdeaSubmitted(DomainEvent):
    type = "idea.submitted"
    consumers = ("route", "notify")
    round: int = 1


@dataclass(frozen=True, kw_only=True)
class IdeaEdited(DomainEvent):
    type = "idea.edited"
    consumers = ("notify",)
    version: int


@dataclass(frozen=True, kw_only=True)
class IdeaRerouted(DomainEvent):
    """The author corrected an answer: departments newly asked get their reviews; those asked before stay asked."""

    type = "idea.rerouted"
    consumers = ("route",)
    round: int
    from_tier: int
    to_tier: int


@dataclass(frozen=True, kw_only=True)
class IdeaWithdrawn(DomainEvent):
    type = "idea.withdrawn"
    consumers = ("notify",)


@dataclass(frozen=True, kw_only=True)
class IdeaMoved(DomainEvent):
    """Every change of stage, whoever caused it."""

    type = "idea.moved"
    consumers = ()
    from_stage: str
    to_stage: str


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(DomainEvent):
    type = "attachment.added"
    consumers = ()
    attachment_id: int


@dataclass(frozen=True, kw_only=True)
class AttachmentRemoved(DomainEvent):
    type = "attachment.removed"
    consumers = ()
    attachment_id: int
