"""Bodies of the seats of the board."""

from dataclasses import dataclass
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _

from api.fields import IdField
from api.serializers import StrictSerializer
from api.v1.serializers.directory import DepartmentBody, department_body
from api.v1.serializers.reviews import NameBody, name_body
from ideas.models import Department, User
from ideas.selectors.board_seats import seat_of_department


@dataclass(frozen=True, slots=True)
class BoardSeatBody:
    """Who speaks for a department on the board."""

    department: DepartmentBody
    holder: Annotated[NameBody | None, _("who holds it now: whoever is named, else the lead")]
    deputy: Annotated[NameBody | None, _("who stands in now: whoever is named, else the deputy")]
    named_holder: Annotated[NameBody | None, _("null: the lead holds it")]
    named_deputy: Annotated[NameBody | None, _("null: the deputy stands in")]
    allowed_actions: list[Literal["change"]]


def board_seat_body(department: Department) -> BoardSeatBody:
    """Return the seat of one department, for those who name its people."""
    seat = seat_of_department(department)
    return BoardSeatBody(
        department=department_body(department),
        holder=_name(seat.holder),
        deputy=_name(seat.deputy),
        named_holder=_name(seat.named.holder if seat.named else None),
        named_deputy=_name(seat.named.deputy if seat.named else None),
        allowed_actions=["change"],
    )


def _name(person: User | None) -> NameBody | None:
    return name_body(person) if person else None


class BoardSeatSerializer(StrictSerializer):
    holder = IdField(allow_null=True, help_text=_("public id of a person; null: the department's lead"))
    deputy = IdField(allow_null=True, help_text=_("public id of a person; null: the department's deputy"))
