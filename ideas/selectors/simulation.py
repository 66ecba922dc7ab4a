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
class Trial:
    """What came out. `days`: over how many calendar days the ideas came in, both ends counted; 0 without ideas."""

    outcome: Simulation
    first_on: date | None
    last_on: date | None

    @property
    def days(self) -> int:
        return (self.last_on - self.first_on).days + 1 if self.first_on and self.last_on else 0

    @property
    def weeks(self) -> float:
        """Over how many weeks the load is spread; at least one."""
        return max(self.days, DAYS_A_WEEK) / DAYS_A_WEEK


@dataclass(frozen=True)
class TrialRun(Trial):
    """What came out, with the ideas that would be routed otherwise."""

    changed: tuple[ChangedIdea, ...]


@dataclass(frozen=True)
class TrialIdeas:
    """Ideas to try rules on, the newest first, and the days on which they were sent."""

    ideas: tuple[PastIdea, ...]
    days: tuple[date, ...]

    def try_out(self, active: Rules, rules: Rules) -> Trial:
        """Route them by the rules that hold and by `rules`. No query."""
        outcome = simulate(active, rules, self.ideas)
        return Trial(outcome, min(self.days, default=None), max(self.days, default=None))


def try_rules(*, viewer: User, rules: Rules, idea_count: int) -> TrialRun:
    """Route the newest `idea_count` ideas (10 to 2,000) by the rules that hold and by `rules`. Five queries.

    Answers are the latest of each idea. Confidential ideas count, but only who may read one learns its title.
    """
    trial = ideas_to_try(idea_count=idea_count).try_out(rules_of(active_rule_set()), rules)
    changed = tuple(_changed(viewer, trial.outcome.changes))
    return TrialRun(trial.outcome, trial.first_on, trial.last_on, changed)


def ideas_to_try(*, idea_count: int, since: datetime | None = None, until: datetime | None = None) -> TrialIdeas:
    """Return the newest `idea_count` ideas (10 to 2,000), of those sent from `since` to before `until`. Two queries."""
    latest = AnswerSet.objects.filter(idea=OuterRef("pk")).order_by("-version").values("pk")[:1]
    sent = Idea.objects.sent().annotate(answer_set=Subquery(latest)).order_by("-submitted_at", "-id")
    if since is not None and until is not None:
        sent = sent.filter(submitted_at__gte=since, submitted_at__lt=until)
    count = max(FEWEST_IDEAS, min(idea_count, MOST_IDEAS))
    found = list(sent.values_list("pk", "answer_set", "submitted_at")[:count])
    sets = AnswerSet.objects.in_bulk([answer_set for _pk, answer_set, _at in found])
    known = [(pk, sets[key], at) for pk, key, at in found if key in sets and at is not None]
    return TrialIdeas(
        ideas=tuple(PastIdea(pk, row.answers, row.is_small) for pk, row, _at in known),
        days=tuple(at.date() for _pk, _row, at in known),
    )


def _changed(viewer: User, changes: tuple[IdeaChange, ...]) -> Iterable[ChangedIdea]:
    keys = [one.idea_id for one in changes]
    refs = dict(Idea.objects.filter(pk__in=keys).values_list("pk", "ref"))
    titles = dict(Idea.objects.visible_to(viewer).filter(pk__in=keys).values_list("pk", "title"))
    return (ChangedIdea(refs[one.idea_id], titles.get(one.idea_id, ""), one) for one in changes)
