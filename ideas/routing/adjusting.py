"""What the rules answer once a triager has changed tier or departments; the rules that fired stay to be read.

Source: docs/review-process.md 3.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ideas.routing.outcome import DepartmentAsk, FiredRule, Routing
from ideas.routing.rules import route
from ideas.routing.ruleset import Mode, RuleSet

OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A triager's change: another `tier` (None: as the rules say), departments required or left out, and why."""

    tier: int | None
    required: frozenset[str]
    left_out: frozenset[str]
    why: str


def adjusted(rules: RuleSet, answers: Mapping[str, object], adjustment: Adjustment) -> Routing:
    """Return what `rules` answer under the adjusted tier, with the departments that were added and without those left out.

    Raises:
        AnswersUnusable: as `route`.
        KeyError: the rule set has no tier of that number.
    """
    found = route(rules, answers, tier=adjustment.tier)
    added = FiredRule(OVERRIDE, Mode.REQUIRED, tuple(sorted(adjustment.required)), adjustment.why, ())
    asks = {one.slug: one for one in found.departments if one.slug not in adjustment.left_out}
    for guide in rules.departments:
        if guide.slug in adjustment.required:
            known = asks.get(guide.slug)
            asks[guide.slug] = DepartmentAsk(guide.slug, guide.name, (added, *(known.fired if known else ())))
    return replace(
        found,
        tier_reason=found.tier_reason if adjustment.tier is None else replace(found.tier_reason, why=adjustment.why),
        departments=tuple(asks[guide.slug] for guide in rules.departments if guide.slug in asks),
        fired=(*found.fired, added) if adjustment.required else found.fired,
    )
