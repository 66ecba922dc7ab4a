"""Reviews that wait for another department's."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ideas.models import ReviewDependency
from tests.factories.reviews import ReviewFactory


class ReviewDependencyFactory(DjangoModelFactory[ReviewDependency]):
    """A review that waits for another one of the same idea, for two more days."""

    class Meta:
        model = ReviewDependency

    review = factory.SubFactory(ReviewFactory, assigned=True)
    needs = factory.SubFactory(ReviewFactory, assigned=True, idea=factory.SelfAttribute("..review.idea"))
    rule_id = "DEP-1"
    why = "What it costs depends on how it can be bought"
    splits_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=2))
