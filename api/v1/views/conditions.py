"""Conditions of a yes."""

from uuid import UUID

from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.conditions import FollowedConditionBody, MetSerializer, followed_condition_body
from api.views import ApiView
from ideas.selectors.conditions import BY_DATE, condition_for, conditions_to_meet
from ideas.services.conditions import meet_condition


class ConditionList(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe("List the open conditions that you see to, the next due first", gives=Listing[FollowedConditionBody])
    def get(self, request: MemberRequest) -> Response:
        rows = conditions_to_meet(viewer=request.user)
        return self.page(rows, BY_DATE, lambda found: map(followed_condition_body, found))


class ConditionMeeting(ApiView):
    permission_classes = [Members]

    @describe("Say that a condition of a yes is met", takes=MetSerializer, gives=FollowedConditionBody)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        condition = condition_for(viewer=request.user, public_id=public_id)
        met = meet_condition(condition=condition, by=request.user, **self.read(MetSerializer))
        return Response(followed_condition_body(met))
