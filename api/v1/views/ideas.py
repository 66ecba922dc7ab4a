"""Ideas as lists."""

from rest_framework.response import Response

from api.http import MemberRequest
from api.pagination import Listing, answer_page, place_of
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.ideas import IdeaListParameters, IdeaRowBody, filters_of, idea_rows
from api.v1.views.authoring import create_draft, describe_create
from api.views import ApiView
from ideas.selectors.board import Order
from ideas.selectors.board_pages import BoardQuery, page_of_board


class IdeaList(ApiView):
    permission_classes = [Members]
    parameters = IdeaListParameters

    @describe(
        "List and search ideas",
        gives=Listing[IdeaRowBody],
        description=(
            "Every idea that was sent and that you may see. Several values of one filter widen it, filters narrow one "
            "another. A search looks through the newest 1,000 ideas that match. Between two pages an idea may move: a "
            "page never holds one twice."
        ),
    )
    def get(self, request: MemberRequest) -> Response:
        filters, order = filters_of(request.parameters), Order(request.parameters["order"])
        place, viewer = place_of(request), request.user
        page = page_of_board(
            BoardQuery(viewer, filters, order), limit=place.limit, cursor=place.cursor, bound_to=place.bound_to
        )
        return answer_page(request, page, lambda rows: idea_rows(viewer, [row["id"] for row in rows]))

    @describe_create
    def post(self, request: MemberRequest) -> Response:
        return create_draft(self, request)
