"""Declined ideas that came before one that was approved."""

from uuid import UUID

from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.precedents import PrecedentAnswerSerializer, PrecedentBody, precedent_body
from api.views import ApiView
from ideas.selectors.precedents import NEWEST, precedent_for, precedents_to_settle
from ideas.services.precedents import settle_precedent


class PrecedentList(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe(
        "List declined ideas that may have come before an approved one, the newest first",
        gives=Listing[PrecedentBody],
        description="For triagers and programme managers; empty for others. Never what you wrote yourself.",
    )
    def get(self, request: MemberRequest) -> Response:
        rows = precedents_to_settle(viewer=request.user)
        return self.page(rows, NEWEST, lambda found: map(precedent_body, found))


class PrecedentAnswer(ApiView):
    permission_classes = [Members]

    @describe(
        "Credit the earlier idea, or say that it is something else",
        takes=PrecedentAnswerSerializer,
        gives=PrecedentBody,
    )
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        row = precedent_for(viewer=request.user, public_id=public_id)
        settled = settle_precedent(precedent=row, by=request.user, **self.read(PrecedentAnswerSerializer))
        return Response(precedent_body(settled))
