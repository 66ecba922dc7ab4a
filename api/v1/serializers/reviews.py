"""Bodies of reviews."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar, Final, Literal, get_args
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.fields import DayField, IdField, LineField, ParagraphsField, WholeNumberField, WordField
from api.filters import ListParameters, WordParameter
from api.serializers import StrictSerializer
from api.v1.serializers.dependencies import WaitBody, wait_body
from api.v1.serializers.directory import DepartmentBody, department_body
from api.v1.serializers.escalations import ExtensionBody, extension_body
from api.v1.serializers.reaffirmations import ReaffirmationBody, reaffirmation_body
from api.v1.serializers.review_versions import ReviewVersionBody, version_body
from ideas.models import Condition, Review, SecondReading, User
from ideas.policies.reviews import Reading
from ideas.selectors.reviews import ReviewSheet
from ideas.selectors.why_me import why_me
from ideas.services.review_content import (
    MAX_ANSWER_CHARS,
    MAX_COMMENT_CHARS,
    MAX_CONDITIONS,
    MAX_LINE_CHARS,
    MAX_NAME_CHARS,
    ConditionEntry,
    ReviewContent,
    ScoreEntry,
)
from ideas.services.review_owners import MAX_REASON_CHARS

ReviewAct = Literal[
    "step_in",
    "save",
    "submit",
    "ask",
    "claim",
    "hand_over",
    "bounce",
    "ask_also",
    "extend",
    "remind",
    "take_over",
    "reaffirm",
    "revise",
    "second_read",
    "stop_early",
]
REVIEW_ACTS: Final = get_args(ReviewAct)
SCOPES: dict[str, list[ReviewAct]] = {
    "mine": ["save", "submit", "ask", "hand_over"],
    "claimable": ["claim"],
    "department": ["hand_over"],
}


@dataclass(frozen=True, slots=True)
class NameBody:
    """A person by name."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class ConditionBody:
    """What must be true for a yes."""

    text: str
    owner_name: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ScoreBody:
    """A score from 1 to 5 for one criterion."""

    value: Annotated[int | None, _("1 to 5; null: cannot say")]
    comment: str


@dataclass(frozen=True, slots=True)
class ReviewRowBody:
    """A review in a list."""

    id: UUID
    idea: Annotated[str, _("ref of the idea")]
    title: str
    department: DepartmentBody
    mode: Literal["required", "advisory"]
    state: str
    owner: NameBody | None
    due_at: datetime
    points: int
    why: Annotated[str, _("why the department is asked")]
    rule: str
    why_me: Annotated[str, _("why it went to its owner")]
    allowed_actions: list[ReviewAct]


@dataclass(frozen=True, slots=True)
class SecondReadingBody:
    """A second pair of eyes on the answer."""

    reader: NameBody | None
    verdict: Annotated[str, _("agree or disagree; empty while it is awaited")]
    text: str
    due_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewBody:
    """A review as far as the caller may read it; what may not be read yet is null or empty."""

    is_versioned: ClassVar[bool] = True
    id: UUID
    idea: Annotated[str, _("ref of the idea")]
    title: str
    department: DepartmentBody
    mode: Literal["required", "advisory"]
    state: str
    owner: NameBody | None
    acted_for: Annotated[NameBody | None, _("in whose place the owner reviews")]
    due_at: datetime
    points: int
    why: str
    rule: str
    why_me: str
    version: Annotated[int, _("the ETag")]
    is_readable: bool
    recommendation: str | None
    confidence: str | None
    plain_answer: str | None
    yes_if: str | None
    internal_note: str | None
    submitted_at: datetime | None
    answers: Annotated[dict[str, str], _("by id of the department's question")]
    scores: Annotated[dict[str, ScoreBody], _("by id of the department's criterion: value (null: cannot say), comment")]
    conditions: list[ConditionBody]
    versions: Annotated[list[ReviewVersionBody], _("first and after each change; empty where it was not changed")]
    second_reading: SecondReadingBody | None
    waits_for: Annotated[list[WaitBody], _("departments that answer before this one")]
    extension: Annotated[ExtensionBody | None, _("the later date that its lead gave it, once; null where none did")]
    reaffirmation: Annotated[ReaffirmationBody | None, _("what the author changed since; null while nothing is asked")]
    allowed_actions: list[ReviewAct]


def name_body(person: User | None) -> NameBody | None:
    """Return a person by name, None for nobody."""
    return NameBody(person.public_id, person.name) if person else None


def condition_bodies(conditions: Sequence[Condition]) -> list[ConditionBody]:
    """Return the bodies of stored conditions."""
    return [ConditionBody(one.text, one.owner_name, one.due_on) for one in conditions]


def review_row_body(review: Review, scope: str) -> ReviewRowBody:
    """Return a row of the list `scope`."""
    mode: Literal["required", "advisory"] = review.mode  # type: ignore[assignment]
    return ReviewRowBody(
        id=review.public_id,
        idea=review.idea.ref,
        title=review.idea.title,
        department=department_body(review.department),
        mode=mode,
        state=review.state,
        owner=name_body(review.owner),
        due_at=review.due_at,
        points=review.points,
        why=review.why,
        rule=review.rule_id,
        why_me=why_me(review) if scope == "mine" else "",
        allowed_actions=SCOPES[scope],
    )


