"""Answers that are asked about again."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ideas.models import AnswerSet, Idea, Reaffirmation
from tests.factories.parts import AnswerSetFactory
from tests.factories.reviews import ReviewFactory


def _answers_of(idea: Idea) -> AnswerSet:
    """The first answers of `idea`; made where it has none."""
    found: AnswerSet = idea.answer_sets.order_by("version").first() or AnswerSetFactory(idea=idea)
    return found


class ReaffirmationFactory(DjangoModelFactory[Reaffirmation]):
    """A submitted review that is asked about; the answers are the same, as if only their rule set were another."""

    class Meta:
        model = Reaffirmation

    review = factory.SubFactory(ReviewFactory, submitted=True)
    from_version = 1
    to_version = 2
    answers_before = factory.LazyAttribute(lambda row: _answers_of(row.review.idea))
    answers_after = factory.SelfAttribute("answers_before")
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=2))
