"""Seven departments, always; what each reader may know of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ideas.models import Department, Idea, Review
from ideas.selectors.lanes import Lane, lanes_of
from tests.factories import IdeaFactory, UserFactory
from tests.factories.ideas import author_of
from tests.factories.reviews import (
    DecisionFactory,
    condition,
    pool_member,
    review_content,
    routed_idea,
    submitted_event,
)
from tests.one_by_one import open_reviews

pytestmark = pytest.mark.django_db

SEVEN = ["business", "procurement", "commercial", "finance", "operations", "security", "legal"]


def opened(**answered: Any) -> Idea:
    idea = routed_idea(answered={"reach": "several_teams", **answered})
    open_reviews(idea_id=idea.pk, event=submitted_event(idea))
    idea.refresh_from_db()
    return idea


def lane(idea: Idea, slug: str, viewer: Any = None) -> Lane:
    return {one.slug: one for one in lanes_of(idea=idea, viewer=viewer or UserFactory())}[slug]


def answer_of(review: Review) -> None:
    owner = UserFactory()
    content = review_content(conditions=(condition(),))
    Review.objects.filter(pk=review.pk).update(
        owner=owner,
        state="submitted",
        submitted_at=timezone.now(),
        recommendation=content.recommendation,
        confidence=content.confidence,
        plain_answer=content.plain_answer,
        internal_note="Ask about the licence.",
    )
    review.conditions.create(text="Count first")


def test_lanes_of_idea_are_seven_in_the_rule_sets_order() -> None:
    lanes = lanes_of(idea=opened(buys="unknown"), viewer=UserFactory())

    assert [one.slug for one in lanes] == SEVEN
    assert [one.mode for one in lanes] == [
        "required",
        "advisory",
        "not_asked",
        "not_asked",
        "required",
        "not_asked",
        "not_asked",
    ]


def test_lanes_of_department_not_asked_say_why() -> None:
    found = lane(opened(), "legal")

    assert (found.state, found.review) == ("not_asked", None)
    assert found.why != ""


def test_lanes_of_department_asked_quote_the_answer() -> None:
    found = lane(opened(data="personal"), "security")

    assert (found.rule_id, found.state, found.answers) == ("SEC-1", "queued", ("names or details",))
    assert found.due_at is not None


def test_lanes_before_routing_are_not_open_yet() -> None:
    found = lane(routed_idea(), "business")

    assert (found.state, found.mode) == ("not_open", "required")


def test_lanes_of_department_told_are_notified() -> None:
    idea = routed_idea()
    open_reviews(idea_id=idea.pk, event=submitted_event(idea))

    assert lane(idea, "operations").state == "notify"


def test_lanes_of_draft_are_none() -> None:
    assert lanes_of(idea=IdeaFactory(), viewer=UserFactory()) == ()


@pytest.mark.parametrize(("days", "is_late"), [(-1, True), (1, False)])
def test_lanes_of_open_review_after_its_date_are_late(days: int, is_late: bool) -> None:
    idea = opened()
    Review.objects.update(due_at=timezone.now() + timedelta(days=days))

    assert lane(idea, "business").is_late is is_late


def test_lanes_before_the_decision_hide_answers_from_members_and_authors() -> None:
    idea = opened()
    answer_of(idea.reviews.get(department__slug="business"))

    for viewer in (UserFactory(), author_of(idea)):
        found = lane(idea, "business", viewer)
        assert (found.state, found.answer) == ("submitted", None)


def test_lanes_before_the_decision_show_the_lead_everything() -> None:
    idea = opened()
    answer_of(idea.reviews.get(department__slug="operations"))

    found = lane(idea, "operations", pool_member("operations", role="lead").person)

    assert found.answer is not None
    assert found.answer.internal_note == "Ask about the licence."


def test_lanes_after_the_decision_show_everybody_the_answer_without_the_note() -> None:
    idea = opened()
    answer_of(idea.reviews.get(department__slug="business"))
    DecisionFactory(idea=idea, announced=True)

    found = lane(idea, "business").answer

    assert found is not None
    assert (found.recommendation, found.plain_answer, found.internal_note) == (
        "support",
        "We can do this from Monday, and will.",
        "",
    )
    assert [one.text for one in found.conditions] == ["Count first"]


@pytest.mark.parametrize("departments", [{}, {"data": "personal", "buys": "new", "contract": "yes"}])
def test_lanes_of_idea_take_a_fixed_number_of_queries(
    departments: dict[str, str], django_assert_num_queries: Any
) -> None:
    idea = opened(**departments)
    viewer = UserFactory()
    pool_member(role="lead")

    with django_assert_num_queries(12 if departments else 11):  # from Tier 2 on reviewers are read to find the decider
        lanes_of(idea=idea, viewer=viewer)

    assert Department.objects.filter(slug__in=SEVEN).count() == 7
