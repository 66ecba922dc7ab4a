"""Bodies of days away."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import DayField, IdField, WordField
from api.serializers import StrictSerializer
from api.v1.serializers.reviews import NameBody, name_body
from ideas.models import Absence, User
from ideas.policies.people import can_change_absence


@dataclass(frozen=True, slots=True)
class AbsenceBody:
    """Days on which a person is away, both ends included, or half of one day."""

    id: UUID
    person: NameBody | None
    from_on: date
    to_on: date
    part: Literal["whole", "morning", "afternoon"]
    source: Literal["self", "lead", "feed"]
    allowed_actions: list[Literal["change", "remove"]]


def absence_body(absence: Absence, viewer: User) -> AbsenceBody:
    """Return an absence as `viewer` reads it, with what they may do about it; no query for their own."""
    source: Literal["self", "lead", "feed"] = absence.source  # type: ignore[assignment]
    part: Literal["whole", "morning", "afternoon"] = absence.part  # type: ignore[assignment]
    acts: list[Literal["change", "remove"]] = ["change", "remove"] if can_change_absence(viewer, absence) else []
    person = name_body(absence.person)
    return AbsenceBody(absence.public_id, person, absence.from_on, absence.to_on, part, source, acts)


class DaysAwaySerializer(StrictSerializer):
    from_on = DayField(help_text=_("first day away"))
    to_on = DayField(help_text=_("last day away"))
    part = WordField(
        choices=Absence.Part,
        required=False,
        help_text=_("which part of the day; half a day is told for one day. New absences are of whole days without it"),
    )


class MemberAwaySerializer(DaysAwaySerializer):
    person = IdField(
        help_text=_("public id of a member of a department that you lead; of anybody active for administrators")
    )
