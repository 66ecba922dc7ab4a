"""Facts about dates that come near or passed."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ReviewReminded(DomainEvent):
    """A date comes near or is there, or a lead asks for the answer; `step` is a kind of Reminder.

    `passed_over`: earlier steps that were reached at the same time, so that they are told with this one, or never.
    """

    type = "review.reminded"
    consumers = ("notify",)
    review_id: int
    step: str
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReviewEscalated(DomainEvent):
    """A review that the decision waits for is late, and somebody further up hears of it; `step` as `ReviewReminded`."""

    type = "review.escalated"
    consumers = ("notify",)
    review_id: int
    step: str
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TaskReminded(DomainEvent):
    """The date of another task comes near or is there. `task`: a code of dated tasks; `task_id`: its row."""

    type = "task.reminded"
    consumers = ("notify",)
    task: str
    task_id: int
    step: str
    review_id: int | None = None
    decision_id: int | None = None
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TaskEscalated(DomainEvent):
    """Another task is late, and the programme managers hear of it."""

    type = "task.escalated"
    consumers = ("notify",)
    task: str
    task_id: int
    step: str
    review_id: int | None = None
    decision_id: int | None = None
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AdviceLapsed(DomainEvent):
    """Advice did not come by its date; the decision did not wait for it."""

    type = "review.lapsed"
    consumers = ()
    review_id: int


@dataclass(frozen=True, kw_only=True)
class IdeaWithoutDate(DomainEvent):
    """Nothing was to happen next with an idea that waits for its answer: it is on the list of escalated ideas."""

    type = "idea.without_date"
    consumers = ("notify",)
