"""Support is shown in numbers that give no ballot away."""

import pytest

from ideas.exceptions import IdeaClosed
from ideas.models import Follow, Idea
from ideas.selectors.support import (
    Breadth,
    DepartmentVotes,
    FollowState,
    followers_of,
    support_of,
    without_muted,
)
from ideas.services.follows import follow_idea, mute_idea, unfollow_idea
from ideas.services.votes import cast_vote
from tests.factories import DepartmentFactory, IdeaFactory, UserFactory, submitted_idea
from tests.factories.ideas import author_of

pytestmark = pytest.mark.django_db


def _vote(idea: Idea, slug: str | None, times: int) -> None:
    department = DepartmentFactory(slug=slug) if slug else None
    for _ in range(times):
        cast_vote(voter=UserFactory(department=department), idea=idea)


def test_support_below_five_votes_tells_no_department() -> None:
    idea = submitted_idea()
    _vote(idea, "parks", 4)

    support = support_of(idea=idea, viewer=UserFactory())

    assert support.votes == 4
    assert support.breadth == Breadth()


def test_support_names_departments_from_five_votes_and_counts_the_rest_together() -> None:
    idea = submitted_idea()
    for slug, times in (("parks", 6), ("highways", 5), ("legal", 4), ("finance", 1), (None, 7)):
        _vote(idea, slug, times)

    support = support_of(idea=idea, viewer=UserFactory())

    assert support.breadth == Breadth(
        departments=4,
        parts=(DepartmentVotes("Parks", 6), DepartmentVotes("Highways", 5)),
        others=2,
        other_votes=12,
    )


def test_support_for_author_colleague_and_supporter() -> None:
    idea = submitted_idea()
    supporter, colleague = UserFactory(), UserFactory()
    cast_vote(voter=supporter, idea=idea)

    seen = {
        who: (one.has_voted, one.can_vote, one.is_own, one.follow)
        for who, one in {
            "author": support_of(idea=idea, viewer=author_of(idea)),
            "supporter": support_of(idea=idea, viewer=supporter),
            "colleague": support_of(idea=idea, viewer=colleague),
        }.items()
    }

    assert seen == {
        "author": (False, False, True, FollowState.FOLLOWING),
        "supporter": (True, True, False, FollowState.NONE),
        "colleague": (False, True, False, FollowState.NONE),
    }


def test_support_of_closed_idea_takes_no_vote() -> None:
    idea = submitted_idea(stage="declined")

    assert support_of(idea=idea, viewer=UserFactory()).can_vote is False


def test_follow_mute_and_unfollow_leave_one_row_or_none() -> None:
    idea = submitted_idea()
    person = UserFactory()

    follow_idea(idea=idea, by=person)
    follow_idea(idea=idea, by=person)
    assert [row.level for row in Follow.objects.all()] == ["following"]
    mute_idea(idea=idea, by=person)
    assert [row.level for row in Follow.objects.all()] == ["muted"]
    unfollow_idea(idea=idea, by=person)
    unfollow_idea(idea=idea, by=person)
    assert not Follow.objects.exists()


def test_follow_of_a_draft_is_refused() -> None:
    idea = IdeaFactory()

    with pytest.raises(IdeaClosed):
        follow_idea(idea=idea, by=author_of(idea))

    assert not Follow.objects.exists()


def test_followers_are_authors_and_those_who_asked_without_the_muted() -> None:
    idea = submitted_idea()
    follower, quiet = UserFactory(), UserFactory()
    follow_idea(idea=idea, by=follower)
    mute_idea(idea=idea, by=quiet)

    assert followers_of(idea=idea) == {author_of(idea).pk, follower.pk}
    mute_idea(idea=idea, by=author_of(idea))
    assert followers_of(idea=idea) == {follower.pk}
    assert without_muted(idea=idea, people=[quiet.pk, follower.pk]) == {follower.pk}
