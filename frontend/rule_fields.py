"""What differs between two versions of the rules, in words."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from frontend.rule_words import words_of
from ideas.models import RuleSet
from ideas.routing.conditions import Condition
from ideas.routing.differences import FieldChange, PartChange, differences
from ideas.routing.parsing import parse_rule_set
from ideas.routing.problems import WHOLE, RuleSetError
from ideas.routing.ruleset import RuleSet as Rules

WORDS: Final[Mapping[str, str | Promise]] = {
    "ruleset": gettext_lazy("Name"),
    "currency": gettext_lazy("Currency"),
    "max_open_points_per_full_time_reviewer": gettext_lazy("Points a full-time reviewer may hold"),
    "when": gettext_lazy("When"),
    "any": gettext_lazy("When one holds"),
    "all": gettext_lazy("When all hold"),
    "mode": gettext_lazy("Asked"),
    "why": gettext_lazy("Because"),
    "departments": gettext_lazy("Departments"),
    "name": gettext_lazy("Name"),
    "decides": gettext_lazy("Who decides"),
    "points": gettext_lazy("Points of a review"),
    "first_response": gettext_lazy("First response, working days"),
    "triage": gettext_lazy("Sorting, working days"),
    "review": gettext_lazy("Departments answer in, working days"),
    "decision": gettext_lazy("Decision, working days"),
    "promise": gettext_lazy("Answer promised in, working days"),
    "text": gettext_lazy("Question"),
    "label": gettext_lazy("Words on the form"),
    "hint": gettext_lazy("Hint"),
    "type": gettext_lazy("Kind"),
    "first": gettext_lazy("Asked before the fold"),
    "options": gettext_lazy("Answers"),
    "not_asked_because": gettext_lazy("Why it is not asked"),
    "may_block": gettext_lazy("May stop an idea"),
    "can_block": gettext_lazy("How it can stop an idea"),
    "needs": gettext_lazy("Needs"),
    "kind": gettext_lazy("For a"),
    "rules.order": gettext_lazy("Order of the rules"),
    "questions.order": gettext_lazy("Order of the questions"),
    "tiers.order": gettext_lazy("Order in which tiers are tried"),
    "departments.order": gettext_lazy("Order of the departments"),
}
"""Names of values; others are shown by their path in the data."""
_CONDITIONS = {"when", "any", "all"}


@dataclass(frozen=True)
class ShownChange:
    """One value before and after; empty where it was not there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownPart:
    """One part that differs."""

    name: str
    is_new: bool
    is_gone: bool
    changes: tuple[ShownChange, ...]


def shown_differences(before: RuleSet, after: RuleSet) -> list[ShownPart]:
    """Return what differs between two versions, in the reader's language."""
    words = (_Words(before), _Words(after))
    return [_part(one, words) for one in differences(before.body, after.body)]


class _Words:
    """Writes the values of one version; conditions as sentences where the version can be read."""

    def __init__(self, rule_set: RuleSet) -> None:
        try:
            self.rules: Rules | None = parse_rule_set(rule_set.body)
        except RuleSetError:
            self.rules = None

    def of(self, part: PartChange, change: FieldChange, value: object) -> str:
        condition = self._condition(part) if change.field in _CONDITIONS and value is not None else None
        if condition is not None and self.rules is not None:
            return words_of(condition, self.rules)
        return _plain(value)

    def _condition(self, part: PartChange) -> Condition | None:
        if self.rules is None:
            return None
        named = {("rule %(name)s", one.id): one.condition for one in self.rules.rules}
        named |= {("tier %(name)s", str(one.number)): one.condition for one in self.rules.tiers}
        return named.get((part.place.words, part.place.name))


def _part(part: PartChange, words: tuple[_Words, _Words]) -> ShownPart:
    place = part.place
    name = gettext("The whole") if place == WHOLE else gettext(place.words) % {"name": place.name}
    return ShownPart(name[:1].upper() + name[1:], part.is_new, part.is_gone, tuple(_changes(part, words)))


def _changes(part: PartChange, words: tuple[_Words, _Words]) -> Iterator[ShownChange]:
    for one in part.fields:
        label = str(WORDS.get(one.field, one.field))
        yield ShownChange(label, words[0].of(part, one, one.before), words[1].of(part, one, one.after))


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        return ", ".join(str(one) for one in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
