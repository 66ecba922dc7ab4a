"""What a reviewer writes, and what it must hold to be submitted.

Source: docs/review-process.md 3.5.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from ideas.exceptions import FieldProblem
from ideas.models import Review
from ideas.routing.ruleset import Criterion, DepartmentGuide
from ideas.text import is_blank
from ideas.typed_text import TypedText

MIN_PLAIN_ANSWER_CHARS = 20
LOW_SCORE = 2  # this and below needs a comment
MAX_CONDITIONS = 10
MAX_ANSWER_CHARS = 5000
MAX_COMMENT_CHARS = 1000
MAX_LINE_CHARS = 500
MAX_NAME_CHARS = 200

Recommendation = Review.Recommendation


@dataclass(frozen=True)
class ScoreEntry:
    """A score from 1 to 5, or None for "cannot say"."""

    value: int | None
    comment: str = ""


@dataclass(frozen=True)
class ConditionEntry:
    """What must be true, who sees to it, by when."""

    text: str
    owner_name: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class ReviewContent:
    """Everything a reviewer fills in; a draft may lack any of it. Keys are ids of questions and criteria."""

    recommendation: str = ""
    confidence: str = ""
    plain_answer: str = ""
    internal_note: str = ""
    yes_if: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, ScoreEntry] = field(default_factory=dict)
    conditions: tuple[ConditionEntry, ...] = ()


def cleaned(content: ReviewContent) -> ReviewContent:
    """Return `content` with every text as it is stored.

    Raises:
        InvalidValue: a text is too long, or holds characters that are not taken (422).
    """
    typed = TypedText()
    clean = replace(
        content,
        **{
            name: typed.paragraphs(name, getattr(content, name), max_chars=MAX_ANSWER_CHARS)
            for name in ("plain_answer", "internal_note", "yes_if")
        },
        answers={
            key: typed.paragraphs(f"answers.{key}", text, max_chars=MAX_ANSWER_CHARS)
            for key, text in content.answers.items()
        },
        scores={
            key: ScoreEntry(
                entry.value, typed.line(f"scores.{key}.comment", entry.comment, max_chars=MAX_COMMENT_CHARS)
            )
            for key, entry in content.scores.items()
        },
        conditions=cleaned_conditions(content.conditions, typed),
    )
    typed.refuse_problems()
    return clean


def cleaned_conditions(conditions: tuple[ConditionEntry, ...], typed: TypedText) -> tuple[ConditionEntry, ...]:
    """Return `conditions` with their texts as they are stored; what is wrong is remembered in `typed`."""
    return tuple(
        ConditionEntry(
            typed.line(f"conditions.{number}.text", one.text, max_chars=MAX_LINE_CHARS),
            typed.line(f"conditions.{number}.owner_name", one.owner_name, max_chars=MAX_NAME_CHARS),
            one.due_on,
        )
        for number, one in enumerate(conditions)
    )


def unknown_parts(content: ReviewContent, guide: DepartmentGuide) -> tuple[FieldProblem, ...]:
    """Return what cannot even be kept as a draft: keys that the department's questionnaire does not have, wrong words."""
    return tuple(_unknown_parts(content, guide))


def missing_parts(content: ReviewContent, guide: DepartmentGuide) -> tuple[FieldProblem, ...]:
    """Return what still lacks before `content` may be submitted, in the order of the form."""
    return (
        *_score_problems(content, guide),
        *_answer_problems(content),
        *_condition_problems(content),
    )


def _unknown_parts(content: ReviewContent, guide: DepartmentGuide) -> Iterator[FieldProblem]:
    questions = {one.id for one in guide.questions}
    criteria = {one.id for one in guide.criteria}
    for key in content.answers.keys() - questions:
        yield FieldProblem(f"answers.{key}", "unknown_question", _("This department is not asked that."))
    for key in content.scores.keys() - criteria:
        yield FieldProblem(f"scores.{key}", "unknown_criterion", _("This department does not score that."))
    for key, entry in content.scores.items():
        if entry.value is not None and not 1 <= entry.value <= 5:
            yield FieldProblem(f"scores.{key}", "out_of_range", _("A score is a whole number from 1 to 5."))
    if content.recommendation and content.recommendation not in Recommendation.values:
        yield FieldProblem("recommendation", "unknown_option", _("Choose one of the answers offered."))
    if content.confidence and content.confidence not in Review.Confidence.values:
        yield FieldProblem("confidence", "unknown_option", _("Choose one of the answers offered."))
    if len(content.conditions) > MAX_CONDITIONS:
        yield FieldProblem("conditions", "too_many", _("At most 10 conditions fit one answer."))


def _score_problems(content: ReviewContent, guide: DepartmentGuide) -> Iterator[FieldProblem]:
    for criterion in guide.criteria:
        problem = _score_problem(criterion, content.scores.get(criterion.id))
        if problem is not None and content.recommendation != Recommendation.NOT_FOR_US:
            yield problem


def _score_problem(criterion: Criterion, entry: ScoreEntry | None) -> FieldProblem | None:
    where = f"scores.{criterion.id}"
    if entry is None:
        return FieldProblem(where, "score_missing", _("Choose a score from 1 to 5, or “cannot say”."))
    if entry.value is not None and entry.value <= LOW_SCORE and is_blank(entry.comment):
        return FieldProblem(f"{where}.comment", "comment_required", _("Say in a few words why the score is low."))
    return None


def _answer_problems(content: ReviewContent) -> Iterator[FieldProblem]:
    if not content.recommendation:
        yield FieldProblem("recommendation", "required", _("Say whether you support it."))
    if not content.confidence:
        yield FieldProblem("confidence", "required", _("Say how sure you are."))
    if visible_length(content.plain_answer) < MIN_PLAIN_ANSWER_CHARS:
        yield FieldProblem(
            "plain_answer", "too_short", _("Write at least 20 characters in plain words: the author reads this.")
        )
    if content.recommendation == Recommendation.DO_NOT_SUPPORT and is_blank(content.yes_if):
        yield FieldProblem("yes_if", "comment_required", _("Say what would make it a yes, or that nothing would."))
    if content.recommendation == Recommendation.NOT_FOR_US and is_blank(content.internal_note):
        yield FieldProblem("internal_note", "comment_required", _("Say who should be asked instead, and why."))


def _condition_problems(content: ReviewContent) -> Iterator[FieldProblem]:
    if content.recommendation == Recommendation.SUPPORT_WITH_CONDITIONS and not content.conditions:
        yield FieldProblem("conditions", "required", _("Name at least one condition."))
    yield from condition_problems(content.conditions)


def condition_problems(conditions: tuple[ConditionEntry, ...]) -> Iterator[FieldProblem]:
    """Yield what lacks in each condition: its words, who sees to it, and by when."""
    for number, one in enumerate(conditions):
        if is_blank(one.text):
            yield FieldProblem(f"conditions.{number}.text", "required", _("Say what must be true."))
        if is_blank(one.owner_name):
            yield FieldProblem(f"conditions.{number}.owner_name", "required", _("Say who sees to it."))
        if one.due_on is None:
            yield FieldProblem(f"conditions.{number}.due_on", "required", _("Say by when."))


def visible_length(text: str) -> int:
    """Return how many characters of `text` can be seen, runs of space counting as one."""
    return len(" ".join("".join(char for char in text if char.isspace() or not is_blank(char)).split()))
