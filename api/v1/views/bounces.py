"""Reviews that leads take over, that departments send back, and that somebody settles."""

from uuid import UUID

from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.bounces import (
    AlsoNeedsSerializer,
    BounceBody,
    BounceSerializer,
    SettleSerializer,
    TakeOverSerializer,
    bounce_body,
)
from api.v1.serializers.reviews import ReviewBody, review_body
from api.v1.serializers.routing_overrides import OverrideBody, override_body
from api.views import ApiView, versioned
from ideas.selectors.bounces import FIRST_DUE, bounce_for, bounces_to_settle, departments_to_suggest
from ideas.selectors.reviews import review_for, review_sheet
from ideas.services.additions import ask_also
from ideas.services.bounces import bounce_review, settle_bounce
from ideas.services.review_owners import take_over_review


class ReviewTakeOver(ApiView):
    permission_classes = [Members]

    @describe("Take a review over as lead or deputy of the department", takes=TakeOverSerializer, gives=ReviewBody)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        review = review_for(viewer=request.user, public_id=public_id)
        take_over_review(review=review, by=request.user, **self.read(TakeOverSerializer))
        fresh = review_for(viewer=request.user, public_id=public_id)
        return versioned(review_body(review_sheet(viewer=request.user, review=fresh)), version=fresh.version)


class ReviewBounce(ApiView):
    permission_classes = [Members]

    @describe("Say that a review is for another department", takes=BounceSerializer, gives=BounceBody)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        review = review_for(viewer=request.user, public_id=public_id)
        given = self.read(BounceSerializer)
        others = departments_to_suggest(instead_of=review.department)
        other = others.filter(slug=given["department"]).first()
        bounce = bounce_review(review=review, by=request.user, suggested=other, reason=given["reason"])
        return Response(bounce_body(bounce))


class ReviewAlsoNeeds(ApiView):
    permission_classes = [Members]

    @describe("Ask one more department about the idea of a review", takes=AlsoNeedsSerializer, gives=OverrideBody)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        review = review_for(viewer=request.user, public_id=public_id)
        return Response(override_body(ask_also(review=review, by=request.user, **self.read(AlsoNeedsSerializer))))


class BounceList(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe("List reviews that were sent back and wait for you to settle them", gives=Listing[BounceBody])
    def get(self, request: MemberRequest) -> Response:
        return self.page(bounces_to_settle(viewer=request.user), FIRST_DUE, lambda rows: map(bounce_body, rows))


class BounceSettlement(ApiView):
    permission_classes = [Members]

    @describe("Settle whose a review is", takes=SettleSerializer, gives=BounceBody)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        bounce = bounce_for(viewer=request.user, public_id=public_id)
        return Response(bounce_body(settle_bounce(bounce=bounce, by=request.user, **self.read(SettleSerializer))))
