"""What a draft rule set would have changed: the same ideas, routed by the rules of today and by the draft."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ideas.routing.outcome import Routing
from ideas.routing.rules import AnswersUnusable, route
from ideas.routing.ruleset import Mode, RuleSet

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class PastIdea:
    """One idea to try; `answers` are the author's, to the questions of the rules of that day."""

    idea_id: int
    answers: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ModeChange:
    """How one department is asked before and after, with the naming rule of each; None where it is not asked."""

    department: str
    mode_before: Mode | None
    mode_after: Mode | None
    rule_before: str | None
    rule_after: str | None


@dataclass(frozen=True, slots=True)
class IdeaChange:
    """An idea that the draft routes otherwise; `departments` is empty where only the tier changes."""

    idea_id: int
    tier_before: int
    tier_after: int
    departments: tuple[ModeChange, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """Reviews and effort points that a department would have had from all the ideas together."""

    department: str
    reviews_before: int
    reviews_after: int
    points_before: int
    points_after: int

    def reviews_a_week(self, days: int) -> tuple[float, float]:
        """Reviews a week before and after, the ideas having come in over `days` calendar days (at least one week)."""
        weeks = max(days, DAYS_A_WEEK) / DAYS_A_WEEK
        return self.reviews_before / weeks, self.reviews_after / weeks


@dataclass(frozen=True, slots=True)
class Simulation:
    """`unusable` are the ideas whose answers do not fit both sets of questions; they count nowhere else."""

    tried_count: int
    changes: tuple[IdeaChange, ...]
    loads: tuple[Load, ...]
    unusable: tuple[int, ...]


def simulate(active: RuleSet, draft: RuleSet, ideas: Iterable[PastIdea]) -> Simulation:
    """Route every idea by both rule sets and say what differs, ideas in the order given.

    Source: docs/review-process.md 3.4.
    """
    pairs: list[tuple[int, Routing, Routing]] = []
    unusable: list[int] = []
    for idea in ideas:
        try:
            pairs.append((idea.idea_id, route(active, idea.answers), route(draft, idea.answers)))
        except AnswersUnusable:
            unusable.append(idea.idea_id)
    slugs = tuple(dict.fromkeys(one.slug for one in (*active.departments, *draft.departments)))
    changes = (_change(idea_id, before, after, slugs) for idea_id, before, after in pairs)
    return Simulation(
        tried_count=len(pairs),
        changes=tuple(one for one in changes if one.departments or one.tier_before != one.tier_after),
        loads=_loads(active, draft, pairs, slugs),
        unusable=tuple(unusable),
    )


def _change(idea_id: int, before: Routing, after: Routing, slugs: tuple[str, ...]) -> IdeaChange:
    return IdeaChange(idea_id, before.tier, after.tier, tuple(_mode_changes(before, after, slugs)))


def _mode_changes(before: Routing, after: Routing, slugs: tuple[str, ...]) -> Iterator[ModeChange]:
    for slug in slugs:
        old, new = before.ask(slug), after.ask(slug)
        modes = (old.mode if old else None, new.mode if new else None)
        if modes[0] != modes[1]:
            yield ModeChange(slug, *modes, old.rule_id if old else None, new.rule_id if new else None)


def _loads(
    active: RuleSet, draft: RuleSet, pairs: list[tuple[int, Routing, Routing]], slugs: tuple[str, ...]
) -> tuple[Load, ...]:
    reviews_before, points_before = _work(active, [before for _, before, _ in pairs])
    reviews_after, points_after = _work(draft, [after for _, _, after in pairs])
    return tuple(
        Load(slug, reviews_before[slug], reviews_after[slug], points_before[slug], points_after[slug]) for slug in slugs
    )


def _work(rule_set: RuleSet, routings: list[Routing]) -> tuple[Counter[str], Counter[str]]:
    """Reviews and points per department; who is only notified has no work."""
    reviews: Counter[str] = Counter()
    points: Counter[str] = Counter()
    for routing in routings:
        for ask in routing.asked(Mode.REQUIRED, Mode.ADVISORY):
            reviews[ask.slug] += 1
            points[ask.slug] += rule_set.tier(routing.tier).points
    return reviews, points
