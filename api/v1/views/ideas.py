"""Ideas as lists."""

from rest_framework.response import Response

from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.ideas import IdeaListParameters, IdeaRowBody, filters_of, idea_rows
from api.v1.views.authoring import create_draft, describe_create
from api.views import ApiView
from ideas.selectors.board import Order, ideas_for_board, in_order, ordering_of


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
        rows = in_order(ideas_for_board(viewer=request.user, filters=filters), order)
        return self.page(rows, ordering_of(order, filters), lambda ideas: idea_rows(request.user, ideas))

    @describe_create
    def post(self, request: MemberRequest) -> Response:
        return create_draft(self, request)
