"""The deliveries that open, assign and announce, run as a worker runs them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas import outbox
from ideas.events import DecisionMade, IdeaSubmitted, PoolChanged
from ideas.models import Delivery, Department, Idea, Review
from ideas.workflow import Stage
from tests.factories import ReviewFactory
from tests.factories.reviews import DecisionFactory, pool_member, routed_idea
from workers.execution import run_delivery

pytestmark = pytest.mark.django_db


def run_all(consumer: str) -> None:
    for pk in Delivery.objects.filter(consumer=consumer, state="pending").values_list("pk", flat=True):
        run_delivery(pk)


def states(consumer: str) -> list[str]:
    return list(Delivery.objects.filter(consumer=consumer).values_list("state", flat=True))


def test_run_delivery_of_submitted_idea_opens_and_assigns_its_review() -> None:
    reviewer = pool_member().person
    idea = routed_idea()
    outbox.record(IdeaSubmitted(idea_id=idea.pk))

    run_all("route")
    run_all("assign")

    assert Review.objects.get(idea=idea).owner == reviewer
    assert states("route") == ["done"]
    assert states("assign") == ["done"]


def test_run_delivery_of_changed_pool_gives_what_waited() -> None:
    business = Department.objects.get(slug="business")
    review = ReviewFactory(department=business)
    reviewer = pool_member().person
    outbox.record(PoolChanged(department_id=business.pk))

    run_all("assign")

    review.refresh_from_db()
    assert review.owner == reviewer


def test_run_delivery_of_announcement_waits_for_its_time() -> None:
    decision = DecisionFactory()
    event = DecisionMade(idea_id=decision.idea_id, decision_id=decision.pk)
    outbox.record(event, due_at={"announce": timezone.now() + timedelta(hours=1)})

    run_all("announce")

    decision.refresh_from_db()
    assert decision.announced_at is None
    assert states("announce") == ["pending"]


def test_run_delivery_of_announcement_moves_the_stage() -> None:
    decision = DecisionFactory()
    outbox.record(DecisionMade(idea_id=decision.idea_id, decision_id=decision.pk))

    run_all("announce")

    assert Idea.objects.get(pk=decision.idea_id).stage == Stage.DECLINED
