"""What the rules answer once people have changed tier or departments; the rules that fired stay to be read.

Source: docs/review-process.md 3.3, 3.12.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ideas.routing.outcome import DepartmentAsk, FiredRule, Routing
from ideas.routing.rules import route
from ideas.routing.ruleset import Mode, RuleSet

OVERRIDE = "override"
_ASKED_ALSO = "asked-also-"


@dataclass(frozen=True, slots=True)
class AskedAlso:
    """A department that a reviewer asked as well, and why."""

    department: str
    why: str


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A triager's change: another `tier` (None: as the rules say), departments required or left out, and why.

    `also`: what reviewers added to it since, each required for a reason of its own.
    """

    tier: int | None = None
    required: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    why: str = ""
    also: tuple[AskedAlso, ...] = ()

    @property
    def all_required(self) -> frozenset[str]:
        """The departments that are required because somebody said so."""
        return self.required | {one.department for one in self.also}

    def beside(self, also: tuple[AskedAlso, ...]) -> "Adjustment":
        """Return it beside what reviewers asked; of a department that both require, the reviewer's reason is kept."""
        return replace(self, required=self.required - {one.department for one in also}, also=also)


def is_of_people(rule_id: str) -> bool:
    """Return whether somebody asked for what goes by this id among the rules that fired, not a rule."""
    return rule_id == OVERRIDE or rule_id.startswith(_ASKED_ALSO)


def adjusted(rules: RuleSet, answers: Mapping[str, object], adjustment: Adjustment) -> Routing:
    """Return what `rules` answer under the adjusted tier, with the departments that were added and without those left out.

    Raises:
        AnswersUnusable: as `route`.
        KeyError: the rule set has no tier of that number.
    """
    found = route(rules, answers, tier=adjustment.tier)
    asks = {one.slug: one for one in found.departments if one.slug not in adjustment.left_out}
    added = tuple(_additions(adjustment))
    for rule in added:
        for guide in rules.departments:
            if guide.slug in rule.departments:
                known = asks.get(guide.slug)
                asks[guide.slug] = DepartmentAsk(guide.slug, guide.name, (rule, *(known.fired if known else ())))
    return replace(
        found,
        tier_reason=found.tier_reason if adjustment.tier is None else replace(found.tier_reason, why=adjustment.why),
        departments=tuple(asks[guide.slug] for guide in rules.departments if guide.slug in asks),
        fired=(*found.fired, *added),
    )


def _additions(adjustment: Adjustment) -> Iterator[FiredRule]:
    """What was added, as rules that fired: the triager's departments together, each of the reviewers' by itself."""
    if adjustment.required:
        yield FiredRule(OVERRIDE, Mode.REQUIRED, tuple(sorted(adjustment.required)), adjustment.why, ())
    for number, one in enumerate(adjustment.also, start=1):
        yield FiredRule(f"{_ASKED_ALSO}{number}", Mode.REQUIRED, (one.department,), one.why, ())
