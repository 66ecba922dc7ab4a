"""Facts about questions and ideas that wait for their author."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(DomainEvent):
    """A department asks the author, another department or a person."""

    type = "question.asked"
    consumers = ("notify",)
    review_id: int
    question_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionsAnswered(DomainEvent):
    """Questions were answered together; every department asked reads the answers."""

    type = "questions.answered"
    consumers = ("notify",)
    question_ids: tuple[int, ...]
    is_by_author: bool


@dataclass(frozen=True, kw_only=True)
class IdeaParkedForAuthor(DomainEvent):
    """The author did not answer within what a round may wait: the idea is parked until they are back."""

    type = "idea.parked_for_author"
    consumers = ("notify",)


@dataclass(frozen=True, kw_only=True)
class IdeaResumed(DomainEvent):
    """An author let the parked idea go on."""

    type = "idea.resumed"
    consumers = ("notify",)
