"""Bodies of appeals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import FlagField, ParagraphsField, WordField
from api.serializers import StrictSerializer
from ideas.models import Appeal
from ideas.services.appeals import MAX_APPEAL_CHARS

Ground = Literal["new_information", "factual_error"]


@dataclass(frozen=True, slots=True)
class AppealBody:
    """An appeal against a decision."""

    id: UUID
    decision: UUID
    idea: Annotated[str, _("ref of the idea")]
    ground: Ground
    text: Annotated[str | None, _("null for those who are neither its authors, its decider nor asked to answer it")]
    filed_at: datetime
    due_at: Annotated[datetime, _("by when it is answered")]
    is_granted: Annotated[bool | None, _("null until it is answered")]
    reasons: str
    decided_at: datetime | None
    allowed_actions: list[Literal["decide"]]


class AppealSerializer(StrictSerializer):
    ground = WordField(choices=Appeal.Ground)
    text = ParagraphsField(max_chars=MAX_APPEAL_CHARS)


class AppealAnswerSerializer(StrictSerializer):
    is_granted = FlagField()
    reasons = ParagraphsField(max_chars=MAX_APPEAL_CHARS)


def appeal_body(appeal: Appeal, *, shows_text: bool, may_decide: bool) -> AppealBody:
    """Return an appeal, whose decision and idea are loaded, as its reader may know it."""
    ground: Ground = appeal.ground  # type: ignore[assignment]
    actions: list[Literal["decide"]] = ["decide"] if may_decide else []
    return AppealBody(
        id=appeal.public_id,
        decision=appeal.decision.public_id,
        idea=appeal.decision.idea.ref,
        ground=ground,
        text=appeal.text if shows_text else None,
        filed_at=appeal.created_at,
        due_at=appeal.due_at,
        is_granted=appeal.is_granted,
        reasons=appeal.reasons,
        decided_at=appeal.decided_at,
        allowed_actions=actions,
    )
