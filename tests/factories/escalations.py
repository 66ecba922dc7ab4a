"""Late answers and missed promises, and what people did about them."""

from datetime import datetime, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ideas.models import Apology, Calendar, Escalation, Idea, Promise, Review, ReviewExtension, User
from ideas.routing.clock import due_at, local_day
from ideas.selectors.calendars import organisation, working_calendar
from tests.factories.ideas import author_of, submitted_idea
from tests.factories.people import DepartmentFactory, MembershipFactory, UserFactory
from tests.factories.reviews import ReviewFactory


class ReviewExtensionFactory(DjangoModelFactory[ReviewExtension]):
    """A review that got a week more."""

    class Meta:
        model = ReviewExtension

    review = factory.SubFactory(ReviewFactory, assigned=True)
    was_due_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    until = factory.LazyFunction(lambda: timezone.now() + timedelta(days=6))
    reason = "The lawyer who knows it is back on Monday."
    by = factory.SubFactory(UserFactory)


class EscalationFactory(DjangoModelFactory[Escalation]):
    """What an author escalated today; `on_board`: it reached the last level."""

    class Meta:
        model = Escalation
        skip_postgeneration_save = True

    idea = factory.LazyFunction(lambda: submitted_idea(stage="in_review"))
    round = factory.SelfAttribute("idea.round")
    stage = "in_review"
    reason = "The season begins in two weeks."
    by = factory.LazyAttribute(lambda one: author_of(one.idea))
    climbs_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))

    class Params:
        on_board = factory.Trait(level="board", climbs_at=None)


def missed_promise(idea: Idea | None = None, **fields: Any) -> Promise:
    """Return a promised decision that was missed a week ago."""
    was_due = timezone.now() - timedelta(days=7)
    given: dict[str, Any] = {
        "kind": Promise.Kind.DECISION,
        "due_at": was_due,
        "broken_at": was_due,
        "calendar": Calendar.objects.get(key="england_and_wales"),
        "calendar_version": 1,
        "working_days": 10,
    }
    idea = idea or submitted_idea(stage="in_review", next_answer_at=was_due)
    return Promise.objects.create(**{"idea": idea, "round": idea.round, **given, **fields})


class ApologyFactory(DjangoModelFactory[Apology]):
    """An apology with a day a week from now."""

    class Meta:
        model = Apology

    promise = factory.LazyFunction(missed_promise)
    text = "We waited for a lawyer and did not tell you."
    new_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))
    by = factory.SubFactory(UserFactory)


def late_review(slug: str = "finance", **fields: Any) -> Review:
    """Return a review that is nine days late, of an idea in review."""
    idea = fields.pop("idea", None) or submitted_idea(stage="in_review")
    given = {
        "department": fields.pop("department", None) or DepartmentFactory(slug=slug),
        "due_at": timezone.now() - timedelta(days=9),
        "opened_at": timezone.now() - timedelta(days=23),
        "assigned": True,
    }
    review: Review = ReviewFactory(idea=idea, **{**given, **fields})
    return review


def lead_of(review: Review) -> User:
    """Return a new lead of the department that owes `review`."""
    person: User = MembershipFactory(department=review.department, role="lead").person
    return person


def working_day(days: int) -> Any:
    """Return the day that is so many working days from now on the organisation's calendar."""
    calendar = working_calendar(organisation().calendar)
    return local_day(calendar, closing(days))


def closing(days: int) -> datetime:
    """Return closing time of that day."""
    return due_at(working_calendar(organisation().calendar), timezone.now(), days)
