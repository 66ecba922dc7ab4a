"""Deliveries that were given up: look, try again, cancel; and how the outbox is doing."""

from functools import partial
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework.response import Response

from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import ReadersOfHealth
from api.schema import describe
from api.v1.serializers.deliveries import (
    CancelSerializer,
    DeliveryBody,
    DeliveryListParameters,
    OutboxHealthBody,
    RetriedBody,
    RetryAllSerializer,
    delivery_body,
    health_body,
)
from api.views import ApiView
from ideas.models import Delivery
from ideas.querysets.keyset import Key, Ordering
from ideas.selectors.given_up import given_up_deliveries
from ideas.selectors.outbox_health import outbox_health
from ideas.services.given_up import cancel_delivery, retry_delivery, retry_given_up

LATEST = Ordering("-given_up", (Key("finished_at", is_descending=True), Key("id", is_descending=True)))

_DELIVERY = {
    "id": "0f8f6b8e-3e0c-4a52-8f7a-3a0a3c1f7d01",
    "event_id": "b1a0fa53-0f0e-4f55-9d4e-2f43a0c1c802",
    "event_type": "review.assigned",
    "idea": "GS-000123",
    "consumer": "webhook",
    "state": "dead",
    "attempts": 3,
    "last_status": 403,
    "last_error": "the receiver refused it",
    "happened_at": "2026-11-20T10:00:00Z",
    "given_up_at": "2026-11-20T10:02:40Z",
    "allowed_actions": ["retry", "cancel"],
}
_AGAIN = {**_DELIVERY, "state": "pending", "attempts": 0, "given_up_at": None, "allowed_actions": []}
_CANCELLED = {**_DELIVERY, "state": "cancelled", "given_up_at": None, "allowed_actions": []}


def _given_up(request: MemberRequest, public_id: UUID) -> Delivery:
    return get_object_or_404(given_up_deliveries(viewer=request.user), public_id=public_id)


class Health(ApiView):
    permission_classes = [ReadersOfHealth]

    @describe("Read the figures of the outbox", gives=OutboxHealthBody)
    def get(self, request: MemberRequest) -> Response:
        return Response(health_body(outbox_health()))


class DeliveryList(ApiView):
    permission_classes = [ReadersOfHealth]
    parameters = DeliveryListParameters

    @describe(
        "List deliveries that were given up",
        gives=Listing[DeliveryBody],
        example={"results": [_DELIVERY], "next": None, "previous": None},
    )
    def get(self, request: MemberRequest) -> Response:
        rows = given_up_deliveries(viewer=request.user, consumer=request.parameters.get("consumer"))
        return self.page(rows, LATEST, lambda found: map(partial(delivery_body, viewer=request.user), found))


class DeliveryDetail(ApiView):
    permission_classes = [ReadersOfHealth]

    @describe("Read a delivery that was given up", gives=DeliveryBody, example=_DELIVERY)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        return Response(delivery_body(_given_up(request, public_id), request.user))


class Retry(ApiView):
    permission_classes = [ReadersOfHealth]

    @describe("Try a delivery again", gives=DeliveryBody, example=_AGAIN)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        delivery = retry_delivery(delivery=_given_up(request, public_id), by=request.user)
        return Response(delivery_body(delivery, request.user))


class RetryAll(ApiView):
    permission_classes = [ReadersOfHealth]

    @describe(
        "Try all deliveries again",
        takes=RetryAllSerializer,
        gives=RetriedBody,
        example={"retried": 12},
        description="The oldest 500 that were given up; of one consumer where `consumer` names it.",
    )
    def post(self, request: MemberRequest) -> Response:
        content = self.read(RetryAllSerializer)
        return Response(RetriedBody(retry_given_up(by=request.user, consumer=content.get("consumer"))))


class Cancel(ApiView):
    permission_classes = [ReadersOfHealth]

    @describe("Cancel a delivery", takes=CancelSerializer, gives=DeliveryBody, example=_CANCELLED)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        content = self.read(CancelSerializer)
        delivery = cancel_delivery(delivery=_given_up(request, public_id), by=request.user, reason=content["reason"])
        return Response(delivery_body(delivery, request.user))
