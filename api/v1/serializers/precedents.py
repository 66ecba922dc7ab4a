"""Bodies of declined ideas that came before one that was approved."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import LineField, WordField
from api.serializers import StrictSerializer
from ideas.models import Precedent

State = Literal["open", "credited", "dismissed"]
MAX_REASON_CHARS = 500


@dataclass(frozen=True, slots=True)
class PrecedentBody:
    """An approved idea, and a declined one that resembles it and was sent before."""

    id: UUID
    idea: Annotated[str, _("ref of the approved idea")]
    title: str
    earlier: Annotated[str, _("ref of the declined idea")]
    earlier_title: str
    likeness: Annotated[float, _("0 to about 2")]
    state: State
    reason: str
    found_at: datetime
    settled_at: Annotated[datetime | None, _("null while it waits for a triager")]
    allowed_actions: list[Literal["settle"]]


class PrecedentAnswerSerializer(StrictSerializer):
    state = WordField(choices=[Precedent.State.CREDITED.value, Precedent.State.DISMISSED.value])
    reason = LineField(max_chars=MAX_REASON_CHARS)


def precedent_body(row: Precedent) -> PrecedentBody:
    """Return a precedent, whose ideas are loaded, for somebody who may settle it."""
    state: State = row.state  # type: ignore[assignment]
    return PrecedentBody(
        id=row.public_id,
        idea=row.idea.ref,
        title=row.idea.title,
        earlier=row.earlier.ref,
        earlier_title=row.earlier.title,
        likeness=round(row.likeness, 3),
        state=state,
        reason=row.reason,
        found_at=row.created_at,
        settled_at=row.settled_at,
        allowed_actions=["settle"] if row.state == Precedent.State.OPEN else [],
    )
