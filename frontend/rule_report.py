"""The report on the rules in words: lines of its tables, and what is suggested and why."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.views.rules import MODES
from ideas.routing.rule_figures import AddedLine, RuleLine, share
from ideas.routing.rule_suggestions import Suggestion, SuggestionKind
from ideas.routing.ruleset import Mode
from ideas.routing.ruleset import RuleSet as Rules
from ideas.routing.simulation import Simulation
from ideas.selectors.rule_report import RuleReport, TriedChange
from ideas.selectors.simulation import Trial


@dataclass(frozen=True)
class Rate:
    """A number of cases; `percent` is None where there are too few of them to say."""

    count: int
    percent: int | None


@dataclass(frozen=True)
class Line:
    """One line: what a rule asked of a department, or (without `rule`) where no rule asked it.

    `mode` is empty without a rule; `added`: to how many of the ideas a triager added a department, this one where no rule
    asked it; `sent_on`: how many were sent on to it, None for a rule.
    """

    rule: str
    department: str
    mode: str
    is_current: bool
    ideas: int
    sent_back: Rate
    kept: int
    named: str
    went_to: str
    left_out: Rate
    added: Rate
    sent_on: int | None = None


@dataclass(frozen=True)
class Effect:
    """What a suggestion would have done to one department; reviews a week before and after."""

    department: str
    added: int
    removed: int
    changed: int
    before: float
    after: float


@dataclass(frozen=True)
class Shown:
    """One suggestion in words."""

    key: str
    heading: str
    grounds: str
    trial: Trial
    effects: tuple[Effect, ...]

    @property
    def changed_count(self) -> int:
        """How many ideas would be routed otherwise."""
        return len(self.trial.outcome.changes)


def lines_of(report: RuleReport) -> tuple[list[Line], list[Line]]:
    """Return the lines of rules, and those of departments that were added where no rule asked them."""
    names = _names(report.rules)
    figures = report.figures
    return [_of_rule(one, names) for one in figures.rules], [_of_added(one, names) for one in figures.added]


def shown_suggestions(report: RuleReport) -> list[Shown]:
    """Return the suggestions in words, with what they would have done."""
    return [_shown(one, report.rules, _names(report.rules)) for one in report.suggestions]


def _names(rules: Rules) -> dict[str, str]:
    return {guide.slug: guide.name for guide in rules.departments}


def _of_rule(line: RuleLine, names: Mapping[str, str]) -> Line:
    return Line(
        rule=line.rule,
        department=names.get(line.department, line.department),
        mode=str(MODES[line.mode]),
        is_current=line.is_current,
        ideas=line.asked,
        sent_back=_rate(line.sent_back, line.asked),
        kept=line.kept,
        named=_places(line.named, names),
        went_to=_places(line.went_to, names),
        left_out=_rate(line.left_out, line.asked),
        added=_rate(line.added_beside, line.asked),
    )


def _of_added(line: AddedLine, names: Mapping[str, str]) -> Line:
    return Line(
        rule="",
        department=names.get(line.department, line.department),
        mode="",
        is_current=True,
        ideas=line.ideas,
        sent_back=Rate(line.sent_back, None),
        kept=0,
        named="",
        went_to="",
        left_out=Rate(0, None),
        added=_rate(line.added, line.ideas),
        sent_on=line.sent_on,
    )


def _places(counts: tuple[tuple[str, int], ...], names: Mapping[str, str]) -> str:
    return ", ".join(f"{names.get(slug, slug)} {count}" for slug, count in counts)


def _rate(count: int, of: int) -> Rate:
    return Rate(count, share(count, of))


def _shown(one: TriedChange, rules: Rules, names: Mapping[str, str]) -> Shown:
    heading, grounds = _WORDS[one.suggestion.kind](one.suggestion, rules, names)
    return Shown(one.suggestion.key, heading, grounds, one.trial, tuple(_effects(one.trial, names)))


def _instead(one: Suggestion, _rules: Rules, names: Mapping[str, str]) -> tuple[str, str]:
    given = _given(one, names)
    heading = _("Let rule %(rule)s ask %(instead)s instead of %(department)s") % given
    grounds = _("%(count)s of the %(of)s ideas that it sent to %(department)s ended at %(instead)s.") % given
    return heading, grounds


def _weaker(one: Suggestion, _rules: Rules, names: Mapping[str, str]) -> tuple[str, str]:
    given = _given(one, names)
    words = {
        Mode.ADVISORY: _("Let rule %(rule)s ask %(department)s for advice only"),
        Mode.NOTIFY: _("Let rule %(rule)s only tell %(department)s"),
    }
    grounds = _(
        "%(count)s of the %(of)s ideas that it sent to %(department)s were not for it: sent back and not settled to stay, or "
        "left out by a triager."
    )
    return words[one.mode] % given, grounds % given


def _new_rule(one: Suggestion, rules: Rules, names: Mapping[str, str]) -> tuple[str, str]:
    question = rules.question(one.question_id)
    option = question.option(one.answer) if question else None
    given = {
        **_given(one, names),
        "question": question.label if question else one.question_id,
        "answer": option.short if option else str(one.answer),
    }
    words = {
        Mode.REQUIRED: _("Add a rule: where “%(question)s” is %(answer)s, require %(department)s"),
        Mode.ADVISORY: _("Add a rule: where “%(question)s” is %(answer)s, ask %(department)s for advice"),
    }
    grounds = _(
        "Triagers added %(department)s to %(count)s of the %(of)s ideas with this answer in which no rule asked it."
    )
    return words[one.mode] % given, grounds % given


_WORDS = {
    SuggestionKind.ASK_INSTEAD: _instead,
    SuggestionKind.ASK_WEAKER: _weaker,
    SuggestionKind.ADD_RULE: _new_rule,
}


def _given(one: Suggestion, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "rule": one.rule,
        "department": names.get(one.department, one.department),
        "instead": names.get(one.instead, one.instead),
        "count": one.count,
        "of": one.of,
    }


def _effects(trial: Trial, names: Mapping[str, str]) -> list[Effect]:
    """The departments that would be asked otherwise, in the order of the rules."""
    added, removed, changed = _counts(trial.outcome)
    touched = {*added, *removed, *changed}
    return [
        Effect(
            names.get(load.department, load.department),
            added[load.department],
            removed[load.department],
            changed[load.department],
            *load.reviews_a_week(trial.days),
        )
        for load in trial.outcome.loads
        if load.department in touched
    ]


def _counts(outcome: Simulation) -> tuple[Counter[str], Counter[str], Counter[str]]:
    added: Counter[str] = Counter()
    removed: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    for one in outcome.effects():
        added[one.department] += one.added
        removed[one.department] += one.removed
        changed[one.department] += one.changed
    return added, removed, changed


def period_words(weeks: int) -> str:
    """Return how long the report looks back, in words."""
    return ngettext("%(count)s week", "%(count)s weeks", weeks) % {"count": weeks}
