"""Chat channels and webhooks, for administrators."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.response import Response

from api.concurrency import version_to_match
from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import ManagersOfEndpoints
from api.schema import describe
from api.v1.serializers.endpoints import (
    AttemptBody,
    EndpointBody,
    EndpointCreateSerializer,
    EndpointEditSerializer,
    NewEndpointBody,
    StopSerializer,
    TestedBody,
    attempt_body,
    endpoint_body,
)
from api.views import ApiView, created, done, versioned
from ideas.exceptions import FieldProblem, InvalidValue
from ideas.models import Department, Endpoint
from ideas.querysets.keyset import Key, Ordering
from ideas.selectors.directory import departments_for_directory
from ideas.selectors.endpoints import all_attempts_of, endpoint_for, endpoints_for
from ideas.services.endpoint_content import EndpointContent
from ideas.services.endpoints import (
    create_endpoint,
    delete_endpoint,
    edit_endpoint,
    rotate_secret,
    start_endpoint,
    stop_endpoint,
    test_endpoint,
)

BY_NAME = Ordering("name", (Key("name"), Key("id")))
LATEST = Ordering("-at", (Key("at", is_descending=True), Key("id", is_descending=True)))
_ENDPOINT = {
    "id": "1c1f8b6e-3e0c-4a52-8f7a-3a0a3c1f7d01",
    "kind": "webhook",
    "name": "Data warehouse",
    "address_hint": "hooks.example.org/…a1b2",
    "event_types": ["decision.announced"],
    "department": None,
    "is_active": True,
    "stopped_because": "",
    "needs_secret": False,
    "failure_count": 0,
    "paused_until": None,
    "last_success_at": "2026-11-20T10:00:00Z",
    "version": 1,
    "allowed_actions": ["edit", "test", "rotate_secret", "stop", "delete"],
}
_NEW = {"endpoint": _ENDPOINT, "secret": "whsec_…"}
_SENT = {
    "kind": "webhook",
    "name": "Data warehouse",
    "address": "https://hooks.example.org/groundswell/a1b2",
    "event_types": ["decision.announced"],
}


def _found(request: MemberRequest, public_id: UUID) -> Endpoint:
    return endpoint_for(viewer=request.user, public_id=public_id)


def _department(slug: str | None) -> Department | None:
    if slug is None:
        return None
    found = departments_for_directory().filter(slug=slug).first()
    if found is None:
        problem = FieldProblem("department", "unknown_department", _("There is no such department."))
        raise InvalidValue(_("Some values need a change. Nothing was saved."), problems=(problem,))
    return found


def _content(values: dict[str, Any], endpoint: Endpoint | None = None) -> EndpointContent:
    """Return what is to hold: what the body names, the rest as it is."""
    present = (endpoint.name, endpoint.event_types) if endpoint else ("", [])
    kept = endpoint.department if endpoint else None
    return EndpointContent(
        name=values.get("name", present[0]),
        event_types=tuple(values.get("event_types", present[1])),
        address=values.get("address", ""),
        department=_department(values["department"]) if "department" in values else kept,
    )


class EndpointList(ApiView):
    permission_classes = [ManagersOfEndpoints]
    parameters = ListParameters
    keeps_answers = False

    @describe(
        "List channels and webhooks",
        gives=Listing[EndpointBody],
        example={"results": [_ENDPOINT], "next": None, "previous": None},
    )
    def get(self, request: MemberRequest) -> Response:
        return self.page(endpoints_for(viewer=request.user), BY_NAME, lambda rows: map(endpoint_body, rows))

    @describe(
        "Connect a channel or webhook",
        takes=EndpointCreateSerializer,
        gives=NewEndpointBody,
        status=201,
        sends=_SENT,
        example=_NEW,
        description="The secret of a webhook is shown this once.",
    )
    def post(self, request: MemberRequest) -> Response:
        values = self.read(EndpointCreateSerializer)
        made = create_endpoint(by=request.user, kind=values["kind"], content=_content(values))
        location = reverse("api:v1:endpoint", kwargs={"public_id": made.endpoint.public_id})
        body = NewEndpointBody(endpoint_body(made.endpoint), made.secret or None)
        return created(body, location=location, version=made.endpoint.version)


class EndpointDetail(ApiView):
    permission_classes = [ManagersOfEndpoints]

    @describe("Read a channel or webhook", gives=EndpointBody, example=_ENDPOINT)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        endpoint = _found(request, public_id)
        return versioned(endpoint_body(endpoint), version=endpoint.version)

    @describe(
        "Change a channel or webhook",
        takes=EndpointEditSerializer,
        gives=EndpointBody,
        needs_version=True,
        sends={"name": "Data warehouse"},
        example=_ENDPOINT,
    )
    def patch(self, request: MemberRequest, public_id: UUID) -> Response:
        endpoint = _found(request, public_id)
        version = version_to_match(request, current=endpoint.version)
        content = _content(self.read(EndpointEditSerializer, is_partial=True), endpoint)
        edited = edit_endpoint(endpoint=endpoint, by=request.user, content=content, expected_version=version)
        return versioned(endpoint_body(edited), version=edited.version)

    @describe("Delete a channel or webhook", status=204)
    def delete(self, request: MemberRequest, public_id: UUID) -> Response:
        delete_endpoint(endpoint=_found(request, public_id), by=request.user)
        return done()


class EndpointTest(ApiView):
    permission_classes = [ManagersOfEndpoints]

    @describe(
        "Send a test",
        gives=TestedBody,
        status=202,
        example={"event_id": "b1a0fa53-0f0e-4f55-9d4e-2f43a0c1c802"},
        description="It is tried once, within seconds; the try appears among the attempts.",
    )
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        event = test_endpoint(endpoint=_found(request, public_id), by=request.user)
        return Response(TestedBody(event.event_id), status=202)


class EndpointSecret(ApiView):
    permission_classes = [ManagersOfEndpoints]
    keeps_answers = False

    @describe(
        "Give a webhook a new secret",
        gives=NewEndpointBody,
        example=_NEW,
        description="Shown this once. For 24 hours messages carry signatures of the old and the new one.",
    )
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        made = rotate_secret(endpoint=_found(request, public_id), by=request.user)
        return versioned(NewEndpointBody(endpoint_body(made.endpoint), made.secret), version=made.endpoint.version)


class EndpointStop(ApiView):
    permission_classes = [ManagersOfEndpoints]

    @describe("Send it nothing more", takes=StopSerializer, gives=EndpointBody, sends={"reason": "Moving house"})
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        reason = self.read(StopSerializer).get("reason", "")
        stopped = stop_endpoint(endpoint=_found(request, public_id), by=request.user, reason=reason)
        return versioned(endpoint_body(stopped), version=stopped.version)


class EndpointStart(ApiView):
    permission_classes = [ManagersOfEndpoints]

    @describe("Send it messages again", gives=EndpointBody, example=_ENDPOINT)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        started = start_endpoint(endpoint=_found(request, public_id), by=request.user)
        return versioned(endpoint_body(started), version=started.version)


class AttemptList(ApiView):
    permission_classes = [ManagersOfEndpoints]
    parameters = ListParameters

    @describe("List the tries to reach it", gives=Listing[AttemptBody], description="The latest first.")
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        rows = all_attempts_of(endpoint=_found(request, public_id))
        return self.page(rows, LATEST, lambda found: map(attempt_body, found))
