"""Answers in, tier and departments with their reasons out; the same function for preview, submission and simulation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ideas.routing.conditions import Answers, AnswerValue, Facts
from ideas.routing.outcome import DepartmentAsk, FiredRule, GivenAnswer, Routing, TierReason
from ideas.routing.ruleset import UNKNOWN, DepartmentGuide, Question, Rule, RuleSet, Tier


def gettext_noop(message: str) -> str:
    """Marks a sentence for translation; whoever shows it translates it, with the same placeholders."""
    return message


ANSWER_PROBLEMS: Mapping[str, str] = {
    "answer_missing": gettext_noop("Choose an answer to “%(question)s”, or “I don’t know”."),
    "unknown_question": gettext_noop("There is no question “%(question)s”."),
    "unknown_option": gettext_noop("Choose one of the answers offered to “%(question)s”."),
}
"""Stable codes of wrong answers and their sentences; `question` is the question's label, or the id that was sent."""


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """One wrong answer; `question` fills the placeholder of the sentence in ANSWER_PROBLEMS."""

    question_id: str
    code: str
    question: str

    @property
    def detail(self) -> str:
        return ANSWER_PROBLEMS[self.code] % {"question": self.question}


class AnswersUnusable(ValueError):
    """Answers that cannot be routed; `problems` says which and why."""

    code = "answers_unusable"

    def __init__(self, problems: tuple[AnswerProblem, ...]) -> None:
        super().__init__(" ".join(problem.detail for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A department that is not asked, with the sentence that says why."""

    slug: str
    name: str
    because: str


def route(rule_set: RuleSet, answers: Mapping[str, object], *, tier: int | None = None) -> Routing:
    """Find the tier and everybody who is asked, with every rule that fired and the answers that fired it.

    The first tier that holds in file order is taken; of several rules for a department the strongest mode wins,
    and of equal ones the first in the file is the named reason.

    Args:
        tier: the tier that somebody set whatever the rules say; None finds it by them.

    Raises:
        KeyError: the rule set has no such tier.
        AnswersUnusable: an answer is missing, unknown or to no question of this rule set.

    Source: docs/review-process.md 3.4.
    """
    problems = answer_problems(rule_set, answers)
    if problems:
        raise AnswersUnusable(problems)
    given = {one.question_id: one for one in _given(rule_set, answers)}
    chosen: Answers = {question_id: one.answer for question_id, one in given.items()}
    found, grounds = _tier_of(rule_set, chosen) if tier is None else (rule_set.tier(tier), ())
    fired = tuple(_fired(rule_set, Facts(chosen, found.number), given))
    return Routing(
        rule_set=rule_set.version,
        tier=found.number,
        tier_reason=TierReason(found.name, found.decided_by, found.why, tuple(given[one] for one in grounds)),
        departments=tuple(_asks(rule_set.departments, fired)),
        fired=fired,
    )


def answer_problems(rule_set: RuleSet, answers: Mapping[str, object]) -> tuple[AnswerProblem, ...]:
    """Everything wrong with `answers`, in the order of the questions, answers to no question last."""
    known = [_problem(question, answers) for question in rule_set.questions]
    strange = [
        AnswerProblem(question_id, "unknown_question", question_id)
        for question_id in answers
        if rule_set.question(question_id) is None
    ]
    return tuple(problem for problem in known if problem is not None) + tuple(strange)


def answers_from_text(rule_set: RuleSet, texts: Mapping[str, str]) -> dict[str, AnswerValue]:
    """Answers as a form sends them: "1000" becomes the band 1000; what fits no option stays as it was typed."""
    return {question_id: _from_text(rule_set.question(question_id), text) for question_id, text in texts.items()}


def with_unknowns(rule_set: RuleSet, answers: Mapping[str, object]) -> dict[str, object]:
    """`answers` with "I don't know" for every question without one, for a preview while the form is filled in."""
    return {question.id: UNKNOWN for question in rule_set.questions} | dict(answers)


def small_idea_answers(rule_set: RuleSet) -> dict[str, AnswerValue]:
    """What the one tick for a small idea fills in: an answer to every question.

    Source: docs/review-process.md 3.3.
    """
    return dict(rule_set.small_idea.answers)


def not_asked(rule_set: RuleSet, routing: Routing) -> tuple[NotAsked, ...]:
    """The departments that `routing` does not ask, in the rule set's order, each with its sentence."""
    return tuple(
        NotAsked(one.slug, one.name, one.not_asked_because)
        for one in rule_set.departments
        if routing.ask(one.slug) is None
    )


def _problem(question: Question, answers: Mapping[str, object]) -> AnswerProblem | None:
    if question.id not in answers:
        return AnswerProblem(question.id, "answer_missing", question.label)
    if question.option(answers[question.id]) is None:
        return AnswerProblem(question.id, "unknown_option", question.label)
    return None


def _from_text(question: Question | None, text: str) -> AnswerValue:
    options = question.options if question else ()
    return next((option.value for option in options if str(option.value) == text), text)


def _given(rule_set: RuleSet, answers: Mapping[str, object]) -> Iterator[GivenAnswer]:
    for question in rule_set.questions:
        for option in question.options:
            if option.is_chosen_by(answers[question.id]):
                yield GivenAnswer(question.id, option.value, question.label, option.label, option.short)


def _tier_of(rule_set: RuleSet, answers: Answers) -> tuple[Tier, tuple[str, ...]]:
    """The first tier that holds, and the questions that made it hold; the last tier always does."""
    tried = ((tier, tier.condition.grounds(Facts(answers))) for tier in rule_set.tiers)
    return next((tier, grounds) for tier, grounds in tried if grounds is not None)


def _fired(rule_set: RuleSet, facts: Facts, given: Mapping[str, GivenAnswer]) -> Iterator[FiredRule]:
    for rule in rule_set.rules:
        grounds = rule.condition.grounds(facts)
        if grounds is not None:
            yield _as_fired(rule, tuple(given[one] for one in grounds))


def _as_fired(rule: Rule, answers: tuple[GivenAnswer, ...]) -> FiredRule:
    return FiredRule(rule.id, rule.mode, rule.departments, rule.why, answers)


def _asks(departments: tuple[DepartmentGuide, ...], fired: tuple[FiredRule, ...]) -> Iterator[DepartmentAsk]:
    for department in departments:
        asking = [rule for rule in fired if department.slug in rule.departments]
        if asking:  # sorting is stable: of equal modes the first in the file stays first
            yield DepartmentAsk(department.slug, department.name, tuple(sorted(asking, key=_weakness)))


def _weakness(rule: FiredRule) -> int:
    return -rule.mode.strength
