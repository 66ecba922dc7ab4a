"""Bodies of conditions that are followed up."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import ParagraphsField
from api.serializers import StrictSerializer
from ideas.models import Condition
from ideas.services.conditions import MAX_NOTE_CHARS


@dataclass(frozen=True, slots=True)
class FollowedConditionBody:
    """A condition of a yes, and whether it is met."""

    id: UUID
    idea: Annotated[str, _("ref of the idea")]
    text: str
    due_on: date | None
    met_at: Annotated[datetime | None, _("null while it is open")]
    met_note: str


class MetSerializer(StrictSerializer):
    note = ParagraphsField(max_chars=MAX_NOTE_CHARS)


def followed_condition_body(condition: Condition) -> FollowedConditionBody:
    """Return a condition of a decision, whose idea is loaded."""
    return FollowedConditionBody(
        id=condition.public_id,
        idea=condition.decision.idea.ref if condition.decision else "",
        text=condition.text,
        due_on=condition.due_on,
        met_at=condition.met_at,
        met_note=condition.met_note,
    )
