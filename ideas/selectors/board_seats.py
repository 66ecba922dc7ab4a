"""Who sits on the board: whoever is named for a department's seat, else its lead and deputy.

Source: docs/review-process.md 3.9.
"""

from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound
from ideas.models import BoardSeat, Department, Membership, User
from ideas.querysets.keyset import Key, Ordering

BY_NAME: Final = Ordering("name", (Key("name_sort"), Key("id")))


@dataclass(frozen=True)
class SeatHolders:
    """Who speaks for a department: `holder`, and `deputy` until the holder has voted; None where there is nobody.

    `named`: the row that says so, None where nobody is named. Named people whose account is closed do not count.
    """

    department: Department
    named: BoardSeat | None
    holder: User | None
    deputy: User | None


def board_departments() -> QuerySet[Department]:
    """Return the departments that have a seat, unordered and unevaluated; `seat_of_department` reads their rows.

    Two queries however many departments.
    """
    leaders = Membership.objects.filter(
        role__in=[Membership.Role.LEAD, Membership.Role.DEPUTY], person__is_active=True
    ).select_related("person")
    rows = Department.objects.filter(kind=Department.Kind.CORE)
    rows = rows.select_related("board_seat__holder", "board_seat__deputy")
    return rows.prefetch_related(Prefetch("memberships", leaders, to_attr="seat_leaders"))


def seat_of_department(department: Department) -> SeatHolders:
    """Return who speaks for a department of `board_departments`. No query."""
    named: BoardSeat | None = getattr(department, "board_seat", None)
    places: list[Membership] = department.seat_leaders  # type: ignore[attr-defined]
    leaders = {place.role: place.person for place in places}
    holder = _active(named.holder if named else None) or leaders.get(Membership.Role.LEAD)
    deputy = _active(named.deputy if named else None) or leaders.get(Membership.Role.DEPUTY)
    return SeatHolders(department, named, holder, None if deputy == holder else deputy)


def seats_of_board() -> list[SeatHolders]:
    """Return every seat of the board by the department's name. Two queries."""
    return [seat_of_department(row) for row in board_departments().order_by("name_sort", "id")]


def board_department(*, slug: str) -> Department:
    """Return one department that has a seat. Two queries.

    Raises:
        NotFound: there is none of that name, or it has no seat (404).
    """
    row = board_departments().filter(slug=slug).first()
    if row is None:
        raise NotFound(_("There is no such seat on the board."))
    return row


def _active(person: User | None) -> User | None:
    return person if person is not None and person.is_active else None
