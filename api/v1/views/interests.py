"""Interests that people name, decisions about them, and suppliers that ideas name."""

from uuid import UUID

from rest_framework.response import Response

from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.interests import (
    InterestBody,
    InterestDecisionSerializer,
    InterestListParameters,
    InterestRowBody,
    InterestSerializer,
    InterestStrikeSerializer,
    OwnInterestBody,
    SuppliersBody,
    SuppliersSerializer,
    declaration_of,
    interest_body,
    interest_row_body,
    own_interest_body,
    suppliers_body,
)
from api.views import ApiView
from ideas.models import Idea
from ideas.policies.interests import can_declare_interest
from ideas.selectors.ideas import idea_to_act_on
from ideas.selectors.interests import (
    OLDEST,
    interest_for,
    interests_to_decide,
    own_interest_sheet,
    suppliers_of,
)
from ideas.services.interests import decide_interest, declare_interest, strike_interest
from ideas.services.suppliers import name_suppliers


class OwnInterest(ApiView):
    permission_classes = [Members]

    @describe("Read what you said of your interest in an idea", gives=OwnInterestBody)
    def get(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_to_act_on(viewer=request.user, ref=ref)
        return _own(request, idea)

    @describe("Say whether you have an interest in an idea", takes=InterestSerializer, gives=OwnInterestBody)
    def put(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_to_act_on(viewer=request.user, ref=ref)
        declare_interest(idea=idea, by=request.user, declaration=declaration_of(self.read(InterestSerializer)))
        return _own(request, idea)


def _own(request: MemberRequest, idea: Idea) -> Response:
    sheet = own_interest_sheet(person=request.user, idea=idea)
    return Response(own_interest_body(sheet, may_declare=can_declare_interest(request.user, idea)))


class InterestList(ApiView):
    permission_classes = [Members]
    parameters = InterestListParameters

    @describe("List declared interests that wait for your decision, the oldest first", gives=Listing[InterestRowBody])
    def get(self, request: MemberRequest) -> Response:
        is_aside = request.parameters["state"] == "recused"
        rows = interests_to_decide(viewer=request.user, is_aside=is_aside)
        return self.page(rows, OLDEST, lambda found: map(interest_row_body, found))


class InterestDetail(ApiView):
    permission_classes = [Members]

    @describe("Read a declared interest", gives=InterestBody)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        return Response(interest_body(interest_for(viewer=request.user, public_id=public_id)))


class InterestDecision(ApiView):
    permission_classes = [Members]

    @describe("Decide about a declared interest", takes=InterestDecisionSerializer, gives=InterestBody)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        sheet = interest_for(viewer=request.user, public_id=public_id)
        decide_interest(interest=sheet.interest, by=request.user, **self.read(InterestDecisionSerializer))
        return Response(interest_body(interest_for(viewer=request.user, public_id=public_id)))


class InterestStriking(ApiView):
    permission_classes = [Members]

    @describe("Strike out an interest that was named by mistake", takes=InterestStrikeSerializer, gives=InterestBody)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        sheet = interest_for(viewer=request.user, public_id=public_id)
        strike_interest(interest=sheet.interest, by=request.user, **self.read(InterestStrikeSerializer))
        return Response(interest_body(interest_for(viewer=request.user, public_id=public_id)))


class IdeaSuppliers(ApiView):
    permission_classes = [Members]

    @describe("Read which suppliers an idea names", gives=SuppliersBody)
    def get(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_to_act_on(viewer=request.user, ref=ref)
        return Response(suppliers_body(suppliers_of(idea=idea)))

    @describe("Say which suppliers an idea names", takes=SuppliersSerializer, gives=SuppliersBody)
    def put(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_to_act_on(viewer=request.user, ref=ref)
        return Response(suppliers_body(name_suppliers(idea=idea, by=request.user, **self.read(SuppliersSerializer))))
