"""Acting for somebody: named, agreed to, ended, and reviews taken over in somebody's place."""

from uuid import UUID

from django.urls import reverse
from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.delegations import DelegationBody, DelegationSerializer, delegation_body
from api.v1.serializers.reviews import ReviewBody
from api.v1.views.reviews import review_answer
from api.views import ApiView, created, done
from ideas.selectors.delegations import (
    SOONEST,
    delegation_for,
    delegations_of,
    delegations_to_approve,
    person_to_act,
)
from ideas.selectors.reviews import review_for
from ideas.services.delegations import approve_delegation, end_delegation, make_delegation, step_in


class OwnDelegations(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe("List who acts for you and for whom you act, the next to begin first", gives=Listing[DelegationBody])
    def get(self, request: MemberRequest) -> Response:
        rows = delegations_of(person=request.user)
        return self.page(rows, SOONEST, lambda page: [delegation_body(row, request.user) for row in page])

    @describe("Name who acts for you", takes=DelegationSerializer, gives=DelegationBody, status=201)
    def post(self, request: MemberRequest) -> Response:
        given = self.read(DelegationSerializer)
        to_person = person_to_act(public_id=given.pop("to"))
        made = make_delegation(from_person=request.user, to_person=to_person, by=request.user, **given)
        location = reverse("api:v1:delegation", kwargs={"public_id": made.public_id})
        return created(delegation_body(made, request.user), location=location)


class DelegationList(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe("List who is to act for whom when you agree", gives=Listing[DelegationBody])
    def get(self, request: MemberRequest) -> Response:
        rows = delegations_to_approve(viewer=request.user)
        return self.page(rows, SOONEST, lambda page: [delegation_body(row, request.user) for row in page])


class DelegationDetail(ApiView):
    permission_classes = [Members]

    @describe("Read who acts for whom", gives=DelegationBody)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        return Response(delegation_body(delegation_for(viewer=request.user, public_id=public_id), request.user))

    @describe("End it, or do not agree to it", status=204)
    def delete(self, request: MemberRequest, public_id: UUID) -> Response:
        end_delegation(delegation=delegation_for(viewer=request.user, public_id=public_id), by=request.user)
        return done()


class DelegationApproval(ApiView):
    permission_classes = [Members]

    @describe("Agree that somebody acts for somebody", gives=DelegationBody)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        row = approve_delegation(delegation=delegation_for(viewer=request.user, public_id=public_id), by=request.user)
        return Response(delegation_body(row, request.user))


class ReviewStepIn(ApiView):
    permission_classes = [Members]

    @describe("Take over a review of the colleague for whom you act", gives=ReviewBody)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        step_in(review=review_for(viewer=request.user, public_id=public_id), by=request.user)
        return review_answer(request, review_for(viewer=request.user, public_id=public_id))
