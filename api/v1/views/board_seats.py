"""Who sits on the board for each department."""

from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import ManagersOfPeople
from api.schema import describe
from api.v1.serializers.board_seats import BoardSeatBody, BoardSeatSerializer, board_seat_body
from api.views import ApiView
from ideas.selectors.board_seats import BY_NAME, board_department, board_departments
from ideas.selectors.people import active_person
from ideas.services.board_seats import name_seat


class BoardSeatList(ApiView):
    permission_classes = [ManagersOfPeople]
    parameters = ListParameters

    @describe("List the seats of the board, by department", gives=Listing[BoardSeatBody])
    def get(self, request: MemberRequest) -> Response:
        return self.page(board_departments(), BY_NAME, lambda rows: map(board_seat_body, rows))


class BoardSeatDetail(ApiView):
    permission_classes = [ManagersOfPeople]

    @describe("Read a seat of the board", gives=BoardSeatBody, description="The address takes the department's `slug`.")
    def get(self, request: MemberRequest, slug: str) -> Response:
        return Response(board_seat_body(board_department(slug=slug)))

    @describe(
        "Name who sits on the board for a department",
        takes=BoardSeatSerializer,
        gives=BoardSeatBody,
        description="Votes that are open keep the seats they opened with.",
    )
    def put(self, request: MemberRequest, slug: str) -> Response:
        row, given = board_department(slug=slug), self.read(BoardSeatSerializer)
        people = {
            field: None if public_id is None else active_person(public_id=public_id, field=field)
            for field, public_id in given.items()
        }
        name_seat(department=row, by=request.user, holder=people["holder"], deputy=people["deputy"])
        return Response(board_seat_body(board_department(slug=slug)))
