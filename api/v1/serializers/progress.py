"""Bodies of what becomes of a yes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import DayField, IdField, ParagraphsField, WordField
from api.serializers import StrictSerializer
from api.v1.serializers.reviews import NameBody, name_body
from ideas.models import Outcome
from ideas.selectors.outcomes import Progress
from ideas.services.outcomes import MAX_NOTE_CHARS

Step = Literal["in_delivery", "implemented", "stopped_learned"]
Act = Literal["name_owner", "in_delivery", "implemented", "stopped_learned"]


@dataclass(frozen=True, slots=True)
class OutcomeBody:
    """A step after the yes."""

    stage: Step
    note: str
    happened_on: date
    recorded_by: NameBody | None
    picture: Annotated[UUID | None, _("the attachment that shows it")]


@dataclass(frozen=True, slots=True)
class ProgressBody:
    """Where an approved idea stands."""

    owner: Annotated[NameBody | None, _("who sees to it")]
    owner_due_at: Annotated[datetime | None, _("by when somebody must own it, where nobody does")]
    outcomes: list[OutcomeBody]
    allowed_actions: list[Act]


class OwnerSerializer(StrictSerializer):
    person = IdField()


class OutcomeSerializer(StrictSerializer):
    stage = WordField(choices=Outcome.Step)
    note = ParagraphsField(max_chars=MAX_NOTE_CHARS)
    happened_on = DayField()


def progress_body(progress: Progress | None) -> ProgressBody:
    """Return where an idea stands; empty before its yes."""
    if progress is None:
        return ProgressBody(None, None, [], [])
    actions: list[Act] = list(progress.acts)  # type: ignore[arg-type]
    return ProgressBody(
        name_body(progress.owner), progress.owner_due_at, [_body(one) for one in progress.outcomes], actions
    )


def _body(outcome: Outcome) -> OutcomeBody:
    stage: Step = outcome.stage  # type: ignore[assignment]
    picture = outcome.picture
    return OutcomeBody(
        stage=stage,
        note=outcome.note,
        happened_on=outcome.happened_on,
        recorded_by=name_body(outcome.recorded_by),
        picture=picture.public_id if picture is not None and picture.deleted_at is None else None,
    )
