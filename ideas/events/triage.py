"""Facts about triage."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class TriageDone(DomainEvent):
    """A triager has sorted the idea: its reviews open, if they were held back."""

    type = "triage.done"
    consumers = ("route",)
    round: int
    triage_id: int


@dataclass(frozen=True, kw_only=True)
class TriageLapsed(DomainEvent):
    """Nobody sorted the idea in time: its reviews open by themselves."""

    type = "triage.lapsed"
    consumers = ("route",)
    round: int


@dataclass(frozen=True, kw_only=True)
class FirstResponseGiven(DomainEvent):
    type = "first_response.given"
    consumers = ("notify",)
    first_response_id: int


@dataclass(frozen=True, kw_only=True)
class RoutingOverridden(DomainEvent):
    """A triager changed tier or departments: what is newly asked opens, the authors hear of the date."""

    type = "routing.overridden"
    consumers = ("route", "notify")
    round: int
    override_id: int


@dataclass(frozen=True, kw_only=True)
class DepartmentAskedAlso(DomainEvent):
    """A reviewer asked one more department: its review opens, the authors hear of the date."""

    type = "routing.asked_also"
    consumers = ("route", "notify")
    round: int
    review_id: int
    override_id: int


@dataclass(frozen=True, kw_only=True)
class IdeaRedirected(DomainEvent):
    """It is no improvement idea: its author hears where it belongs."""

    type = "idea.redirected"
    consumers = ("notify",)
    redirect_id: int


@dataclass(frozen=True, kw_only=True)
class IdeaMerged(DomainEvent):
    """The idea ended in another one; it is told to those who supported it."""

    type = "idea.merged"
    consumers = ("notify",)
    merge_id: int


@dataclass(frozen=True, kw_only=True)
class IdeaUnmerged(DomainEvent):
    """The idea was taken out of the other one and goes on where it was."""

    type = "idea.unmerged"
    consumers = ("route", "notify")
    merge_id: int


@dataclass(frozen=True, kw_only=True)
class IdeasMerged(DomainEvent):
    """The other side: the idea took one in, or gave it back."""

    type = "ideas.merged"
    consumers = ()
    merge_id: int
    is_undone: bool = False
