"""Confidential ideas for those who know of them without reading them."""

from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.outlines import IdeaOutlineBody, outline_body
from api.views import ApiView
from ideas.selectors.outlines import NEWEST, outline_for, outline_of, outlines_for

_WHO = (
    "Number, stage and dates of confidential ideas whose text you may not read, for triagers, programme managers and "
    "administrators. What you may read is among `/ideas`."
)


class IdeaOutlineList(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe("List confidential ideas without their text", gives=Listing[IdeaOutlineBody], description=_WHO)
    def get(self, request: MemberRequest) -> Response:
        rows = outlines_for(viewer=request.user)
        return self.page(rows, NEWEST, lambda found: [outline_body(outline_of(row)) for row in found])


class IdeaOutlineDetail(ApiView):
    permission_classes = [Members]

    @describe("Read a confidential idea without its text", gives=IdeaOutlineBody, description=_WHO)
    def get(self, request: MemberRequest, ref: str) -> Response:
        return Response(outline_body(outline_for(viewer=request.user, ref=ref)))
