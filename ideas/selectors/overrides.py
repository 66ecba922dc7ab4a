"""What people changed of an idea's routing, and which departments may still be asked as well."""

from dataclasses import dataclass, replace

from django.db.models import QuerySet

from ideas.models import Department, Idea, Review, RoutingOverride
from ideas.routing.adjusting import Adjustment, AskedAlso
from ideas.routing.outcome import Routing
from ideas.routing.ruleset import Mode
from ideas.selectors.routing import current_routing
from ideas.selectors.rule_sets import rules_of


def standing_override(*, idea: Idea) -> RoutingOverride | None:
    """Return the change that holds in the present round of `idea`, None where the rules alone do. One query."""
    rows = RoutingOverride.objects.filter(idea=idea, round=idea.round).select_related("by")
    return rows.order_by("-id").first()


def overrides_of(*, idea: Idea) -> "QuerySet[RoutingOverride]":
    """Return every change of the routing of `idea`, of all its rounds, unordered and unevaluated.

    `by` and `asked_also` are loaded.
    """
    return RoutingOverride.objects.filter(idea=idea).select_related("by", "asked_also")


def standing_adjustment(*, idea: Idea) -> Adjustment | None:
    """Return the standing change as the rules take it, with what reviewers added to it. One query."""
    found: Adjustment | None = None
    rows = RoutingOverride.objects.filter(idea=idea, round=idea.round).select_related("asked_also")
    for row in rows.order_by("id"):
        found = _adjustment_of(row) if row.asked_also is None else added_to(found, row.asked_also.slug, row.reason)
    return found


def added_to(standing: Adjustment | None, department: str, why: str) -> Adjustment:
    """Return `standing` with one more department that a reviewer asked."""
    base = standing or Adjustment()
    return replace(base, also=(*base.also, AskedAlso(department, why)))


def _adjustment_of(row: RoutingOverride) -> Adjustment:
    """A triager's change as the rules take it; a tier that was not changed is found by them."""
    return Adjustment(
        tier=row.to_tier if row.is_of_tier else None,
        required=frozenset(row.added),
        left_out=frozenset(row.removed),
        why=row.reason,
    )


@dataclass(frozen=True)
class Additions:
    """What reviewers may ask for in the present round, as slugs; `addable` in the order of the rules.

    `required`: the decision waits for it already, or it has answered. `left_out`: a triager said that it is not asked.
    """

    known: frozenset[str]
    required: frozenset[str]
    left_out: frozenset[str]
    addable: tuple[Department, ...]


def additions_of(*, idea: Idea, instead_of: Department) -> Additions:
    """Return which departments a reviewer for `instead_of` may ask about `idea` as well. Five queries.

    A department that a reviewer asked before and that is not required any more was taken out by a triager.
    """
    current = current_routing(idea=idea)
    if current is None:
        return Additions(frozenset(), frozenset(), frozenset(), ())
    rules, routing = rules_of(current.rule_set), Routing.from_json(current.routing)
    slugs = [guide.slug for guide in rules.departments if guide.slug != instead_of.slug]
    core = Department.objects.filter(slug__in=slugs, is_active=True, kind=Department.Kind.CORE)
    departments = {one.slug: one for one in core}
    answered = Review.objects.filter(idea=idea, round=idea.round, state=Review.State.SUBMITTED)
    required = {one.slug for one in routing.asked(Mode.REQUIRED)}
    required |= set(answered.values_list("department__slug", flat=True))
    changes = RoutingOverride.objects.filter(idea=idea, round=idea.round).order_by("id")
    rows = list(changes.values_list("asked_also__slug", "removed"))
    left_out = {slug for slug, _removed in rows if slug is not None and slug not in required}
    left_out |= set(rows[-1][1]) if rows else set()
    shut = required | left_out
    addable = tuple(departments[slug] for slug in slugs if slug in departments and slug not in shut)
    return Additions(frozenset(departments), frozenset(required), frozenset(left_out), addable)
