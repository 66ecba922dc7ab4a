"""Who hears of questions, and of ideas that wait for their author."""

from collections.abc import Iterator, Mapping
from typing import Final

from ideas.events.clocks import DateRecounted
from ideas.events.dependencies import ReviewInputArrived
from ideas.events.questions import IdeaParkedForAuthor, IdeaResumed, QuestionAsked, QuestionsAnswered
from ideas.models import Event, Question, Review
from ideas.news import NewsKind, NewsReason
from ideas.selectors.recipient_rules.naming import Recipient, Rule, all_authors, leaders, number_in, reviewers


def _asked(event: Event) -> Iterator[Recipient]:
    question = Question.objects.filter(pk=number_in(event, "question_id"), answered_at__isnull=True).first()
    if question is None:
        return
    if question.to_person_id is not None:
        yield Recipient(question.to_person_id, NewsKind.QUESTION_ASKED, NewsReason.ASKED)
    elif question.to_department_id is not None:
        yield from _department(question, question.to_department_id)
    else:
        yield from all_authors(event, NewsKind.QUESTION_ASKED)


def _department(question: Question, department_id: int) -> Iterator[Recipient]:
    """Whoever reviews the idea there, and who leads it."""
    reviews = Review.objects.filter(idea=question.idea_id, round=question.round, department=department_id)
    for owner in reviews.filter(owner__isnull=False).values_list("owner_id", flat=True):
        yield Recipient(owner, NewsKind.QUESTION_ASKED, NewsReason.REVIEWER)
    yield from leaders([department_id], NewsKind.QUESTION_ASKED)


def _nearer(event: Event) -> Iterator[Recipient]:
    held = Review.objects.filter(pk=number_in(event, "review_id"), owner__isnull=False, submitted_at__isnull=True)
    for owner in held.values_list("owner_id", flat=True) if event.payload["is_nearer"] else ():
        yield Recipient(owner, NewsKind.DATE_NEARER, NewsReason.REVIEWER)


RULES: Final[Mapping[str, Rule]] = {
    QuestionAsked.type: _asked,
    DateRecounted.type: _nearer,
    ReviewInputArrived.type: _nearer,
    QuestionsAnswered.type: lambda event: reviewers(event, NewsKind.QUESTION_ANSWERED),
    IdeaParkedForAuthor.type: lambda event: all_authors(event, NewsKind.IDEA_WAITS),
    IdeaResumed.type: lambda event: reviewers(event, NewsKind.IDEA_RESUMED),
}
