"""The report on the rules: what became of their asks, and changes that this suggests, tried on the ideas of the period.

Source: docs/review-process.md 3.12.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from ideas.models import RuleSet, User
from ideas.routing.parsing import parse_rule_set
from ideas.routing.problems import RuleSetError
from ideas.routing.rule_figures import RuleFigures
from ideas.routing.rule_suggestions import (
    Body,
    Suggestion,
    SuggestionKind,
    changed_body,
    of_additions,
    of_rule,
)
from ideas.routing.ruleset import RuleSet as Rules
from ideas.selectors.overview import Span
from ideas.selectors.rule_figures import RoutedIdeas, answered_ideas, last_weeks, routed_ideas
from ideas.selectors.rule_sets import refuse_unless_editor
from ideas.selectors.simulation import Trial, ideas_to_try

PERIODS: Final = (1, 4, 13)
TRIED_IDEAS: Final = 200
NEWS_WEEKS: Final = 4
"""What the weekly news looks at: in one week few rules ask often enough, and its last ideas were hardly looked at yet."""


@dataclass(frozen=True)
class SuggestedChange:
    """A change of the rules with their data and their reading after it."""

    suggestion: Suggestion
    body: Body
    rules: Rules


@dataclass(frozen=True)
class TriedChange:
    """A suggestion, and what it would have done to the ideas of the period."""

    suggestion: Suggestion
    trial: Trial


@dataclass(frozen=True)
class RuleReport:
    """What the rules did over `weeks` whole weeks, `span`; `rules` are those that hold."""

    weeks: int
    span: Span
    rule_set: RuleSet
    rules: Rules
    figures: RuleFigures
    suggestions: tuple[TriedChange, ...]


def rule_report(*, viewer: User, weeks: int) -> RuleReport:
    """Return the report over the last `weeks` whole weeks. Eight queries, one more where somebody was added, two more where something is suggested.

    Every idea counts, also one that `viewer` may not read: there are numbers only. Each suggestion was tried on the newest
    200 ideas of the period, by the same function as a draft.

    Raises:
        NotPermitted: `viewer` does not edit rules (403, `not_rules_editor`).
    """
    refuse_unless_editor(viewer)
    found = routed_ideas(span=last_weeks(weeks))
    figures = found.figures()
    changes = list(suggested_changes(found, figures))
    tried = tuple(_tried(found, changes)) if changes else ()
    return RuleReport(weeks, found.span, found.rule_set, found.rules, figures, tried)


def suggested_changes(found: RoutedIdeas, figures: RuleFigures) -> Iterator[SuggestedChange]:
    """Yield what the figures suggest, rules in the order of the file and new ones last. At most one query.

    What would leave rules that cannot be used, such as none that always asks somebody, is not suggested.
    """
    for suggestion in _suggestions(found, figures):
        body = changed_body(found.rule_set.body, suggestion, why=_why(suggestion, found.rules))
        try:
            yield SuggestedChange(suggestion, body, parse_rule_set(body))
        except RuleSetError:
            continue


def _suggestions(found: RoutedIdeas, figures: RuleFigures) -> Iterator[Suggestion]:
    asked = {rule.id: rule.departments for rule in found.rules.rules}
    of_rules = [one for line in figures.rules if (one := of_rule(line, asked.get(line.rule, ())))]
    yield from of_rules
    added = [one.department for one in figures.added if one.added]
    if added:
        yield from of_additions(answered_ideas(found), departments=added, questions=found.rules.questions)


def _why(suggestion: Suggestion, rules: Rules) -> str:
    """What a new rule tells authors, until somebody finds better words for it."""
    question = rules.question(suggestion.question_id)
    option = question.option(suggestion.answer) if question else None
    if suggestion.kind is not SuggestionKind.ADD_RULE or question is None or option is None:
        return ""
    words = {"question": question.label, "answer": option.short}
    return _("It was often needed where “%(question)s” is answered with: %(answer)s") % words


def _tried(found: RoutedIdeas, changes: list[SuggestedChange]) -> Iterator[TriedChange]:
    past = ideas_to_try(idea_count=TRIED_IDEAS, since=found.span.start, until=found.span.end)
    for one in changes:
        yield TriedChange(one.suggestion, past.try_out(found.rules, one.rules))
