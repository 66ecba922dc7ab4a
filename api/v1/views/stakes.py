"""The suppliers in which people have a stake, and those named by mistake."""

from uuid import UUID

from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.interests import SuppliersBody, SuppliersSerializer, suppliers_body
from api.v1.serializers.stakes import (
    StakeBody,
    StakeSettlingSerializer,
    StakeSheetBody,
    StakeStrikingSerializer,
    stake_body,
    stake_sheet_body,
)
from api.views import ApiView
from ideas.selectors.stakes import OLDEST, stake_to_strike, stakes_to_strike, supplier_interests_of
from ideas.services.stakes import ask_to_strike_stake, settle_stake
from ideas.services.suppliers import declare_supplier_interests


class OwnSuppliers(ApiView):
    permission_classes = [Members]

    @describe("Read in which suppliers you have a stake", gives=SuppliersBody)
    def get(self, request: MemberRequest) -> Response:
        return Response(suppliers_body(supplier_interests_of(person=request.user)))

    @describe("Say in which suppliers you have a stake", takes=SuppliersSerializer, gives=SuppliersBody)
    def put(self, request: MemberRequest) -> Response:
        names = self.read(SuppliersSerializer)["names"]
        return Response(suppliers_body(declare_supplier_interests(person=request.user, names=names)))


class OwnSupplierStriking(ApiView):
    permission_classes = [Members]

    @describe("Say that you named a supplier by mistake", takes=StakeStrikingSerializer, gives=StakeBody)
    def post(self, request: MemberRequest) -> Response:
        return Response(stake_body(ask_to_strike_stake(person=request.user, **self.read(StakeStrikingSerializer))))


class StakeList(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe("List stakes that people named by mistake, the oldest first", gives=Listing[StakeBody])
    def get(self, request: MemberRequest) -> Response:
        return self.page(stakes_to_strike(viewer=request.user), OLDEST, lambda found: map(stake_body, found))


class StakeDetail(ApiView):
    permission_classes = [Members]

    @describe("Read a stake that somebody named by mistake", gives=StakeSheetBody)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        return Response(stake_sheet_body(stake_to_strike(viewer=request.user, public_id=public_id)))


class StakeSettling(ApiView):
    permission_classes = [Members]

    @describe(
        "Strike out a stake that was named by mistake, or let it stand", takes=StakeSettlingSerializer, status=204
    )
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        sheet = stake_to_strike(viewer=request.user, public_id=public_id)
        settle_stake(stake=sheet.stake, by=request.user, **self.read(StakeSettlingSerializer))
        return Response(status=204)
