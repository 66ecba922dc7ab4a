"""The score of an idea: for those who may read every answer, and never without its profile."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Department, Idea, Score, User
from ideas.selectors.lanes import lanes_of
from ideas.selectors.scores import ScoreProfile, score_profile
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.cases import case_idea, scored_review
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory, routed_idea

pytestmark = pytest.mark.django_db
ALL_SEVEN = {"novel": "yes"}


def profile_for(viewer: User, idea: Idea) -> ScoreProfile | None:
    return score_profile(idea=idea, lanes=lanes_of(idea=idea, viewer=viewer))


def triager() -> User:
    return grant_role(UserFactory(), "triager")


def test_score_comes_with_every_department_that_was_asked() -> None:
    profile = profile_for(triager(), case_idea())

    assert profile is not None
    # (3 × 3 + 3 × 2 + 0.75 × (3 × 4 + 3 × 2)) ÷ (12 × 4) = 28.5 ÷ 48
    assert profile.score == 59
    # 15 ÷ 24, a half rounded up; 0.75 × 18 ÷ 24 = 56.25; no answer by the date
    assert [(one.slug, one.score) for one in profile.lanes] == [
        ("business", 63),
        ("finance", 56),
        ("operations", None),
    ]


def test_score_leaves_drafts_and_earlier_rounds_out() -> None:
    idea = case_idea()
    draft = ReviewFactory(idea=idea, department=Department.objects.get(slug="legal"), assigned=True, state="drafting")
    Score.objects.create(review=draft, criterion_id="legal_risk", value=1)
    earlier = ReviewFactory(idea=idea, department=Department.objects.get(slug="business"), submitted=True, round=9)
    Score.objects.create(review=earlier, criterion_id="fit_with_goals", value=1)

    profile = profile_for(triager(), idea)

    assert profile is not None
    assert profile.score == 59


def test_score_of_answers_that_cannot_say_is_none() -> None:
    idea = routed_idea(answered={"reach": "several_teams"}, stage=Stage.IN_REVIEW)
    scored_review(idea, "business", {"fit_with_goals": None})

    profile = profile_for(triager(), idea)

    assert profile is not None
    assert (profile.score, [one.score for one in profile.lanes]) == (None, [None])


def test_score_is_hidden_from_a_reviewer_until_their_own_answer_is_in() -> None:
    idea = case_idea(stage=Stage.IN_REVIEW)
    own = ReviewFactory(idea=idea, department=Department.objects.get(slug="legal"), assigned=True)
    grant_role(own.owner, "programme_manager")

    before = profile_for(own.owner, idea)
    fields = {"state": "submitted", "submitted_at": own.opened_at, "recommendation": "support", "confidence": "high"}
    type(own).objects.filter(pk=own.pk).update(plain_answer="It is lawful.", **fields)
    after = profile_for(own.owner, idea)

    assert before is None
    assert after is not None
    assert after.score == 59


def test_score_is_not_for_those_who_may_not_read_every_answer() -> None:
    idea = case_idea(stage=Stage.DECLINED)
    DecisionFactory(idea=idea, announced=True)

    assert [profile_for(person, idea) for person in (UserFactory(), author_of(idea))] == [None, None]


def test_score_of_an_idea_that_nobody_answered_is_none() -> None:
    idea = routed_idea(answered=ALL_SEVEN, stage=Stage.IN_REVIEW)
    ReviewFactory(idea=idea, department=Department.objects.get(slug="business"))

    assert profile_for(triager(), idea) is None


@pytest.mark.parametrize("slugs", [["business"], ["business", "finance", "operations", "security", "legal"]])
def test_score_takes_two_queries_however_many_answers(slugs: list[str]) -> None:
    idea, viewer = routed_idea(answered=ALL_SEVEN, stage=Stage.IN_REVIEW), triager()
    for slug in slugs:
        scored_review(idea, slug, {"fit_with_goals": 4})
    lanes = lanes_of(idea=idea, viewer=viewer)

    with CaptureQueriesContext(connection) as captured:
        score_profile(idea=idea, lanes=lanes)

    assert len(captured) == 2
