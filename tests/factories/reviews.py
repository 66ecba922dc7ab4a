"""Reviews of departments."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ideas.models import (
    AnswerSet,
    Ballot,
    BallotSeat,
    BallotVote,
    Calendar,
    Decision,
    Department,
    EarlyStop,
    Event,
    Idea,
    Membership,
    Review,
    ReviewVersion,
    RoutingDecision,
    RuleSet,
    SecondReading,
)
from ideas.routing.rules import route
from ideas.selectors.rule_sets import active_rule_set
from ideas.services.decision_content import DecisionContent
from ideas.services.review_content import ConditionEntry, ReviewContent, ScoreEntry
from ideas.workflow import Stage
from tests.factories.ideas import IdeaFactory, submitted_idea
from tests.factories.people import DepartmentFactory, MembershipFactory, UserFactory
from tests.factories.routing import answers, default_rule_set


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


class DecisionFactory(DjangoModelFactory[Decision]):
    """A decision that only its author and decider know; `announced` makes it public."""

    class Meta:
        model = Decision

    idea = factory.LazyFunction(lambda: submitted_idea(stage=Stage.READY_FOR_DECISION))
    round = 1
    kind = Decision.Kind.DECLINED
    reason_code = "benefit_too_small"
    explanation = "The stores are open from six, so nobody waits for the key any more."
    what_would_change = "If the stores close before seven again."
    decided_by = factory.SubFactory(UserFactory)
    decided_because = "business_lead"
    rule_set = factory.LazyFunction(RuleSet.objects.get)
    announce_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=1))

    class Params:
        announced = factory.Trait(announced_at=factory.LazyFunction(timezone.now))


def routed_idea(*, answered: dict[str, Any] | None = None, **fields: Any) -> Idea:
    """Return a submitted idea with the routing that `answered` gives; no review is open yet."""
    routing = route(default_rule_set(), answers(**(answered or {})))
    fields.setdefault("stage", Stage.SUBMITTED)
    idea = submitted_idea(tier=routing.tier, **fields)
    rule_set = active_rule_set()
    answer_set = AnswerSet.objects.create(idea=idea, rule_set=rule_set, answers=answers(**(answered or {})))
    RoutingDecision.objects.create(
        idea=idea, round=1, answer_set=answer_set, rule_set=rule_set, tier=routing.tier, routing=routing.as_json()
    )
    return idea


def submitted_event(idea: Idea) -> Event:
    """Return a stored event that asks for the routing of `idea`."""
    return Event.objects.create(type="idea.submitted", idea=idea, idea_version=1000 + Event.objects.count())


def pool_member(slug: str = "business", **fields: Any) -> Membership:
    """Return a place in the pool of one of the seven departments."""
    return MembershipFactory(department=Department.objects.get(slug=slug), **fields)


def review_content(**changes: Any) -> ReviewContent:
    """Return a complete answer of Business."""
    given: dict[str, Any] = {
        "recommendation": "support",
        "confidence": "high",
        "plain_answer": "We can do this from Monday, and will.",
        "answers": {"problem": "Everybody who starts at six."},
        "scores": {
            "fit_with_goals": ScoreEntry(4),
            "size_of_problem": ScoreEntry(3),
            "people_ready": ScoreEntry(None),
        },
    }
    return ReviewContent(**(given | changes))


def condition(**changes: Any) -> ConditionEntry:
    """Return a complete condition."""
    given: dict[str, Any] = {
        "text": "Not before the winter rota ends",
        "owner_name": "Depot managers",
        "due_on": date(2027, 3, 1),
    }
    return ConditionEntry(**(given | changes))


def decision_content(**changes: Any) -> DecisionContent:
    """Return a complete "no"."""
    given: dict[str, Any] = {
        "kind": "declined",
        "reason_code": "benefit_too_small",
        "explanation": "The stores are open from six, so nobody waits for the key any more.",
        "what_would_change": "If the stores close before seven again.",
    }
    return DecisionContent(**(given | changes))


class ReviewVersionFactory(DjangoModelFactory[ReviewVersion]):
    """What a department said before it changed its answer."""

    class Meta:
        model = ReviewVersion

    review = factory.SubFactory(ReviewFactory, submitted=True)
    number = 1
    content = factory.LazyFunction(
        lambda: {"recommendation": "support", "confidence": "high", "plain_answer": "We can run this from Monday."}
    )
    by = factory.SubFactory(UserFactory)


class SecondReadingFactory(DjangoModelFactory[SecondReading]):
    """An answer that somebody is asked to read a second time."""

    class Meta:
        model = SecondReading

    review = factory.SubFactory(ReviewFactory, submitted=True)
    reader = factory.SubFactory(UserFactory)
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=2))


class BallotFactory(DjangoModelFactory[Ballot]):
    """A vote of the board that is open."""

    class Meta:
        model = Ballot

    idea = factory.LazyFunction(lambda: submitted_idea(stage=Stage.READY_FOR_DECISION, tier=3))
    round = 1
    chair = factory.SubFactory(UserFactory)
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))


class BallotSeatFactory(DjangoModelFactory[BallotSeat]):
    """One department's seat."""

    class Meta:
        model = BallotSeat

    ballot = factory.SubFactory(BallotFactory)
    department = factory.SubFactory(DepartmentFactory, core=True)
    holder = factory.SubFactory(UserFactory)


class BallotVoteFactory(DjangoModelFactory[BallotVote]):
    """A yes of a seat's holder."""

    class Meta:
        model = BallotVote

    seat = factory.SubFactory(BallotSeatFactory)
    voter = factory.SelfAttribute("seat.holder")
    choice = "yes"


class EarlyStopFactory(DjangoModelFactory[EarlyStop]):
    """An early stop that nobody has looked at yet, asked by Legal."""

    class Meta:
        model = EarlyStop

    review = factory.LazyFunction(
        lambda: ReviewFactory(
            submitted=True,
            idea=submitted_idea(stage=Stage.IN_REVIEW),
            department=Department.objects.get(slug="legal"),
            recommendation="do_not_support",
            yes_if="Never",
        )
    )
    idea = factory.SelfAttribute("review.idea")
    round = 1
    kind = "unlawful"
    reason = "The act of 2019 forbids it."
    until = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
