"""Answers to the short questions, as a draft or an idea holds them."""

from collections.abc import Mapping
from dataclasses import dataclass

from ideas.models import AnswerSet, Idea
from ideas.routing.rules import answer_problems, small_idea_answers
from ideas.routing.ruleset import RuleSet as Rules


@dataclass(frozen=True)
class StandingAnswers:
    """Answers under the rule set that holds now.

    `typed`: what the author answered, without what no longer fits. `counting`: the same, or those of a small idea.
    `dropped`: questions whose answers fell away because the rule set changed; the form says so.
    """

    typed: dict[str, object]
    is_small: bool
    dropped: tuple[str, ...]
    counting: dict[str, object]


def latest_answer_set(*, idea: Idea) -> AnswerSet:
    """Return the newest answers of `idea`; every idea has some from its first draft on. One query."""
    return AnswerSet.objects.filter(idea=idea).order_by("-version")[0:1].get()


def standing_answers(answer_set: AnswerSet, rules: Rules) -> StandingAnswers:
    """Return the answers of `answer_set` as far as `rules` know their questions and options. No query."""
    typed, dropped = fitting_answers(rules, answer_set.answers)
    counting = dict(small_idea_answers(rules)) if answer_set.is_small else typed
    return StandingAnswers(typed, answer_set.is_small, dropped, dict(counting))


def fitting_answers(rules: Rules, answers: Mapping[str, object]) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return the answers that fit `rules`, and the questions whose answers do not."""
    wrong = {one.question_id for one in answer_problems(rules, answers)}
    dropped = tuple(question for question in answers if question in wrong)
    return {question: answer for question, answer in answers.items() if question not in wrong}, dropped
