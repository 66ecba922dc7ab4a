"""What was said about dates."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from ideas.models import Reminder
from tests.factories.reviews import ReviewFactory


class ReminderFactory(DjangoModelFactory[Reminder]):
    """A reviewer was reminded on the day on which the review is due."""

    class Meta:
        model = Reminder

    review = factory.SubFactory(ReviewFactory)
    kind = Reminder.Kind.DUE
    on = date(2026, 11, 20)
