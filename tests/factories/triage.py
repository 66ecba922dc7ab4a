"""Ideas that wait for a triager, and what triagers write."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ideas.models import (
    AnswerTemplate,
    Calendar,
    Department,
    FirstResponse,
    Idea,
    Merge,
    Promise,
    Redirect,
    Review,
    RoutingOverride,
    Triage,
    User,
)
from ideas.workflow import Stage
from tests.factories.ideas import IdeaFactory
from tests.factories.people import UserFactory, grant_role
from tests.factories.reviews import ReviewFactory, routed_idea

STANDARD = {"reach": "several_teams"}  # tier 1: Business and Operations are required


class TriageFactory(DjangoModelFactory[Triage]):
    """An idea that waits in triage, its reviews held back."""

    class Meta:
        model = Triage

    idea = factory.SubFactory(IdeaFactory, submitted=True, stage=Stage.TRIAGE)
    round = 1
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=2))
    calendar = factory.LazyFunction(lambda: Calendar.objects.get(key="england_and_wales"))
    calendar_version = 1


class FirstResponseFactory(DjangoModelFactory[FirstResponse]):
    class Meta:
        model = FirstResponse

    idea = factory.SubFactory(IdeaFactory, submitted=True)
    round = 1
    text = "Thank you. Operations looks at it this week."
    by = factory.SubFactory(UserFactory)


class RoutingOverrideFactory(DjangoModelFactory[RoutingOverride]):
    class Meta:
        model = RoutingOverride

    idea = factory.SubFactory(IdeaFactory, submitted=True)
    by = factory.SubFactory(UserFactory)
    reason = "It stays in one team."
    from_tier = 1
    to_tier = 0
    is_of_tier = True


class RedirectFactory(DjangoModelFactory[Redirect]):
    class Meta:
        model = Redirect

    idea = factory.SubFactory(IdeaFactory, submitted=True, stage=Stage.REDIRECTED, next_answer_at=None)
    door = "people_team"
    label = "People team"
    words = "The People team hears this in confidence."
    by = factory.SubFactory(UserFactory)


class MergeFactory(DjangoModelFactory[Merge]):
    class Meta:
        model = Merge

    source = factory.SubFactory(IdeaFactory, submitted=True)
    target = factory.SubFactory(IdeaFactory, submitted=True)
    by = factory.SubFactory(UserFactory)
    reason = "Both want a second key."
    from_stage = "in_review"


def triager(**fields: Any) -> User:
    """Return somebody who sorts ideas."""
    person = UserFactory(**fields)
    grant_role(person, "triager")
    return person


def idea_in_triage(
    *, answered: dict[str, Any] | None = None, due_in: timedelta = timedelta(days=2), **fields: Any
) -> Idea:
    """Return a routed idea of tier 1 that waits for a triager."""
    idea = routed_idea(answered=STANDARD if answered is None else answered, stage=Stage.TRIAGE, **fields)
    TriageFactory(idea=idea, due_at=timezone.now() + due_in)
    return idea


def promised(idea: Idea, days: int = 14) -> Promise:
    """Return the promise of a decision on `idea`."""
    promise = Promise.objects.create(
        idea=idea,
        kind=Promise.Kind.DECISION,
        due_at=timezone.now() + timedelta(days=days),
        calendar=Calendar.objects.get(key="england_and_wales"),
        calendar_version=1,
        working_days=10,
    )
    promise.refresh_from_db()
    return promise


def review_of_routed_idea(*, owner: User) -> Review:
    """Return a review for Operations of an idea of tier 1, in the hands of `owner`; others may be asked as well."""
    idea = routed_idea(answered=STANDARD, stage=Stage.IN_REVIEW)
    promised(idea)
    operations = Department.objects.get(slug="operations")
    review: Review = ReviewFactory(idea=idea, department=operations, assigned=True, owner=owner)
    return review


class AnswerTemplateFactory(DjangoModelFactory[AnswerTemplate]):
    """A first response that is offered."""

    class Meta:
        model = AnswerTemplate

    kind = AnswerTemplate.Kind.FIRST_RESPONSE
    name = factory.Sequence(lambda number: f"Thank you {number}")
    text = "Thank you. It is clear what you mean."

    class Params:
        of_review = factory.Trait(
            kind=AnswerTemplate.Kind.REVIEW, text="It does not touch our work, and we are glad of it."
        )
