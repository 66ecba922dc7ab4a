"""Whoever decides lets an idea go ahead without a late answer, and bears the risk in writing."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ideas.exceptions import Conflict, DomainError, InvalidValue, NotPermitted
from ideas.models import AnswerSet, AuditEvent, ClockEntry, Event, Idea, Review, RiskAcceptance, RuleSet, User
from ideas.news import NewsKind
from ideas.selectors.recipients import recipients_of
from ideas.services.decisions import decide_idea
from ideas.services.readiness import make_ready_if_complete
from ideas.services.risks import RiskContent, accept_risk, remind_of_risks
from ideas.workflow import Stage
from tests.factories import DepartmentFactory, ReviewFactory, UserFactory, submitted_idea
from tests.factories.clocks import RiskAcceptanceFactory, escalate
from tests.factories.ideas import author_of
from tests.factories.reviews import decision_content, pool_member

pytestmark = pytest.mark.django_db
TODAY = date.today()
RISK = RiskContent(
    cause="Nobody counted the lamps",
    event="The order may be too small",
    effect="One street stays dark for a week",
    review_on=TODAY + timedelta(days=30),
    expires_on=TODAY + timedelta(days=90),
)


@pytest.fixture
def decider() -> User:
    return pool_member("business", role="lead").person


def late_review(slug: str = "finance", **fields: Any) -> Review:
    idea = fields.pop("idea", None) or submitted_idea(stage=Stage.IN_REVIEW)
    given = {"due_at": timezone.now() - timedelta(days=9), "assigned": True, **fields}
    review: Review = ReviewFactory(idea=idea, department=DepartmentFactory(slug=slug), **given)
    escalate(review)
    return review


def accepted(review: Review, by: User, **changes: Any) -> RiskAcceptance:
    return accept_risk(idea=review.idea, department=review.department.slug, by=by, content=replace(RISK, **changes))


def assert_nothing_changed(review: Review) -> None:
    review.refresh_from_db()
    assert (review.state, review.idea.stage) == ("assigned", Stage.IN_REVIEW)
    assert not RiskAcceptance.objects.exists()
    assert not AuditEvent.objects.filter(action="risk.accept").exists()


def test_accept_risk_covers_the_review_and_makes_the_idea_ready(decider: User) -> None:
    review = late_review()

    risk = accepted(review, decider)

    review.refresh_from_db()
    idea = Idea.objects.get(pk=review.idea_id)
    assert (review.state, idea.stage) == ("cancelled", Stage.READY_FOR_DECISION)
    assert (risk.review, risk.accepted_by, risk.cause) == (review, decider, RISK.cause)
    assert AuditEvent.objects.get(action="risk.accept").object_id == idea.ref
    event = Event.objects.get(type="risk.accepted")
    assert {(one.person_id, one.kind) for one in recipients_of(event=event)} == {
        (review.owner_id, NewsKind.ANSWER_LEFT_OUT),
        (author_of(idea).pk, NewsKind.ANSWER_LEFT_OUT),
    }


def test_accept_risk_while_another_answer_lacks_leaves_the_idea_in_review(decider: User) -> None:
    review = late_review()
    ReviewFactory(idea=review.idea, department=DepartmentFactory(slug="security"), assigned=True)

    accepted(review, decider)

    assert Idea.objects.get(pk=review.idea_id).stage == Stage.IN_REVIEW


def test_accept_risk_is_kept_in_the_snapshot_of_the_decision(decider: User) -> None:
    review = late_review()
    accepted(review, decider)

    decision = decide_idea(idea=review.idea, by=decider, content=decision_content())

    kept = decision.snapshot["risks"]
    assert [(one["department"], one["cause"], one["expires_on"]) for one in kept] == [
        ("finance", RISK.cause, RISK.expires_on.isoformat())
    ]


def test_accept_risk_by_somebody_who_does_not_decide_changes_nothing(decider: User) -> None:
    review = late_review()

    with pytest.raises(NotPermitted) as refused:
        accepted(review, UserFactory())

    assert refused.value.error_code == "not_decider"
    assert_nothing_changed(review)


@pytest.mark.parametrize(
    ("slug", "data", "is_allowed"),
    [
        ("legal", "none", False),
        ("security", "special", False),
        ("security", "unknown", False),
        ("security", "personal", True),
        ("procurement", "special", True),
    ],
)
def test_accept_risk_never_for_lawfulness_nor_special_data(
    decider: User, slug: str, data: str, is_allowed: bool
) -> None:
    review = late_review(slug)
    AnswerSet.objects.create(idea=review.idea, rule_set=RuleSet.objects.get(), answers={"data": data})

    if is_allowed:
        assert accepted(review, decider).review == review
        return
    with pytest.raises(NotPermitted) as refused:
        accepted(review, decider)
    assert refused.value.error_code == "cannot_go_without"
    assert_nothing_changed(review)


@pytest.mark.parametrize("fields", [{"due_at": timezone.now() + timedelta(days=1)}, {"state": "submitted"}])
def test_accept_risk_of_an_answer_that_is_not_that_late_is_refused(decider: User, fields: dict[str, Any]) -> None:
    review = late_review()
    if "due_at" in fields:
        Review.objects.filter(pk=review.pk).update(**fields)
    else:
        Review.objects.filter(pk=review.pk).update(state="cancelled")

    with pytest.raises(Conflict) as refused:
        accepted(review, decider)

    assert refused.value.error_code == "not_escalated"
    assert not RiskAcceptance.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cause", " "),
        ("event", "x" * 501),
        ("effect", ""),
        ("review_on", TODAY),
        ("expires_on", TODAY + timedelta(days=29)),
        ("expires_on", TODAY + timedelta(days=900)),
    ],
)
def test_accept_risk_with_a_part_that_is_wrong_changes_nothing(decider: User, field: str, value: Any) -> None:
    review = late_review()

    with pytest.raises(InvalidValue) as refused:
        accepted(review, decider, **{field: value})

    assert [one.field for one in refused.value.problems] == [field]
    assert_nothing_changed(review)


def test_accept_risk_lets_the_promise_go_on_where_its_clock_was_written(decider: User) -> None:
    review = late_review()
    ClockEntry.objects.create(idea=review.idea, review=review, kind="start", due_at=review.due_at)

    accepted(review, decider)

    assert ClockEntry.objects.filter(review=review, kind="stop").count() == 1


def test_invariant_12_a_missing_review_overridden_has_exactly_one_risk(decider: User) -> None:
    review = late_review()
    accepted(review, decider)

    with pytest.raises(DomainError):
        accepted(review, decider)
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskAcceptanceFactory(review=review)

    assert RiskAcceptance.objects.filter(review=review).count() == 1


def test_invariant_12_a_cancelled_review_without_a_risk_makes_nothing_ready(decider: User) -> None:
    review = late_review(state="cancelled")
    with transaction.atomic():
        assert make_ready_if_complete(idea=review.idea) is False

    RiskAcceptanceFactory(review=review)

    with transaction.atomic():
        assert make_ready_if_complete(idea=review.idea) is True


SLUGS = ["procurement", "commercial", "finance", "operations"]
WAYS = st.fixed_dictionaries({slug: st.sampled_from(["answered", "cancelled", "late"]) for slug in SLUGS})


@pytest.mark.django_db
class TestMissingReviews(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(WAYS, st.lists(st.sampled_from(SLUGS), max_size=8))
    def test_invariant_12_after_any_acts_each_missing_review_has_one_risk_or_the_idea_is_not_ready(
        self, ways: dict[str, str], acts: list[str]
    ) -> None:
        by = pool_member("business", role="lead").person
        idea = submitted_idea(stage=Stage.IN_REVIEW)
        reviews = {slug: of_way(idea, slug, way) for slug, way in ways.items()}

        for slug in acts:
            with suppress(DomainError):
                accepted(reviews[slug], by)

        left_out = {slug for slug in acts if ways[slug] == "late"}
        missing = {slug for slug, way in ways.items() if way != "answered"}
        risks = Counter(RiskAcceptance.objects.values_list("review__department__slug", flat=True))
        is_ready = Idea.objects.get(pk=idea.pk).stage == Stage.READY_FOR_DECISION
        assert risks == dict.fromkeys(left_out, 1)
        assert is_ready == (bool(left_out) and missing == left_out)


def of_way(idea: Idea, slug: str, way: str) -> Review:
    if way == "late":
        return late_review(slug, idea=idea)
    state = {"submitted": True} if way == "answered" else {"state": "cancelled"}
    review: Review = ReviewFactory(idea=idea, department=DepartmentFactory(slug=slug), **state)
    return review


def test_remind_of_risks_tells_the_acceptor_once_of_each_day() -> None:
    risk = RiskAcceptanceFactory(review_on=TODAY, expires_on=TODAY + timedelta(days=7))
    RiskAcceptanceFactory(review_on=TODAY + timedelta(days=1), expires_on=TODAY + timedelta(days=8))

    assert (remind_of_risks(), remind_of_risks()) == (2, 0)

    event = Event.objects.filter(type="risk.due").latest("id")
    assert [(one.person_id, one.kind) for one in recipients_of(event=event)] == [
        (risk.accepted_by_id, NewsKind.RISK_DUE)
    ]
