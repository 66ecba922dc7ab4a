"""Questions about ideas."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ideas.models import Question
from tests.factories.reviews import ReviewFactory


class QuestionFactory(DjangoModelFactory[Question]):
    """A question of a reviewer to the author; nothing stands for it."""

    class Meta:
        model = Question

    review = factory.SubFactory(ReviewFactory, assigned=True)
    idea = factory.SelfAttribute("review.idea")
    round = factory.SelfAttribute("review.round")
    asked_by = factory.SelfAttribute("review.owner")
    addressee = Question.Addressee.AUTHOR
    text = factory.Sequence(lambda number: f"How many depots are concerned? ({number})")
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
