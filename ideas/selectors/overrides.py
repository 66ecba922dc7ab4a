"""What triagers changed of an idea's routing."""

from django.db.models import QuerySet

from ideas.models import Idea, RoutingOverride
from ideas.routing.adjusting import Adjustment


def standing_override(*, idea: Idea) -> RoutingOverride | None:
    """Return the change that holds in the present round of `idea`, None where the rules alone do. One query."""
    rows = RoutingOverride.objects.filter(idea=idea, round=idea.round).select_related("by")
    return rows.order_by("-id").first()


def overrides_of(*, idea: Idea) -> "QuerySet[RoutingOverride]":
    """Return every change of the routing of `idea`, of all its rounds, unordered and unevaluated; `by` is loaded."""
    return RoutingOverride.objects.filter(idea=idea).select_related("by")


def standing_adjustment(*, idea: Idea) -> Adjustment | None:
    """Return the standing change as the rules take it. One query."""
    row = standing_override(idea=idea)
    return adjustment_of(row) if row is not None else None


def adjustment_of(row: RoutingOverride) -> Adjustment:
    """Return a stored change as the rules take it; a tier that was not changed is found by them."""
    return Adjustment(
        tier=row.to_tier if row.is_of_tier else None,
        required=frozenset(row.added),
        left_out=frozenset(row.removed),
        why=row.reason,
    )
