"""Whoever decides goes ahead without a late answer, and readers of the idea see the risk."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ideas.models import Review, RiskAcceptance, User
from tests.factories import ReviewFactory, submitted_idea
from tests.factories.clocks import escalate
from tests.factories.people import DepartmentFactory
from tests.factories.reviews import pool_member
from tests.permissions.targets import RISK

pytestmark = pytest.mark.django_db


@pytest.fixture
def decider() -> User:
    return pool_member("business", role="lead").person


@pytest.fixture
def review() -> Review:
    idea = submitted_idea(stage="in_review")
    late: Review = ReviewFactory(
        idea=idea,
        department=DepartmentFactory(slug="finance", name="Finance"),
        assigned=True,
        due_at=timezone.now() - timedelta(days=9),
    )
    escalate(late)
    return late


def page_of(review: Review) -> str:
    return f"/ideas/{review.idea.ref}/go-ahead/"


def test_go_ahead_takes_the_risk(client: Client, decider: User, review: Review) -> None:
    client.force_login(decider)

    shown = client.get(page_of(review))
    kept = client.post(page_of(review), RISK)

    assert "Finance" in shown.content.decode()
    assert (kept.status_code, kept["Location"]) == (302, f"/ideas/{review.idea.ref}/")
    assert RiskAcceptance.objects.get().review == review


def test_go_ahead_keeps_what_was_typed_where_something_lacks(client: Client, decider: User, review: Review) -> None:
    client.force_login(decider)

    refused = client.post(page_of(review), {**RISK, "effect": ""})

    assert refused.status_code == 422
    assert RISK["cause"] in refused.content.decode()
    assert not RiskAcceptance.objects.exists()


def test_go_ahead_without_a_late_answer_says_so(client: Client, decider: User, review: Review) -> None:
    review.reminders.all().delete()
    client.force_login(decider)

    assert client.get(page_of(review)).status_code == 409
