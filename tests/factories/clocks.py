"""Entries of clocks, editions of calendars, and reviews whose clocks run from a known moment."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ideas.models import Calendar, CalendarEdition, ClockEntry, Idea, Promise, Reminder, Review, RiskAcceptance
from tests.factories.ideas import submitted_idea
from tests.factories.people import UserFactory
from tests.factories.reviews import ReviewFactory

LONDON = ZoneInfo("Europe/London")


class ClockEntryFactory(DjangoModelFactory[ClockEntry]):
    """The start of a review's clock."""

    class Meta:
        model = ClockEntry

    review = factory.SubFactory(ReviewFactory)
    idea = factory.SelfAttribute("review.idea")
    kind = ClockEntry.Kind.START
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))


class CalendarEditionFactory(DjangoModelFactory[CalendarEdition]):
    """How the English calendar read before."""

    class Meta:
        model = CalendarEdition

    calendar = factory.LazyFunction(lambda: Calendar.objects.get(key="england_and_wales"))
    version = factory.Sequence(lambda number: 100 + number)
    time_zone = "Europe/London"
    weekdays = [1, 2, 3, 4, 5]
    opens_at = time(9)
    closes_at = time(17)


def london(*parts: int) -> datetime:
    """Return a moment in London."""
    return datetime(*parts, tzinfo=LONDON)  # type: ignore[arg-type, misc]


def running_review(*, idea: Idea | None = None, **fields: Any) -> Review:
    """Return a review opened on Monday 1 March 2027, due on Friday 12 March, of an idea promised for 24 March."""
    idea = idea or submitted_idea(stage="in_review", next_answer_at=london(2027, 3, 24, 17))
    promise_of(idea)
    given: dict[str, Any] = {
        "assigned": True,
        "opened_at": london(2027, 3, 1, 10),
        "due_at": london(2027, 3, 12, 17),
    }
    return ReviewFactory(idea=idea, **(given | fields))


def promise_of(idea: Idea) -> Promise:
    """Return the promised decision of `idea`, made on Monday 1 March 2027 for Wednesday 24 March."""
    promise, _created = Promise.objects.get_or_create(
        idea=idea,
        kind=Promise.Kind.DECISION,
        round=idea.round,
        defaults={
            "due_at": london(2027, 3, 24, 17),
            "calendar": Calendar.objects.get(key="england_and_wales"),
            "calendar_version": 1,
            "working_days": 17,
            "made_at": london(2027, 3, 1, 10),
        },
    )
    return promise


class RiskAcceptanceFactory(DjangoModelFactory[RiskAcceptance]):
    """A risk accepted for half a year."""

    class Meta:
        model = RiskAcceptance

    review = factory.SubFactory(ReviewFactory, state="cancelled")
    idea = factory.SelfAttribute("review.idea")
    round = factory.SelfAttribute("review.round")
    cause = "Nobody counted the lamps"
    event = "The order may be too small"
    effect = "One street stays dark for a week"
    accepted_by = factory.SubFactory(UserFactory)
    review_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    expires_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=180))


def escalate(review: Review) -> Reminder:
    """Let `review` have gone up the whole ladder with its present date."""
    zone = ZoneInfo(review.calendar.time_zone)
    return Reminder.objects.create(review=review, kind=Reminder.Kind.BOARD, on=review.due_at.astimezone(zone).date())
