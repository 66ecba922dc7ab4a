"""Risks that were accepted, and late answers that an idea may go ahead without.

Source: docs/review-process.md 3.11.
"""

from django.db.models import QuerySet

from ideas.models import Idea, Review, RiskAcceptance
from ideas.policies.risks import escalated_reviews, may_go_without


def risks_of(
    *,
    idea: Idea,
    round: int | None = None,  # noqa: A002 - the word of the model's field
) -> "QuerySet[RiskAcceptance]":
    """Return the risks accepted in a round, the present one unless said otherwise, the first first; unevaluated.

    Department and acceptor are loaded.
    """
    rows = RiskAcceptance.objects.filter(idea=idea, round=round or idea.round)
    return rows.select_related("review__department", "accepted_by", "acted_for").order_by("id")


def reviews_to_do_without(*, idea: Idea) -> list[Review]:
    """Return the late reviews that whoever decides `idea` may go ahead without. At most two queries."""
    late = escalated_reviews().filter(idea=idea).select_related("department").order_by("due_at", "id")
    return [review for review in late if may_go_without(review)]


def risk_snapshot(*, idea: Idea) -> list[dict[str, str]]:
    """Return the risks of the present round as a decision keeps them. One query."""
    return [
        {
            "department": row.review.department.slug,
            "cause": row.cause,
            "event": row.event,
            "effect": row.effect,
            "accepted_by": str(row.accepted_by.public_id),
            "review_on": row.review_on.isoformat(),
            "expires_on": row.expires_on.isoformat(),
        }
        for row in risks_of(idea=idea)
    ]