def review_body(sheet: ReviewSheet) -> ReviewBody:
    """Return a review as its reader may know it."""
    review, has_answer, is_whole = sheet.review, sheet.reading > Reading.FRAME, sheet.reading == Reading.EVERYTHING
    mode: Literal["required", "advisory"] = review.mode  # type: ignore[assignment]
    actions: list[ReviewAct] = list(sheet.allowed_actions)  # type: ignore[arg-type]
    return ReviewBody(
        id=review.public_id,
        idea=review.idea.ref,
        title=review.idea.title,
        department=department_body(review.department),
        mode=mode,
        state=review.state,
        owner=name_body(review.owner),
        acted_for=name_body(review.acted_for),
        due_at=review.due_at,
        points=review.points,
        why=review.why,
        rule=review.rule_id,
        why_me=why_me(review) if is_whole else "",
        version=review.version,
        is_readable=has_answer,
        recommendation=review.recommendation if has_answer else None,
        confidence=review.confidence if has_answer else None,
        plain_answer=review.plain_answer if has_answer else None,
        yes_if=review.yes_if if has_answer else None,
        internal_note=review.internal_note if is_whole else None,
        submitted_at=review.submitted_at,
        answers=dict(sheet.answers),
        scores={key: ScoreBody(one.value, one.comment) for key, one in sheet.scores.items()},
        conditions=condition_bodies(sheet.conditions),
        versions=[version_body(one) for one in sheet.versions],
        second_reading=_second_reading_body(sheet.second_reading),
        waits_for=[wait_body(one) for one in sheet.waits],
        extension=extension_body(review),
        reaffirmation=reaffirmation_body(sheet.change),
        allowed_actions=actions,
    )


def _second_reading_body(reading: SecondReading | None) -> SecondReadingBody | None:
    if reading is None:
        return None
    return SecondReadingBody(name_body(reading.reader), reading.verdict, reading.text, reading.due_at, reading.read_at)


class ReviewListParameters(ListParameters):
    scope = WordParameter(
        choices=tuple(SCOPES),
        default="mine",
        help_text=_("mine, what I may claim, or what the departments I lead have open"),
    )


class ConditionSerializer(StrictSerializer):
    text = LineField(max_chars=MAX_LINE_CHARS)
    owner_name = LineField(max_chars=MAX_NAME_CHARS, allow_blank=True, default="")
    due_on = DayField(allow_null=True, default=None)


class ScoreSerializer(StrictSerializer):
    value = WholeNumberField(least=1, most=5, allow_null=True)
    comment = LineField(max_chars=MAX_COMMENT_CHARS, allow_blank=True, default="")


class ReviewSerializer(StrictSerializer):
    """A whole answer; what is left out is empty."""

    recommendation = WordField(choices=["", *Review.Recommendation.values], default="")
    confidence = WordField(choices=["", *Review.Confidence.values], default="")
    plain_answer = ParagraphsField(max_chars=MAX_ANSWER_CHARS, allow_blank=True, default="")
    yes_if = ParagraphsField(max_chars=MAX_ANSWER_CHARS, allow_blank=True, default="")
    internal_note = ParagraphsField(max_chars=MAX_ANSWER_CHARS, allow_blank=True, default="")
    answers = serializers.DictField(
        child=ParagraphsField(max_chars=MAX_ANSWER_CHARS, allow_blank=True), default=dict, help_text=_("by question")
    )
    scores = serializers.DictField(child=ScoreSerializer(), default=dict, help_text=_("by criterion"))
    conditions = serializers.ListField(child=ConditionSerializer(), max_length=MAX_CONDITIONS, default=list)


def review_content_of(values: dict[str, object]) -> ReviewContent:
    """Return the checked body as the service takes it."""
    texts = {name: str(values[name]) for name in _TEXTS}
    answers: dict[str, str] = values["answers"]  # type: ignore[assignment]
    scores: dict[str, dict[str, object]] = values["scores"]  # type: ignore[assignment]
    return ReviewContent(
        **texts,
        answers=answers,
        scores={criterion: _entry(score) for criterion, score in scores.items()},
        conditions=conditions_of(values),
    )


_TEXTS = ("recommendation", "confidence", "plain_answer", "yes_if", "internal_note")


def _entry(score: dict[str, object]) -> ScoreEntry:
    value = score["value"]
    return ScoreEntry(value if isinstance(value, int) else None, str(score["comment"]))


def conditions_of(values: dict[str, object]) -> tuple[ConditionEntry, ...]:
    """Return the conditions of a checked body."""
    given: list[dict[str, object]] = values["conditions"]  # type: ignore[assignment]
    return tuple(ConditionEntry(**one) for one in given)  # type: ignore[arg-type]


class HandOverSerializer(StrictSerializer):
    to = IdField(help_text=_("public id of a person of the department's pool"))
    reason = LineField(max_chars=MAX_REASON_CHARS)
