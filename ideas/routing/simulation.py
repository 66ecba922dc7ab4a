"""What a draft rule set would have changed: the same ideas, routed by the rules of today and by the draft."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ideas.routing.conditions import AnswerValue
from ideas.routing.outcome import Routing
from ideas.routing.reading import is_whole
from ideas.routing.rules import route, small_idea_answers
from ideas.routing.ruleset import UNKNOWN, Mode, Question, RuleSet

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class PastIdea:
    """One idea to try; `answers` are the author's, to the questions of the rules of that day, or the one tick."""

    idea_id: int
    answers: Mapping[str, object]
    is_small: bool = False


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
class RuleEffect:
    """How often a rule adds a department to an idea, no longer adds it, or is why it is asked in another mode."""

    rule: str
    department: str
    added: int
    removed: int
    changed: int


@dataclass(frozen=True, slots=True)
class TierMove:
    """How many ideas go from one tier to another."""

    before: int
    after: int
    count: int


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
    """`guessed` are the ideas in which a question of either rule set had to count as "I don't know"."""

    tried_count: int
    changes: tuple[IdeaChange, ...]
    loads: tuple[Load, ...]
    guessed: tuple[int, ...]

    def effects(self) -> tuple[RuleEffect, ...]:
        """What each rule does to each department, in the order of their names."""
        added: Counter[tuple[str, str]] = Counter()
        removed: Counter[tuple[str, str]] = Counter()
        changed: Counter[tuple[str, str]] = Counter()
        for one in (change for idea in self.changes for change in idea.departments):
            if one.rule_after is None:
                removed[str(one.rule_before), one.department] += 1
            elif one.rule_before is None:
                added[one.rule_after, one.department] += 1
            else:
                changed[one.rule_after, one.department] += 1
        return tuple(
            RuleEffect(*key, added[key], removed[key], changed[key]) for key in sorted({*added, *removed, *changed})
        )

    def tier_moves(self) -> tuple[TierMove, ...]:
        """The moves from tier to tier, by tier."""
        moves = Counter((one.tier_before, one.tier_after) for one in self.changes if one.tier_before != one.tier_after)
        return tuple(TierMove(*key, moves[key]) for key in sorted(moves))


@dataclass(slots=True)
class _Tried:
    """One rule set with what it answered so far."""

    rule_set: RuleSet
    routings: list[Routing] = field(default_factory=list)

    def route(self, idea: PastIdea) -> tuple[Routing, bool]:
        answers, is_guessed = answers_under(self.rule_set, idea)
        found = route(self.rule_set, answers)
        self.routings.append(found)
        return found, is_guessed


def simulate(active: RuleSet, draft: RuleSet, ideas: Iterable[PastIdea]) -> Simulation:
    """Route every idea by both rule sets and say what differs, ideas in the order given.

    Source: docs/review-process.md 3.4.
    """
    before, after = _Tried(active), _Tried(draft)
    slugs = tuple(dict.fromkeys(one.slug for one in (*active.departments, *draft.departments)))
    changes: list[IdeaChange] = []
    guessed: list[int] = []
    for idea in ideas:
        (old, is_old_guessed), (new, is_new_guessed) = before.route(idea), after.route(idea)
        changes.append(IdeaChange(idea.idea_id, old.tier, new.tier, tuple(_mode_changes(old, new, slugs))))
        if is_old_guessed or is_new_guessed:
            guessed.append(idea.idea_id)
    return Simulation(
        tried_count=len(changes),
        changes=tuple(one for one in changes if one.departments or one.tier_before != one.tier_after),
        loads=_loads(before, after, slugs),
        guessed=tuple(guessed),
    )


def answers_under(rule_set: RuleSet, idea: PastIdea) -> tuple[dict[str, AnswerValue], bool]:
    """The answers of `idea` to the questions of `rule_set`, and whether one had to count as "I don't know".

    An amount counts in the band that holds its lower end; questions and options that were not there then are unknown.
    """
    if idea.is_small:
        return small_idea_answers(rule_set), False
    found = {question.id: _answer_to(question, idea.answers.get(question.id)) for question in rule_set.questions}
    is_guessed = any(value == UNKNOWN != idea.answers.get(question_id) for question_id, value in found.items())
    return found, is_guessed


def _answer_to(question: Question, given: object) -> AnswerValue:
    option = question.option(given)
    if option is not None:
        return option.value
    if is_whole(given):
        lowers = [one.lower for one in question.options if one.lower is not None and one.lower <= given]
        return max(lowers, default=UNKNOWN)
    return UNKNOWN


def _mode_changes(before: Routing, after: Routing, slugs: tuple[str, ...]) -> Iterator[ModeChange]:
    for slug in slugs:
        old, new = before.ask(slug), after.ask(slug)
        modes = (old.mode if old else None, new.mode if new else None)
        if modes[0] != modes[1]:
            yield ModeChange(slug, *modes, old.rule_id if old else None, new.rule_id if new else None)


def _loads(before: _Tried, after: _Tried, slugs: tuple[str, ...]) -> tuple[Load, ...]:
    reviews_before, points_before = _work(before)
    reviews_after, points_after = _work(after)
    return tuple(
        Load(slug, reviews_before[slug], reviews_after[slug], points_before[slug], points_after[slug]) for slug in slugs
    )


def _work(tried: _Tried) -> tuple[Counter[str], Counter[str]]:
    """Reviews and points per department; who is only notified has no work."""
    reviews: Counter[str] = Counter()
    points: Counter[str] = Counter()
    for routing in tried.routings:
        for ask in routing.asked(Mode.REQUIRED, Mode.ADVISORY):
            reviews[ask.slug] += 1
            points[ask.slug] += tried.rule_set.tier(routing.tier).points
    return reviews, points
