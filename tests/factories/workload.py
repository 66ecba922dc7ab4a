"""Reviews that change hands or are sent back."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ideas.models import Bounce, Department, ReviewMove
from tests.factories.people import UserFactory
from tests.factories.reviews import ReviewFactory


class ReviewMoveFactory(DjangoModelFactory[ReviewMove]):
    """A review that somebody took from the queue."""

    class Meta:
        model = ReviewMove

    review = factory.SubFactory(ReviewFactory, assigned=True)
    kind = ReviewMove.Kind.CLAIMED
    to_person = factory.SelfAttribute("review.owner")
    by = factory.SelfAttribute("review.owner")


class BounceFactory(DjangoModelFactory[Bounce]):
    """A review that its department says is for Legal; nobody settled it yet."""

    class Meta:
        model = Bounce

    review = factory.SubFactory(ReviewFactory, assigned=True)
    idea = factory.SelfAttribute("review.idea")
    round = factory.SelfAttribute("review.round")
    number = 1
    suggested = factory.LazyFunction(lambda: Department.objects.get(slug="legal"))
    reason = "Nobody here knows contracts."
    by = factory.SubFactory(UserFactory)
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
