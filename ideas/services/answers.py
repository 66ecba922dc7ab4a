"""Keeps the author's answers: one row while it is a draft, one more for each change after it was sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from ideas.models import AnswerSet, Idea, Organisation, RuleSet
from ideas.routing.rules import answer_problems
from ideas.routing.ruleset import RuleSet as Rules
from ideas.selectors.calendars import organisation
from ideas.selectors.drafts import StandingAnswers, latest_answer_set, standing_answers
from ideas.selectors.routing import refuse_answers
from ideas.selectors.rule_sets import active_rule_set, rules_of


@dataclass(frozen=True)
class Questions:
    """The rule set that holds now, stored and parsed, and the organisation that asks."""

    rule_set: RuleSet
    rules: Rules
    home: Organisation


def questions_now() -> Questions:
    """Return the questions of the rule set that holds now, in the organisation's currency. Two queries."""
    rule_set, home = active_rule_set(), organisation()
    return Questions(rule_set, rules_of(rule_set, currency=home.currency), home)


def start_answers(*, idea: Idea) -> AnswerSet:
    """Give a new draft its empty answers."""
    return AnswerSet.objects.create(idea=idea, rule_set=active_rule_set())


def start_given_answers(*, idea: Idea, answers: Mapping[str, object] | None, is_small: bool | None) -> AnswerSet:
    """Give a new draft its first answers, under the rule set that holds now.

    Raises:
        InvalidValue: an answer fits no question or option; missing ones are fine (422).
    """
    questions = questions_now()
    row = AnswerSet(idea=idea, rule_set=questions.rule_set, is_small=bool(is_small))
    row.answers = _merged(row, questions.rules, answers or {})
    row.save(force_insert=True)
    return row


def keep_draft_answers(*, idea: Idea, answers: Mapping[str, object] | None, is_small: bool | None) -> bool:
    """Merge `answers` into those of the draft, under the rule set that holds now; return whether they changed.

    Raises:
        InvalidValue: an answer fits no question or option; missing ones are fine (422).
    """
    if answers is None and is_small is None:
        return False
    questions = questions_now()
    row = latest_answer_set(idea=idea)
    merged = _merged(row, questions.rules, answers or {})
    small = row.is_small if is_small is None else is_small
    if (row.answers, row.is_small, row.rule_set_id) == (merged, small, questions.rule_set.pk):
        return False
    row.answers, row.is_small, row.rule_set = merged, small, questions.rule_set
    row.save(update_fields=["answers", "is_small", "rule_set"])
    return True


def add_answers(*, idea: Idea, answers: Mapping[str, object] | None, is_small: bool | None) -> AnswerSet | None:
    """Add the next answers of a sent idea, where they differ from its last ones; return the new row, None otherwise.

    Raises:
        InvalidValue: an answer is missing or fits no option (422).
    """
    if answers is None and is_small is None:
        return None
    questions = questions_now()
    last = latest_answer_set(idea=idea)
    small = last.is_small if is_small is None else is_small
    merged = AnswerSet(is_small=small, answers=_merged(last, questions.rules, answers or {}))
    counting = standing_answers(merged, questions.rules).counting
    refuse_answers(answer_problems(questions.rules, counting))
    if counting == last.answers:
        return None
    return AnswerSet.objects.create(
        idea=idea, rule_set=questions.rule_set, version=last.version + 1, answers=counting, is_small=small
    )


def draft_answers(*, idea: Idea) -> StandingAnswers:
    """Return the answers of a draft under the rule set that holds now. Three queries."""
    return standing_answers(latest_answer_set(idea=idea), questions_now().rules)


def _merged(row: AnswerSet, rules: Rules, answers: Mapping[str, object]) -> dict[str, object]:
    """Return the standing answers of `row` with `answers` laid over them; None takes an answer back."""
    given = {question: answer for question, answer in answers.items() if answer is not None}
    wrong = [one for one in answer_problems(rules, given) if one.code != "answer_missing"]
    refuse_answers(tuple(wrong))
    kept = standing_answers(row, rules).typed
    return {question: answer for question, answer in (kept | given).items() if answers.get(question, 0) is not None}
