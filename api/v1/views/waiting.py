"""Ideas that wait for the caller's decision or vote."""

from django.utils.translation import gettext as _
from rest_framework.response import Response

from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.problems import invalid_parameter
from api.schema import describe
from api.v1.serializers.waiting import WaitingIdeaBody, WaitingParameters, waiting_body
from api.views import ApiView
from ideas.models import Idea
from ideas.selectors.ranking import ORDERINGS, DecisionOrder, orders_for, waiting_ideas, waiting_rows
from ideas.services.reads import record_reads


class IdeasToDecide(ApiView):
    permission_classes = [Members]
    parameters = WaitingParameters

    @describe(
        "List the ideas that wait for your decision, or your vote for the board",
        gives=Listing[WaitingIdeaBody],
        description=(
            "`order=score` is for those who decide ideas of tier 2 or more or vote for the board; for everybody else it is "
            "a value that is not known. The highest score comes first; ideas without one, and those of which you may not "
            "read every answer, come last, the next promised first. A score is for ranking only: nothing else reads it."
        ),
    )
    def get(self, request: MemberRequest) -> Response:
        order = DecisionOrder(request.parameters["order"])
        orders = orders_for(viewer=request.user)
        if order not in orders:
            raise invalid_parameter("order", _("This is not one of: %(words)s.") % {"words": ", ".join(orders)})
        rows = waiting_ideas(viewer=request.user, order=order)
        return self.page(rows, ORDERINGS[order], lambda page: _bodies(request, page))


def _bodies(request: MemberRequest, page: list[Idea]) -> list[WaitingIdeaBody]:
    record_reads(ideas=page, by=request.user)
    return [waiting_body(row) for row in waiting_rows(viewer=request.user, ideas=page)]
