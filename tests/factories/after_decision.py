"""What follows a decision."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ideas.models import (
    AnswerSet,
    Appeal,
    Calendar,
    Idea,
    IdeaOwner,
    Outcome,
    Precedent,
    PrecedentSearch,
    Reopening,
    RuleSet,
    Watch,
)
from ideas.workflow import Stage
from tests.factories.ideas import IdeaFactory, submitted_idea
from tests.factories.people import UserFactory
from tests.factories.reviews import DecisionFactory
from tests.factories.routing import answers


class AppealFactory(DjangoModelFactory[Appeal]):
    """An appeal that waits for its answer."""

    class Meta:
        model = Appeal

    decision = factory.SubFactory(
        DecisionFactory, announced=True, idea=factory.LazyFunction(lambda: submitted_idea(stage=Stage.DECLINED))
    )
    ground = Appeal.Ground.FACTUAL_ERROR
    text = "The stores open at seven now, so everybody waits for the key."
    filed_by = factory.SubFactory(UserFactory)
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))
    calendar = factory.LazyFunction(lambda: Calendar.objects.get(key="england_and_wales"))
    calendar_version = 1


class IdeaOwnerFactory(DjangoModelFactory[IdeaOwner]):
    """Somebody who sees to an approved idea."""

    class Meta:
        model = IdeaOwner

    idea = factory.LazyFunction(lambda: submitted_idea(stage=Stage.APPROVED))
    person = factory.SubFactory(UserFactory)
    named_by = factory.SubFactory(UserFactory)


class OutcomeFactory(DjangoModelFactory[Outcome]):
    """An approved idea that is being done."""

    class Meta:
        model = Outcome

    idea = factory.LazyFunction(lambda: submitted_idea(stage=Stage.IN_DELIVERY))
    stage = "in_delivery"
    note = "The second key is being cut."
    happened_on = date(2026, 11, 2)
    recorded_by = factory.SubFactory(UserFactory)


class WatchFactory(DjangoModelFactory[Watch]):
    """A watch over a change of policy, for a decision that was told."""

    class Meta:
        model = Watch

    decision = factory.SubFactory(
        DecisionFactory, announced=True, idea=factory.LazyFunction(lambda: submitted_idea(stage=Stage.DECLINED))
    )
    kind = Watch.Kind.POLICY_CHANGE
    text = "Key policy"


class ReopeningFactory(DjangoModelFactory[Reopening]):
    """The beginning of a second round."""

    class Meta:
        model = Reopening

    idea = factory.SubFactory(IdeaFactory, submitted=True, round=2)
    round = 2
    because = Reopening.Because.WATCH
    text = "The policy was changed."


def sleeping_idea(**fields: Any) -> Idea:
    """Return a declined idea with the answers that its next round is routed by."""
    fields.setdefault("stage", Stage.DECLINED)
    idea = submitted_idea(**fields)
    AnswerSet.objects.create(idea=idea, rule_set=RuleSet.objects.get(), answers=answers())
    return idea


class PrecedentFactory(DjangoModelFactory[Precedent]):
    """A declined idea that resembles an approved one, and waits to be settled."""

    class Meta:
        model = Precedent

    idea = factory.LazyFunction(lambda: submitted_idea(stage=Stage.APPROVED))
    earlier = factory.LazyFunction(lambda: submitted_idea(stage=Stage.DECLINED))
    likeness = 0.7


class PrecedentSearchFactory(DjangoModelFactory[PrecedentSearch]):
    """That an approved idea was compared."""

    class Meta:
        model = PrecedentSearch

    idea = factory.LazyFunction(lambda: submitted_idea(stage=Stage.APPROVED))
