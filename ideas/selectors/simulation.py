"""Tries rules on ideas that were sent, and says what would have come out otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import OuterRef, Subquery

from ideas.models import AnswerSet, Idea, User
from ideas.routing.ruleset import RuleSet as Rules
from ideas.routing.simulation import DAYS_A_WEEK, IdeaChange, PastIdea, Simulation, simulate
from ideas.selectors.rule_sets import active_rule_set, rules_of

FEWEST_IDEAS: Final = 10
MOST_IDEAS: Final = 2000


@dataclass(frozen=True)
class ChangedIdea:
    """One idea that would be routed otherwise. `title` is empty where the reader may not read the idea."""

    ref: str
    title: str
    change: IdeaChange


@dataclass(frozen=True)
class TrialRun:
    """What came out. `days`: over how many calendar days the ideas came in, both ends counted; 0 without ideas."""

    outcome: Simulation
    changed: tuple[ChangedIdea, ...]
    first_on: date | None
    last_on: date | None

    @property
    def days(self) -> int:
        return (self.last_on - self.first_on).days + 1 if self.first_on and self.last_on else 0

    @property
    def weeks(self) -> float:
        """Over how many weeks the load is spread; at least one."""
        return max(self.days, DAYS_A_WEEK) / DAYS_A_WEEK


def try_rules(*, viewer: User, rules: Rules, idea_count: int) -> TrialRun:
    """Route the newest `idea_count` ideas (10 to 2,000) by the rules that hold and by `rules`. Five queries.

    Answers are the latest of each idea. Confidential ideas count, but only who may read one learns its title.
    """
    rows = _newest(max(FEWEST_IDEAS, min(idea_count, MOST_IDEAS)))
    past = [PastIdea(key, answers, is_small) for key, answers, is_small, _at in rows]
    outcome = simulate(rules_of(active_rule_set()), rules, past)
    days = [at.date() for _key, _answers, _is_small, at in rows]
    changed = tuple(_changed(viewer, outcome.changes))
    return TrialRun(outcome, changed, min(days, default=None), max(days, default=None))


def _newest(count: int) -> list[tuple[int, dict[str, object], bool, datetime]]:
    latest = AnswerSet.objects.filter(idea=OuterRef("pk")).order_by("-version").values("pk")[:1]
    sent = Idea.objects.sent().annotate(answer_set=Subquery(latest)).order_by("-submitted_at", "-id")
    found = list(sent.values_list("pk", "answer_set", "submitted_at")[:count])
    sets = AnswerSet.objects.in_bulk([answer_set for _pk, answer_set, _at in found])
    return [
        (pk, sets[answer_set].answers, sets[answer_set].is_small, at)
        for pk, answer_set, at in found
        if answer_set in sets and at is not None
    ]


def _changed(viewer: User, changes: tuple[IdeaChange, ...]) -> Iterable[ChangedIdea]:
    keys = [one.idea_id for one in changes]
    refs = dict(Idea.objects.filter(pk__in=keys).values_list("pk", "ref"))
    titles = dict(Idea.objects.visible_to(viewer).filter(pk__in=keys).values_list("pk", "title"))
    return (ChangedIdea(refs[one.idea_id], titles.get(one.idea_id, ""), one) for one in changes)
