"""Whoever decides goes ahead without a late answer, and readers of the idea see the risk."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ideas.models import Idea, Review, RiskAcceptance, User
from tests.factories import ReviewFactory, UserFactory
from tests.factories.clocks import RiskAcceptanceFactory, escalate
from tests.factories.people import DepartmentFactory
from tests.factories.reviews import DecisionFactory, pool_member, routed_idea
from tests.pages import signed_in
from tests.permissions.targets import RISK

pytestmark = pytest.mark.django_db


@pytest.fixture
def decider() -> User:
    return pool_member("business", role="lead").person


@pytest.fixture
def review() -> Review:
    idea = routed_idea(stage="in_review")
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


def test_idea_page_offers_to_go_ahead_without_to_each_of_its_deciders(decider: User, review: Review) -> None:
    deputy = pool_member("business", role="deputy").person
    Idea.objects.update(tier=1)

    pages = [
        signed_in(person).get(f"/ideas/{review.idea.ref}/").content.decode()
        for person in (decider, deputy, UserFactory())
    ]

    assert [page_of(review) in page for page in pages] == [True, True, False]


def test_idea_page_tells_the_risk_and_that_the_department_was_left_out(decider: User, review: Review) -> None:
    risk = {**RISK, "cause": "Nobody counted the lamps.", "event": "The order may be too small."}
    signed_in(decider).post(page_of(review), risk)

    page = " ".join(signed_in(UserFactory()).get(f"/ideas/{review.idea.ref}/").content.decode().split())

    assert "<strong>Cause:</strong> Nobody counted the lamps.<br>" in page
    assert "The risk: Nobody counted the lamps – The order may be too small – One street" in page
    assert "Left out, the risk is accepted" in page
    assert "No longer needed" not in page


def test_decision_and_its_form_show_the_risk_of_its_round(decider: User) -> None:
    idea = routed_idea(stage="ready_for_decision")
    left_out = ReviewFactory(idea=idea, department=DepartmentFactory(slug="finance"), state="cancelled")
    RiskAcceptanceFactory(review=left_out)
    client = signed_in(decider)

    form = client.get(f"/ideas/{idea.ref}/decide/").content.decode()
    decision = DecisionFactory(idea=idea, decided_by=decider, announced=True)
    Idea.objects.filter(pk=idea.pk).update(round=2, stage="in_review")
    shown = client.get(f"/decisions/{decision.public_id}/").content.decode()

    assert "<strong>Event:</strong> The order may be too small" in form
    assert "<strong>Event:</strong> The order may be too small" in shown
