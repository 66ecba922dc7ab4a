"""The seats of the board, as a file."""

from typing import Final

from django.utils.translation import gettext_lazy

from frontend.csv import Column, Listing, csv_view
from frontend.http import MemberRequest
from frontend.views.settings_people import refuse_others
from ideas.models import Department, User
from ideas.selectors.board_seats import BY_NAME, board_departments, seat_of_department

COLUMNS: Final[tuple[Column[Department], ...]] = (
    Column(gettext_lazy("Department"), lambda row: row.name),
    Column(gettext_lazy("Holds the seat"), lambda row: _name(seat_of_department(row).holder)),
    Column(gettext_lazy("Stands in"), lambda row: _name(seat_of_department(row).deputy)),
)


def _name(person: User | None) -> str | None:
    return person.name if person else None


def _seats(request: MemberRequest) -> Listing[Department]:
    refuse_others(request.user)
    return Listing(board_departments(), BY_NAME, COLUMNS)


board_csv = csv_view("board", _seats)
