"""The support of an idea: votes, from how many departments, and what the reader gave.

Ballots are their voter's alone: numbers of departments are shown from five votes up, and a department with fewer than
five votes is not named. Source: docs/permissions.md "Votes".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count

from ideas.models import Follow, Idea, IdeaAuthor, IdeaTally, User, Vote
from ideas.policies.support import can_follow_idea, vote_is_open
from ideas.realtime import MIN_VOTES_FOR_BREADTH
from ideas.workflow import Stage


class FollowState(StrEnum):
    """Whether news of an idea reaches a person: authors follow without asking, until they mute."""

    NONE = "none"
    FOLLOWING = "following"
    MUTED = "muted"


@dataclass(frozen=True)
class DepartmentVotes:
    """One department with at least five votes."""

    name: str
    votes: int


@dataclass(frozen=True)
class Breadth:
    """Where votes come from. `departments` is 0 below five votes in all.

    Departments under five votes are counted together in `others` and `other_votes`, which holds also the votes of
    people without a department.
    """

    departments: int = 0
    parts: tuple[DepartmentVotes, ...] = ()
    others: int = 0
    other_votes: int = 0


@dataclass(frozen=True)
class Support:
    """The support of one idea as one reader sees it."""

    votes: int
    breadth: Breadth
    has_voted: bool
    can_vote: bool
    is_own: bool
    follow: FollowState
    can_follow: bool


def support_of(*, idea: Idea, viewer: User) -> Support:
    """Return the support of `idea` for `viewer`, who may see it. At most five queries."""
    tally = IdeaTally.objects.get(idea=idea)
    is_own = IdeaAuthor.objects.filter(idea=idea, person=viewer).exists()
    return Support(
        votes=tally.vote_count,
        breadth=breadth_of(idea=idea, tally=tally),
        has_voted=Vote.objects.filter(idea=idea, voter=viewer).exists(),
        can_vote=viewer.is_active and vote_is_open(takes_votes=tally.takes_votes, is_own=is_own),
        is_own=is_own,
        follow=follow_of(idea=idea, viewer=viewer, is_own=is_own),
        can_follow=can_follow_idea(viewer, idea),
    )


def breadth_of(*, idea: Idea, tally: IdeaTally) -> Breadth:
    """Return where the votes for `idea` come from; nothing below five votes. At most one query."""
    if tally.vote_count < MIN_VOTES_FOR_BREADTH:
        return Breadth()
    counted = Vote.objects.filter(idea=idea).values_list("department__name").annotate(votes=Count("id"))
    counts: list[tuple[str | None, int]] = list(counted.order_by("-votes", "department__name_sort"))
    is_named = [name is not None and votes >= MIN_VOTES_FOR_BREADTH for name, votes in counts]
    rest = [one for one, named in zip(counts, is_named, strict=True) if not named]
    return Breadth(
        departments=tally.department_count,
        parts=tuple(
            DepartmentVotes(name or "", votes) for (name, votes), named in zip(counts, is_named, strict=True) if named
        ),
        others=sum(1 for name, _votes in rest if name is not None),
        other_votes=sum(votes for _name, votes in rest),
    )


def shown_departments(tally: IdeaTally) -> int:
    """Return from how many departments votes come as readers may know it: 0 below five votes."""
    return tally.department_count if tally.vote_count >= MIN_VOTES_FOR_BREADTH else 0


def follow_of(*, idea: Idea, viewer: User, is_own: bool) -> FollowState:
    """Return whether `viewer` follows `idea`. One query."""
    row = Follow.objects.filter(idea=idea, person=viewer).first()
    if row is not None:
        return FollowState(row.level)
    return FollowState.FOLLOWING if is_own and idea.stage != Stage.DRAFT else FollowState.NONE


def followers_of(*, idea: Idea) -> frozenset[int]:
    """Return the keys of everybody who follows `idea`: authors and those who asked, without those who muted it.

    Whether they may still see the idea is asked when something is sent to them. Two queries.
    """
    levels = dict(Follow.objects.filter(idea=idea).values_list("person_id", "level"))
    wrote = set(IdeaAuthor.objects.filter(idea=idea).values_list("person_id", flat=True))
    asked = {person for person, level in levels.items() if level == Follow.Level.FOLLOWING}
    return frozenset((wrote | asked) - {person for person, level in levels.items() if level == Follow.Level.MUTED})


def without_muted(*, idea: Idea, people: Iterable[int]) -> frozenset[int]:
    """Return those of `people` (keys) who did not mute `idea`. One query."""
    asked = frozenset(people)
    muted = Follow.objects.filter(idea=idea, person__in=asked, level=Follow.Level.MUTED)
    return asked - frozenset(muted.values_list("person_id", flat=True))
