"""From a draft to the answer, as the processes run it; and the invariants of routing on any answers.

Source: docs/review-process.md 3.14, nos. 1 to 4, 6, 15, 16, 18.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from ideas.models import Delivery, Organisation, Review, RuleSet, User
from ideas.routing.clock import is_working_day, local_day
from ideas.routing.conditions import AnswerValue
from ideas.selectors.calendars import working_calendar
from ideas.selectors.decisions import decision_of
from ideas.selectors.lanes import lanes_of
from ideas.services.decisions import decide_idea
from ideas.services.ideas import submit_idea
from ideas.services.review_content import ReviewContent, ScoreEntry
from ideas.services.reviews import submit_review
from ideas.workflow import Stage
from tests.factories import UserFactory
from tests.factories.drafts import complete_draft
from tests.factories.reviews import decision_content, pool_member, routed_idea
from tests.factories.routing import SEVEN, complete_answers, default_rule_set, rule_set_data
from workers.execution import run_delivery

pytestmark = pytest.mark.django_db


def run_everything() -> None:
    """Run what routing, assignment and announcement have to do, until nothing is due."""
    while True:
        due = Delivery.objects.filter(consumer__in=["route", "assign", "announce"], state="pending")
        found = list(due.filter(due_at__lte=timezone.now()).values_list("pk", flat=True))
        if not found:
            return
        for pk in found:
            run_delivery(pk)


def criteria_of(department: str) -> tuple[str, ...]:
    guide = default_rule_set().department(department)
    assert guide is not None
    return tuple(one.id for one in guide.criteria)


def full_answer(review: Review) -> ReviewContent:
    return ReviewContent(
        recommendation="support",
        confidence="high",
        plain_answer="We can do this from Monday, and will.",
        scores={criterion: ScoreEntry(None) for criterion in criteria_of(review.department.slug)},
    )


def test_straight_path_ends_with_an_answer_that_its_author_reads_first() -> None:
    Organisation.objects.update(announce_delay_seconds=60)
    lead = pool_member("business", role="lead").person
    for slug in SEVEN:
        pool_member(slug)
    author = UserFactory()
    idea = submit_idea(idea=complete_draft(author=author), by=author)
    run_everything()

    for review in Review.objects.filter(idea=idea, mode="required"):
        submit_review(review=review, by=review.owner, content=full_answer(review))
    idea.refresh_from_db()
    assert idea.stage == Stage.READY_FOR_DECISION
    decide_idea(idea=idea, by=lead, content=decision_content())
    run_everything()

    idea.refresh_from_db()
    assert idea.stage == Stage.READY_FOR_DECISION
    assert decision_of(idea=idea, viewer=author) is not None
    assert decision_of(idea=idea, viewer=UserFactory()) is None

    Delivery.objects.filter(consumer="announce").update(due_at=F("due_at") - timedelta(minutes=2))
    run_everything()

    idea.refresh_from_db()
    assert idea.stage == Stage.DECLINED
    assert decision_of(idea=idea, viewer=UserFactory()) is not None
    assert not Delivery.objects.filter(consumer__in=["route", "assign", "announce"]).exclude(state="done").exists()


def pools() -> tuple[User, list[User]]:
    """Give each department a lead and a reviewer; return somebody's manager and the two people of their team."""
    manager = UserFactory()
    team = [UserFactory(manager=manager) for _ in range(2)]
    for slug in SEVEN:
        pool_member(slug, role="lead")
        pool_member(slug)
    for person in team:
        pool_member("business", person=person)
    return manager, team


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_answers=complete_answers())
def test_routing_of_any_answers_holds_the_invariants(given_answers: dict[str, AnswerValue]) -> None:
    with transaction.atomic():
        manager, team = pools()
        idea = submit_idea(idea=complete_draft(author=team[0], answers=given_answers), by=team[0])
        run_everything()
        idea.refresh_from_db()
        reviews = list(Review.objects.filter(idea=idea).select_related("department", "calendar"))

        assert idea.tier in range(4)
        assert idea.stage == Stage.IN_REVIEW
        assert any(review.mode == "required" for review in reviews)
        assert len({review.department_id for review in reviews}) == len(reviews)
        assert not {review.owner_id for review in reviews} & {None, team[0].pk, team[1].pk}
        assert len(lanes_of(idea=idea, viewer=manager)) == 7
        for review in reviews:
            calendar = working_calendar(review.calendar)
            local = review.due_at.astimezone(calendar.zone)
            assert is_working_day(calendar, local_day(calendar, review.due_at))
            assert local.time() == calendar.closes_at
        transaction.set_rollback(True)


def test_routing_after_another_rule_set_keeps_its_explanation() -> None:
    idea = routed_idea(answered={"data": "personal"})
    before = lanes_of(idea=idea, viewer=UserFactory())
    body = rule_set_data()
    body["rules"] = [{**rule, "why": "Because"} for rule in body["rules"]]
    RuleSet.objects.create(name="other", version=2, body=body, active_from=timezone.now())

    assert lanes_of(idea=idea, viewer=UserFactory()) == before
