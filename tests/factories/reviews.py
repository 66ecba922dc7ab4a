"""Reviews of departments."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ideas.models import Calendar, Review
from tests.factories.ideas import IdeaFactory
from tests.factories.people import DepartmentFactory, UserFactory


class ReviewFactory(DjangoModelFactory[Review]):
    """A required review that waits in its department's queue."""

    class Meta:
        model = Review

    idea = factory.SubFactory(IdeaFactory, submitted=True)
    round = 1
    department = factory.SubFactory(DepartmentFactory, core=True)
    mode = Review.Mode.REQUIRED
    rule_id = "BUS-1"
    why = "Every idea has a business owner who answers for it"
    points = 2
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    calendar = factory.LazyFunction(lambda: Calendar.objects.get(key="england_and_wales"))
    calendar_version = 1

    class Params:
        assigned = factory.Trait(
            state=Review.State.ASSIGNED,
            owner=factory.SubFactory(UserFactory),
            assigned_at=factory.LazyFunction(timezone.now),
        )
        submitted = factory.Trait(
            state=Review.State.SUBMITTED,
            owner=factory.SubFactory(UserFactory),
            submitted_at=factory.LazyFunction(timezone.now),
            recommendation=Review.Recommendation.SUPPORT,
            confidence=Review.Confidence.HIGH,
            plain_answer="We can run this from Monday.",
        )
