"""Ideas that departments have scored, ready for a decision."""

from collections.abc import Mapping
from typing import Any

from ideas.models import Department, Idea, Review, Score
from ideas.services.scores import keep_score
from ideas.workflow import Stage
from tests.factories.parts import ConditionFactory
from tests.factories.reviews import ReviewFactory, routed_idea

SIGNIFICANT: Mapping[str, object] = {"reach": "whole_org", "one_off": 10000, "yearly": 1000, "saving": 10000}
"""Answers that lead to tier 2, and to Business, Finance and Operations."""


def scored_review(idea: Idea, slug: str, scores: Mapping[str, int | None], **fields: Any) -> Review:
    """Return a department's answer to `idea` with its scores."""
    review: Review = ReviewFactory(
        idea=idea,
        department=Department.objects.get(slug=slug),
        submitted=True,
        **{"plain_answer": f"{slug} says so.", **fields},
    )
    Score.objects.bulk_create(Score(review=review, criterion_id=key, value=value) for key, value in scores.items())
    keep_score(idea=idea)
    return review


def case_idea(*, answered: Mapping[str, object] = SIGNIFICANT, **fields: Any) -> Idea:
    """Return an idea of tier 2 that is ready: Business is for it, Finance against, Operations did not answer by its date.

    As they do not agree, programme managers decide it.
    """
    fields.setdefault("stage", Stage.READY_FOR_DECISION)
    idea = routed_idea(answered=dict(answered), **fields)
    business = scored_review(idea, "business", {"fit_with_goals": 4, "size_of_problem": 3, "people_ready": None})
    ConditionFactory(review=business, decision=None, text="Count the keys first", owner_name="Depots")
    scored_review(
        idea, "finance", {"three_year_value": 5, "affordable": 3}, confidence="low", recommendation="do_not_support"
    )
    ReviewFactory(idea=idea, department=Department.objects.get(slug="operations"), mode="advisory", state="lapsed")
    return idea
