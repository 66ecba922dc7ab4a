"""Bodies of questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import FlagField, IdField, LineField, ParagraphsField, WordField
from api.serializers import StrictSerializer
from api.v1.serializers.directory import DepartmentBody, department_body
from api.v1.serializers.reviews import NameBody, name_body
from ideas.models import Question, User
from ideas.models.questions import MAX_QUESTION_CHARS, MAX_REPLY_CHARS
from ideas.selectors.questions import answerable_among

MAX_SLUG_CHARS = 50


@dataclass(frozen=True, slots=True)
class IdeaQuestionBody:
    """A question about an idea, with its answer once it is there."""

    id: UUID
    idea: Annotated[str, _("ref of the idea")]
    round: int
    asked_by: Annotated[DepartmentBody, _("the department that asks")]
    addressee: Literal["author", "department", "expert"]
    department: Annotated[DepartmentBody | None, _("the department asked")]
    person: Annotated[NameBody | None, _("the person asked")]
    text: str
    stops_clock: Annotated[bool, _("the review stood still for it")]
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None
    answered_by: Annotated[NameBody | None, _("null for an answer of the author")]
    answer: Annotated[str, _("empty until it is there")]
    allowed_actions: list[Literal["answer"]]


class QuestionCreateSerializer(StrictSerializer):
    text = ParagraphsField(max_chars=MAX_QUESTION_CHARS)
    addressee = WordField(choices=Question.Addressee, default=Question.Addressee.AUTHOR.value)
    department = LineField(max_chars=MAX_SLUG_CHARS, allow_blank=True, default="", help_text=_("slug"))
    person = IdField(required=False, allow_null=True, default=None)
    stops_clock = FlagField(default=False, help_text=_("the review cannot go on without the author’s answer"))


class AnswerSerializer(StrictSerializer):
    answer = ParagraphsField(max_chars=MAX_REPLY_CHARS)


def question_bodies(viewer: User, questions: Sequence[Question]) -> list[IdeaQuestionBody]:
    """Return questions, whose rows are loaded, as `viewer`, who may read them, sees them. At most two queries."""
    answerable = answerable_among(viewer=viewer, questions=questions)
    return [_body(one, may_answer=one.pk in answerable) for one in questions]


def question_body(viewer: User, question: Question) -> IdeaQuestionBody:
    """Return one question as `question_bodies` does."""
    return question_bodies(viewer, [question])[0]


def _body(question: Question, *, may_answer: bool) -> IdeaQuestionBody:
    is_of_author = question.addressee == Question.Addressee.AUTHOR
    addressee: Literal["author", "department", "expert"] = question.addressee  # type: ignore[assignment]
    return IdeaQuestionBody(
        id=question.public_id,
        idea=question.idea.ref,
        round=question.round,
        asked_by=department_body(question.review.department),
        addressee=addressee,
        department=department_body(question.to_department) if question.to_department else None,
        person=name_body(question.to_person),
        text=question.text,
        stops_clock=question.is_blocking,
        asked_at=question.asked_at,
        due_at=question.due_at,
        answered_at=question.answered_at,
        answered_by=None if is_of_author else name_body(question.answered_by),
        answer=question.answer,
        allowed_actions=["answer"] if may_answer else [],
    )
