"""What has happened, and nothing that a reader may not know."""

from typing import Any

import pytest

from ideas import outbox
from ideas.events import (
    CommentPosted,
    DecisionMade,
    IdeaEdited,
    IdeaMoved,
    IdeaSubmitted,
    ReviewAssigned,
    ReviewsOpened,
    ReviewSubmitted,
    VoteCast,
)
from ideas.exceptions import NotFound
from ideas.models import Decision, Idea, User
from ideas.selectors.decisions import decision_for, decision_of, may_decide_now
from ideas.selectors.timeline import TimelineEntry, timeline_of
from ideas.services.decisions import announce_now
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory, pool_member

pytestmark = pytest.mark.django_db


def entries(idea: Idea, viewer: User | None = None) -> list[TimelineEntry]:
    return timeline_of(idea=idea, viewer=viewer or UserFactory())


def types(idea: Idea, viewer: User | None = None) -> list[str]:
    return [entry.type for entry in entries(idea, viewer)]


def test_timeline_of_idea_is_latest_first_without_ballots_and_comments() -> None:
    idea = submitted_idea()
    author = author_of(idea)
    outbox.record(IdeaSubmitted(idea_id=idea.pk, actor_id=author.pk))
    outbox.record(VoteCast(idea_id=idea.pk, actor_id=author.pk))
    outbox.record(CommentPosted(idea_id=idea.pk, actor_id=author.pk, comment_id=1))
    outbox.record(IdeaMoved(idea_id=idea.pk, from_stage="submitted", to_stage="in_review"))
    outbox.record(ReviewsOpened(idea_id=idea.pk, round=1, department_ids=(1, 2)))
    outbox.record(IdeaEdited(idea_id=idea.pk, actor_id=author.pk, version=2))

    found = entries(idea)

    assert [(entry.type, entry.person, entry.count, entry.version) for entry in found] == [
        ("idea.edited", author, 0, 2),
        ("reviews.opened", None, 2, 0),
        ("idea.submitted", author, 0, 0),
    ]


def test_timeline_of_protected_author_names_nobody_but_to_themselves() -> None:
    idea = submitted_idea(author_shown=False)
    author = author_of(idea)
    outbox.record(IdeaSubmitted(idea_id=idea.pk, actor_id=author.pk))

    assert entries(idea, grant_role(UserFactory(), "programme_manager"))[0].person is None
    assert entries(idea, author)[0].person == author


def test_timeline_of_idea_names_reviewers_without_their_answer() -> None:
    review = ReviewFactory(submitted=True)
    outbox.record(ReviewAssigned(idea_id=review.idea_id, review_id=review.pk))
    outbox.record(ReviewSubmitted(idea_id=review.idea_id, actor_id=review.owner_id, review_id=review.pk))

    found = entries(review.idea)

    assert [(entry.type, entry.person, entry.department, entry.recommendation) for entry in found] == [
        ("review.submitted", review.owner, review.department.name, ""),
        ("review.assigned", review.owner, review.department.name, ""),
    ]


def test_timeline_of_review_that_moved_on_names_who_got_it_each_time() -> None:
    review, first = ReviewFactory(submitted=True), UserFactory()
    for owner in (first, review.owner):
        outbox.record(ReviewAssigned(idea_id=review.idea_id, review_id=review.pk, owner_id=owner.pk))

    assert [entry.person for entry in entries(review.idea)] == [review.owner, first]


def test_timeline_after_the_decision_tells_the_departments_answer() -> None:
    review = ReviewFactory(submitted=True)
    outbox.record(ReviewSubmitted(idea_id=review.idea_id, actor_id=review.owner_id, review_id=review.pk))
    DecisionFactory(idea=review.idea, announced=True)

    assert [entry.recommendation for entry in entries(review.idea)] == ["support"]


@pytest.fixture
def decided() -> Decision:
    decision = DecisionFactory()
    outbox.record(DecisionMade(idea_id=decision.idea_id, actor_id=decision.decided_by_id, decision_id=decision.pk))
    return decision


def test_timeline_of_unannounced_decision_is_for_author_and_decider(decided: Decision) -> None:
    assert types(decided.idea, author_of(decided.idea)) == ["decision.made"]
    assert types(decided.idea, decided.decided_by) == ["decision.made"]
    assert types(decided.idea) == []
    assert types(decided.idea, grant_role(UserFactory(), "programme_manager")) == []


def test_timeline_of_announced_decision_is_for_everybody(decided: Decision) -> None:
    announce_now(decision=decided, by=decided.decided_by)

    assert types(decided.idea) == ["decision.announced", "decision.made"]
    assert entries(decided.idea)[0].decision == decided


def test_timeline_of_idea_pages_by_id() -> None:
    idea = submitted_idea()
    for version in range(2, 6):
        outbox.record(IdeaEdited(idea_id=idea.pk, version=version))
    first = timeline_of(idea=idea, viewer=UserFactory(), limit=3)

    rest = timeline_of(idea=idea, viewer=UserFactory(), before=first[-1].id)

    assert [entry.version for entry in first] == [5, 4, 3]
    assert [entry.version for entry in rest] == [2]


@pytest.mark.parametrize("count", [1, 8])
def test_timeline_of_idea_takes_a_fixed_number_of_queries(count: int, django_assert_num_queries: Any) -> None:
    idea = submitted_idea()
    viewer = UserFactory()
    for _ in range(count):
        review = ReviewFactory(idea=idea, submitted=True)
        outbox.record(ReviewSubmitted(idea_id=idea.pk, actor_id=review.owner_id, review_id=review.pk))

    with django_assert_num_queries(4):
        timeline_of(idea=idea, viewer=viewer)


def test_decision_of_idea_before_announcement_is_hidden_from_others() -> None:
    decision = DecisionFactory()

    assert decision_of(idea=decision.idea, viewer=UserFactory()) is None
    assert decision_of(idea=decision.idea, viewer=author_of(decision.idea)) == decision
    with pytest.raises(NotFound):
        decision_for(viewer=UserFactory(), public_id=decision.public_id)


def test_decision_for_reader_of_announced_one_is_found() -> None:
    decision = DecisionFactory(announced=True)

    assert decision_for(viewer=UserFactory(), public_id=decision.public_id) == decision


def test_may_decide_now_is_for_the_decider_of_a_ready_idea() -> None:
    lead = pool_member(role="lead").person
    ready = submitted_idea(stage=Stage.READY_FOR_DECISION)

    assert may_decide_now(viewer=lead, idea=ready) is True
    assert may_decide_now(viewer=UserFactory(), idea=ready) is False
    assert may_decide_now(viewer=lead, idea=submitted_idea()) is False
    DecisionFactory(idea=ready)
    assert may_decide_now(viewer=lead, idea=ready) is False
