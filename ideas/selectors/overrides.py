"""What people changed of an idea's routing, and which departments may still be asked as well."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from ideas.models import Department, Idea, Review, RoutingOverride, User
from ideas.routing.adjusting import Adjustment, AskedAlso
from ideas.routing.outcome import Routing
from ideas.routing.ruleset import Mode
from ideas.selectors.routing import current_routing
from ideas.selectors.rule_sets import rules_of

# What a change takes out, each with its department.
TAKEN_OUT: Final = Prefetch("takes_out", queryset=RoutingOverride.objects.select_related("asked_also").order_by("id"))


def standing_override(*, idea: Idea) -> RoutingOverride | None:
    """Return the change that holds in the present round of `idea`, None where the rules alone do. One query."""
    rows = RoutingOverride.objects.filter(idea=idea, round=idea.round).select_related("by")
    return rows.order_by("-id").first()


def overrides_of(*, idea: Idea) -> "QuerySet[RoutingOverride]":
    """Return every change of the routing of `idea`, of all its rounds, unordered and unevaluated.

    `by` and `asked_also` are loaded, and of what it takes out `asked_also`.
    """
    return RoutingOverride.objects.filter(idea=idea).select_related("by", "asked_also").prefetch_related(TAKEN_OUT)


@dataclass(frozen=True)
class Addition:
    """A department that reviewers asked as well, and that no triager took out; `override_id` is its row's key."""

    override_id: int
    department: Department
    by: User
    why: str
    is_answered: bool


def standing_additions(*, idea: Idea) -> tuple[Addition, ...]:
    """Return what reviewers added in the present round and holds on, the first asked first. One query."""
    answered = Review.objects.filter(
        idea=idea, round=idea.round, department=OuterRef("asked_also"), state=Review.State.SUBMITTED
    )
    rows = RoutingOverride.objects.filter(
        idea=idea, round=idea.round, asked_also__isnull=False, taken_out_by__isnull=True
    )
    found = rows.select_related("asked_also", "by").annotate(is_answered=Exists(answered)).order_by("id")
    return tuple(
        Addition(row.pk, row.asked_also, row.by, row.reason, row.is_answered) for row in found if row.asked_also
    )


def additions_to_end(*, idea: Idea) -> tuple[Addition, ...]:
    """Return what a quick fix of `idea` takes out: what reviewers asked as well, without an answer yet. One query."""
    return tuple(one for one in standing_additions(idea=idea) if not one.is_answered)


def standing_adjustment(*, idea: Idea) -> Adjustment | None:
    """Return the standing change of a triager as the rules take it, with what reviewers added. Two queries."""
    changes = RoutingOverride.objects.filter(idea=idea, round=idea.round, asked_also__isnull=True)
    change, additions = changes.order_by("-id").first(), standing_additions(idea=idea)
    if change is None and not additions:
        return None
    return (_adjustment_of(change) if change else Adjustment()).beside(as_asked(additions))


def as_asked(additions: Iterable[Addition]) -> tuple[AskedAlso, ...]:
    """Return the additions as the rules take them."""
    return tuple(AskedAlso(one.department.slug, one.why) for one in additions)


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
