"""Bodies of acts on many rows, and of the answers that are offered for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.fields import IdField, LineField, ParagraphsField, WordField
from api.serializers import StrictSerializer
from ideas.models import AnswerTemplate, Review
from ideas.models.answer_templates import MAX_TEMPLATE_NAME_CHARS
from ideas.models.triage import MAX_RESPONSE_CHARS
from ideas.services.bulk import MOST_ROWS, REVIEW_ACTS, TRIAGE_ACTS, Outcome
from ideas.services.review_owners import MAX_REASON_CHARS

TemplateKind = Literal["first_response", "review"]
TemplateAct = Literal["change", "remove"]
MAX_REF_CHARS = 12


@dataclass(frozen=True, slots=True)
class ReviewOutcomeBody:
    """What became of one review."""

    review: Annotated[UUID, _("id of the review")]
    is_done: bool
    code: Annotated[str, _("why not: the code of a problem; empty where it was done")]
    detail: str


@dataclass(frozen=True, slots=True)
class ReviewOutcomesBody:
    """What became of each review, in the order of the request."""

    done: Annotated[int, _("how many were done")]
    asked: int
    rows: list[ReviewOutcomeBody]


@dataclass(frozen=True, slots=True)
class IdeaOutcomeBody:
    """What became of one idea."""

    idea: Annotated[str, _("ref of the idea")]
    is_done: bool
    code: Annotated[str, _("why not: the code of a problem; empty where it was done")]
    detail: str


@dataclass(frozen=True, slots=True)
class IdeaOutcomesBody:
    """What became of each idea, in the order of the request."""

    done: Annotated[int, _("how many were done")]
    asked: int
    rows: list[IdeaOutcomeBody]


@dataclass(frozen=True, slots=True)
class AnswerTemplateBody:
    """An answer that is given often."""

    id: UUID
    kind: TemplateKind
    name: str
    text: str
    allowed_actions: list[TemplateAct]


def review_outcomes_body(outcomes: Sequence[Outcome[UUID]]) -> ReviewOutcomesBody:
    """Return what became of each review."""
    rows = [ReviewOutcomeBody(one.key, one.refusal is None, one.code, one.sentence) for one in outcomes]
    return ReviewOutcomesBody(sum(row.is_done for row in rows), len(rows), rows)


def idea_outcomes_body(outcomes: Sequence[Outcome[str]]) -> IdeaOutcomesBody:
    """Return what became of each idea."""
    rows = [IdeaOutcomeBody(one.key, one.refusal is None, one.code, one.sentence) for one in outcomes]
    return IdeaOutcomesBody(sum(row.is_done for row in rows), len(rows), rows)


def answer_template_body(template: AnswerTemplate, *, may_edit: bool) -> AnswerTemplateBody:
    """Return a template for somebody who may edit it or not."""
    kind: TemplateKind = template.kind  # type: ignore[assignment]
    acts: list[TemplateAct] = ["change", "remove"] if may_edit else []
    return AnswerTemplateBody(template.public_id, kind, template.name, template.text, acts)


class ReviewsBulkSerializer(StrictSerializer):
    act = WordField(choices=list(REVIEW_ACTS))
    reviews = serializers.ListField(child=IdField(), min_length=1, max_length=MOST_ROWS, help_text=_("ids of reviews"))
    to = IdField(required=False, help_text=_("hand_over: public id of a person of the department's pool"))
    reason = LineField(max_chars=MAX_REASON_CHARS, allow_blank=True, default="", help_text=_("hand_over, take_over"))
    template = IdField(required=False, help_text=_("answer: id of an answer template for reviews"))
    confidence = WordField(choices=["", *Review.Confidence.values], default="", help_text=_("answer"))


class TriageBulkSerializer(StrictSerializer):
    act = WordField(choices=list(TRIAGE_ACTS))
    ideas = serializers.ListField(
        child=LineField(max_chars=MAX_REF_CHARS), min_length=1, max_length=MOST_ROWS, help_text=_("refs of ideas")
    )
    template = IdField(required=False, help_text=_("id of an answer template for first responses, instead of a text"))
    text = ParagraphsField(max_chars=MAX_RESPONSE_CHARS, allow_blank=True, default="")


class AnswerTemplateSerializer(StrictSerializer):
    kind = WordField(choices=AnswerTemplate.Kind.values)
    name = LineField(max_chars=MAX_TEMPLATE_NAME_CHARS)
    text = ParagraphsField(max_chars=MAX_RESPONSE_CHARS)


class AnswerTemplateChangeSerializer(StrictSerializer):
    name = LineField(max_chars=MAX_TEMPLATE_NAME_CHARS)
    text = ParagraphsField(max_chars=MAX_RESPONSE_CHARS)
