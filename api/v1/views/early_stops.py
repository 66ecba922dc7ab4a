"""Early stops: asked by a department, ended by whoever decides."""

from uuid import UUID

from rest_framework.response import Response

from api.http import MemberRequest
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.early_stops import (
    EarlyStopBody,
    EarlyStopEndSerializer,
    EarlyStopSerializer,
    early_stop_body,
)
from api.views import ApiView
from ideas.selectors.early_stops import early_stop_for
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.reviews import review_for
from ideas.services.early_stop import ask_early_stop, end_early_stop
from ideas.services.reads import record_read


class ReviewEarlyStop(ApiView):
    permission_classes = [Members]

    @describe("Ask to stop an idea early", takes=EarlyStopSerializer, gives=EarlyStopBody)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        review = review_for(viewer=request.user, public_id=public_id)
        return Response(
            early_stop_body(ask_early_stop(review=review, by=request.user, **self.read(EarlyStopSerializer)))
        )


class IdeaEarlyStop(ApiView):
    permission_classes = [Members]

    @describe("Read why a department wants to stop, as whoever decides", gives=EarlyStopBody)
    def get(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        stop = early_stop_for(viewer=request.user, idea=idea)
        record_read(idea=idea, by=request.user)
        return Response(early_stop_body(stop))

    @describe("Confirm an early stop, or lift it", takes=EarlyStopEndSerializer, gives=EarlyStopBody)
    def put(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        stop = early_stop_for(viewer=request.user, idea=idea)
        return Response(
            early_stop_body(end_early_stop(stop=stop, by=request.user, **self.read(EarlyStopEndSerializer)))
        )
