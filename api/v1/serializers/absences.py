"""Bodies of days away."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import DayField, IdField
from api.serializers import StrictSerializer
from api.v1.serializers.reviews import NameBody, name_body
from ideas.models import Absence


@dataclass(frozen=True, slots=True)
class AbsenceBody:
    """Days on which a person is away, both ends included."""

    id: UUID
    person: NameBody | None
    from_on: date
    to_on: date
    source: Literal["self", "lead"]
    allowed_actions: list[Literal["change", "remove"]]


def absence_body(absence: Absence) -> AbsenceBody:
    """Return an absence for whoever may change it."""
    source: Literal["self", "lead"] = absence.source  # type: ignore[assignment]
    return AbsenceBody(
        absence.public_id, name_body(absence.person), absence.from_on, absence.to_on, source, ["change", "remove"]
    )


class DaysAwaySerializer(StrictSerializer):
    from_on = DayField(help_text=_("first day away"))
    to_on = DayField(help_text=_("last day away"))


class MemberAwaySerializer(DaysAwaySerializer):
    person = IdField(help_text=_("public id of a member of a department that you lead"))
