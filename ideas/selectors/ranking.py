"""The ideas that wait for somebody's decision or vote, ordered by their dates or by their scores.

Source: docs/review-process.md 3.5 "The score".
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from ideas.models import Idea, User
from ideas.policies.ballots import board_seats_of, open_seats_of
from ideas.policies.business_cases import can_rank_ideas, has_case, ideas_to_weigh
from ideas.querysets.ideas import UNRANKED, IdeaQuerySet, rank
from ideas.querysets.keyset import Key, Ordering
from ideas.routing.cases import CASE_TIER
from ideas.selectors.decisions import keys_to_decide, undecided_ideas
from ideas.selectors.scores import ScoreProfile, score_profiles


class DecisionOrder(StrEnum):
    """Orders of what waits for a decision; `score` is for those alone who may rank."""

    DUE = "due"
    SCORE = "score"


class Unscored(StrEnum):
    """Why an idea stands after those that have a score; never renamed."""

    SMALL = "small"
    NOTHING_SCORED = "nothing_scored"
    NOT_FOR_YOU = "not_for_you"


ORDERINGS: Final[dict[DecisionOrder, Ordering]] = {
    DecisionOrder.DUE: Ordering("due", (Key("next_answer_at"), Key("id"))),
    DecisionOrder.SCORE: Ordering("score", (Key("rank", is_descending=True), Key("next_answer_at"), Key("id"))),
}


@dataclass(frozen=True)
class WaitingIdea:
    """One idea that waits. `is_vote`: for a vote of the board, not for a decision alone.

    `profile`: its score with the departments behind it, None where `unscored` says why. Both are None for a reader who
    may not rank at all.
    """

    idea: Idea
    is_vote: bool
    profile: ScoreProfile | None = None
    unscored: Unscored | None = None


def orders_for(*, viewer: User) -> tuple[DecisionOrder, ...]:
    """Return the orders that `viewer` may have. At most three queries."""
    return tuple(DecisionOrder) if can_rank_ideas(viewer) else (DecisionOrder.DUE,)


def waiting_ideas(*, viewer: User, order: DecisionOrder) -> IdeaQuerySet:
    """Return the ideas that wait for the decision of `viewer`, or for their vote for the board, ready for `order`.

    Unordered and unevaluated; `ORDERINGS` has the keys. It finds what `ideas_to_decide` finds, in as many queries.

    By score each row has `rank`: 0 to 100, or UNRANKED, last, without a score. An order tells what it is made of: who
    finds an idea between two others knows its score within bounds. So an idea has its rank only where the reader may read
    every answer given, which is where they may read its case; every other one has UNRANKED, whatever it was scored, and
    stands among those without a score by its date. That is found out for all scored ideas of the list before any page of
    it is read, in as many queries for one as for a thousand.

    Args:
        order: one of `orders_for`; that is for the caller.
    """
    seated = open_seats_of(viewer).filter(ballot__idea=OuterRef("pk"), ballot__round=OuterRef("round"))
    rows = undecided_ideas(viewer=viewer).filter(Q(pk__in=keys_to_decide(viewer=viewer)) | Q(Exists(seated)))
    return rows.annotate(rank=_rank_for(viewer, rows)) if order == DecisionOrder.SCORE else rows


def _rank_for(viewer: User, rows: IdeaQuerySet) -> Case:
    scored = list(rows.filter(tier__gte=CASE_TIER, score__isnull=False).only("tier", "round", "stage"))
    hidden = {idea.pk for idea in scored} - ideas_to_weigh(viewer, scored)
    if not hidden:
        return rank()
    return Case(When(pk__in=hidden, then=Value(UNRANKED)), default=rank(), output_field=IntegerField())


def waiting_rows(*, viewer: User, ideas: Sequence[Idea]) -> list[WaitingIdea]:
    """Return `ideas` of `waiting_ideas` as rows, each with what `viewer` may know of its score.

    As many queries for a hundred ideas as for one.
    """
    votes = board_seats_of(viewer, ideas)
    if not can_rank_ideas(viewer):
        return [WaitingIdea(idea, idea.pk in votes) for idea in ideas]
    weighed = ideas_to_weigh(viewer, ideas)
    profiles = score_profiles(ideas=[idea for idea in ideas if idea.pk in weighed])
    return [_row(idea, votes, weighed, profiles.get(idea.pk)) for idea in ideas]


def _row(idea: Idea, votes: Collection[int], weighed: Collection[int], profile: ScoreProfile | None) -> WaitingIdea:
    unscored = None
    if not has_case(idea):
        unscored = Unscored.SMALL
    elif idea.pk not in weighed:
        unscored = Unscored.NOT_FOR_YOU
    elif profile is None or profile.score is None:
        unscored = Unscored.NOTHING_SCORED
    return WaitingIdea(idea, idea.pk in votes, None if unscored else profile, unscored)
