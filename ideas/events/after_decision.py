"""Facts about what follows a decision: another round, an appeal, conditions, and what becomes of a yes."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class IdeaReopened(DomainEvent):
    """A declined or parked idea is looked at again; its reviews are opened anew."""

    type = "idea.reopened"
    consumers = ("route", "notify")
    round: int
    reopening_id: int


@dataclass(frozen=True, kw_only=True)
class AppealFiled(DomainEvent):
    type = "appeal.filed"
    consumers = ("notify",)
    decision_id: int
    appeal_id: int


@dataclass(frozen=True, kw_only=True)
class AppealDecided(DomainEvent):
    """Granted or refused; a granted one is followed by IdeaReopened."""

    type = "appeal.decided"
    consumers = ("notify",)
    decision_id: int
    appeal_id: int


@dataclass(frozen=True, kw_only=True)
class OwnerNamed(DomainEvent):
    """Somebody sees to an approved idea from now on."""

    type = "owner.named"
    consumers = ("notify",)
    owner_id: int


@dataclass(frozen=True, kw_only=True)
class OutcomeRecorded(DomainEvent):
    """An approved idea is being done, is done, or was stopped."""

    type = "outcome.recorded"
    consumers = ("notify",)
    outcome_id: int
    stage: str


@dataclass(frozen=True, kw_only=True)
class ConditionMet(DomainEvent):
    type = "condition.met"
    consumers = ()
    condition_id: int


@dataclass(frozen=True, kw_only=True)
class ConditionDue(DomainEvent):
    """A condition is due in three days, or was missed; told once each."""

    type = "condition.due"
    consumers = ("notify",)
    condition_id: int
    is_missed: bool
