"""Ideas that wait for a decision, with scores to rank them by."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from ideas.models import BallotSeat, Department, Idea, User
from ideas.workflow import Stage
from tests.factories.cases import SIGNIFICANT, scored_review
from tests.factories.reviews import BallotFactory, BallotSeatFactory, pool_member, routed_idea

MAJOR = {"novel": "yes"}
"""Answers that lead to tier 3."""


def lead_of_business() -> User:
    """Return who decides ideas of tier 2 on which the departments agree."""
    lead: User = pool_member(role="lead").person
    return lead


def scored_idea(value: int | None, *, days: int = 5, answered: dict[str, Any] | None = None, **fields: Any) -> Idea:
    """Return an idea that is ready, supported by Business with one score, 1 to 5; `days`: when its answer is due."""
    fields.setdefault("stage", Stage.READY_FOR_DECISION)
    idea = routed_idea(
        answered=answered or dict(SIGNIFICANT), next_answer_at=timezone.now() + timedelta(days=days), **fields
    )
    scored_review(idea, "business", {"fit_with_goals": value})
    return idea


def board_idea(value: int | None, **fields: Any) -> Idea:
    """Return the same for the board, which votes on it."""
    idea = scored_idea(value, answered=MAJOR, **fields)
    BallotFactory(idea=idea)
    return idea


def seat_for(person: User, idea: Idea, slug: str = "finance") -> BallotSeat:
    """Let `person` vote on `idea` for a department."""
    seat: BallotSeat = BallotSeatFactory(
        ballot=idea.ballots.get(), department=Department.objects.get(slug=slug), holder=person
    )
    return seat
