"""Changes to rules that the figures of a report suggest: deterministic, each with the numbers that it rests on.

Source: docs/review-process.md 3.12.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from ideas.routing.conditions import AnswerValue
from ideas.routing.rule_figures import FEWEST, RuleLine
from ideas.routing.ruleset import Mode, Question

OFTEN_PERCENT = 30
"""From this share on something is a pattern and no accident: about one in three, while one in five still happens to
rules that serve well, because answers are given in good faith and are sometimes wrong."""

MOSTLY_PERCENT = 50
"""From this share on the other way would have been right at least as often: only then another department is asked
instead, or a department is required rather than asked for advice."""

WEAKER = {Mode.REQUIRED: Mode.ADVISORY, Mode.ADVISORY: Mode.NOTIFY}
Body = dict[str, Any]


class SuggestionKind(StrEnum):
    """What is suggested. Published, never renamed."""

    ASK_INSTEAD = "ask_instead"
    ASK_WEAKER = "ask_weaker"
    ADD_RULE = "add_rule"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One change. `count` of `of` cases speak for it.

    Args:
        rule: the rule to change; empty where one is added.
        department: who is asked too often, or is to be asked by the new rule.
        instead: who is asked in its place.
        mode: how `department` (or `instead`) is asked then.
        question_id, answer: when the new rule holds.
    """

    kind: SuggestionKind
    department: str
    mode: Mode
    count: int
    of: int
    rule: str = ""
    instead: str = ""
    question_id: str = ""
    answer: AnswerValue = ""

    @property
    def key(self) -> str:
        """Names the change, not its numbers: the same change has the same key tomorrow."""
        parts = (self.kind, self.rule, self.department, self.instead, self.mode, self.question_id, self.answer)
        return ".".join(str(part) for part in parts if part != "")


@dataclass(frozen=True, slots=True)
class AnsweredIdea:
    """Answers of one idea to the questions of today, who would be asked, and whom triagers added beyond them."""

    answers: Mapping[str, AnswerValue]
    asked: frozenset[str]
    added: frozenset[str]


def is_often(count: int, of: int, percent: int = OFTEN_PERCENT) -> bool:
    """Are `count` of `of` cases at least `percent`, and enough cases to say so?"""
    return of >= FEWEST and 100 * count >= percent * of


def of_rule(line: RuleLine, departments: Sequence[str]) -> Suggestion | None:
    """What to change of a rule that asks a department too often; None where nothing is.

    Args:
        departments: all that the rule asks; none of them is suggested instead.
    """
    if not line.is_current or not is_often(line.unwanted, line.asked):
        return None
    for slug, count in line.went_to[:1]:
        if is_often(count, line.asked, MOSTLY_PERCENT) and slug not in departments:
            kind = SuggestionKind.ASK_INSTEAD
            return Suggestion(kind, line.department, line.mode, count, line.asked, rule=line.rule, instead=slug)
    weaker = WEAKER[line.mode]
    return Suggestion(SuggestionKind.ASK_WEAKER, line.department, weaker, line.unwanted, line.asked, rule=line.rule)


@dataclass(slots=True)
class _Pool:
    """Ideas in which the rules of today do not ask one department, by answer; `added`: those to which it was added."""

    ideas: int = 0
    added: int = 0
    ideas_with: Counter[tuple[str, AnswerValue]] = field(default_factory=Counter)
    added_with: Counter[tuple[str, AnswerValue]] = field(default_factory=Counter)

    def count(self, idea: AnsweredIdea, is_added: bool) -> None:
        given = idea.answers.items()
        self.ideas += 1
        self.ideas_with.update(given)
        if is_added:
            self.added += 1
            self.added_with.update(given)

    def explains(self, given: tuple[str, AnswerValue]) -> bool:
        """Is the department added often with this answer, and more often than without it?"""
        of, count = self.ideas_with[given], self.added_with[given]
        others = self.ideas - of
        is_more = others > 0 and count * others > (self.added - count) * of
        return is_more and is_often(count, of)

    def weight(self, given: tuple[str, AnswerValue]) -> Fraction:
        """How well the answer fits: the share of its ideas that got the department × the additions that it explains."""
        return Fraction(self.added_with[given] ** 2, self.ideas_with[given])


def of_additions(
    ideas: Iterable[AnsweredIdea], *, departments: Sequence[str], questions: Sequence[Question]
) -> Iterator[Suggestion]:
    """Rules that would ask each of `departments` where triagers often added it: one at most each, the best answer."""
    pools = {slug: _Pool() for slug in departments}
    for idea in ideas:
        for slug in pools.keys() - idea.asked:
            pools[slug].count(idea, slug in idea.added)
    options = [(question.id, option.value) for question in questions for option in question.options]
    for slug, pool in pools.items():
        best = max((one for one in options if pool.explains(one)), key=pool.weight, default=None)
        if best is not None:
            yield _new_rule(slug, best, pool.added_with[best], pool.ideas_with[best])


def _new_rule(slug: str, given: tuple[str, AnswerValue], count: int, of: int) -> Suggestion:
    mode = Mode.REQUIRED if is_often(count, of, MOSTLY_PERCENT) else Mode.ADVISORY
    question_id, answer = given
    return Suggestion(SuggestionKind.ADD_RULE, slug, mode, count, of, question_id=question_id, answer=answer)


def changed_body(body: Mapping[str, Any], suggestion: Suggestion, *, why: str) -> Body:
    """The data of a rule set with the change in it; `why` stands in a rule that is new, and is told to authors."""
    rules = body["rules"]
    if suggestion.kind is SuggestionKind.ADD_RULE:
        condition = {"q": suggestion.question_id, "in": [suggestion.answer]}
        return {**body, "rules": [*rules, _rule(rules, suggestion, condition, why)]}
    return {**body, "rules": [one for rule in rules for one in _changed(rule, rules, suggestion)]}


def _changed(rule: Body, rules: Sequence[Body], suggestion: Suggestion) -> list[Body]:
    if rule["id"] != suggestion.rule:
        return [rule]
    if suggestion.kind is SuggestionKind.ASK_INSTEAD:
        others = [suggestion.instead if one == suggestion.department else one for one in rule["departments"]]
        return [{**rule, "departments": others}]
    others = [one for one in rule["departments"] if one != suggestion.department]
    if not others:
        return [{**rule, "mode": suggestion.mode.value}]
    return [{**rule, "departments": others}, _rule(rules, suggestion, rule["when"], rule["why"])]


def _rule(rules: Sequence[Body], suggestion: Suggestion, condition: object, why: str) -> Body:
    return {
        "id": _free_id(rules, suggestion.department),
        "departments": [suggestion.department],
        "mode": suggestion.mode.value,
        "when": condition,
        "why": why,
    }


def _free_id(rules: Sequence[Body], department: str) -> str:
    """As the rules that are there are called: the beginning of the department's name and the next number."""
    taken = {rule["id"] for rule in rules}
    names = (f"{department[:3].upper()}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
