"""Bodies of chat channels and webhooks. Addresses and secrets are written, never read; a new secret is shown once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.fields import LineField, WordField
from api.serializers import StrictSerializer
from ideas.addresses import MAX_URL_CHARS
from ideas.events import PUBLIC_EVENT_TYPES
from ideas.models import Attempt, Endpoint
from ideas.selectors.endpoints import needs_secret_again

Action = Literal["edit", "test", "rotate_secret", "stop", "start", "delete"]
_MAX_SLUG_CHARS = 50


@dataclass(frozen=True, slots=True)
class EndpointBody:
    """A receiver of news outside."""

    is_versioned: ClassVar[bool] = True
    id: UUID
    kind: Literal["slack", "teams", "webhook"]
    name: str
    address_hint: Annotated[str, _("host and last four characters; the address itself is never shown")]
    event_types: list[str]
    department: Annotated[str | None, _("the department's slug, where it hears of that one alone")]
    is_active: bool
    stopped_because: str
    needs_secret: Annotated[bool, _("the present keys cannot read its address or secret: enter them again")]
    failure_count: Annotated[int, _("failures in a row")]
    paused_until: datetime | None
    last_success_at: datetime | None
    version: int
    allowed_actions: list[Action]


@dataclass(frozen=True, slots=True)
class NewEndpointBody:
    """A receiver, and the secret of a webhook, shown this once."""

    is_versioned: ClassVar[bool] = True
    endpoint: EndpointBody
    secret: Annotated[str | None, _("Standard Webhooks secret; null for chat channels")]


@dataclass(frozen=True, slots=True)
class AttemptBody:
    """One try to reach a receiver."""

    id: UUID
    at: datetime
    is_test: bool
    outcome: Annotated[str, _("delivered, accepted (a workflow took it), failed, or refused (nothing was sent)")]
    status: int | None
    detail: Annotated[str, _("the beginning of the answer, without secrets")]
    duration_ms: int


@dataclass(frozen=True, slots=True)
class TestedBody:
    """The test's event; its try appears among the attempts."""

    event_id: UUID


class EndpointCreateSerializer(StrictSerializer):
    kind = WordField(choices=Endpoint.Kind)
    name = LineField(max_chars=200)
    address = LineField(max_chars=MAX_URL_CHARS)
    event_types = serializers.ListField(
        child=WordField(choices=PUBLIC_EVENT_TYPES), min_length=1, max_length=len(PUBLIC_EVENT_TYPES)
    )
    department = LineField(max_chars=_MAX_SLUG_CHARS, required=False, allow_null=True)


class EndpointEditSerializer(StrictSerializer):
    name = LineField(max_chars=200)
    address = LineField(max_chars=MAX_URL_CHARS)
    event_types = serializers.ListField(
        child=WordField(choices=PUBLIC_EVENT_TYPES), min_length=1, max_length=len(PUBLIC_EVENT_TYPES)
    )
    department = LineField(max_chars=_MAX_SLUG_CHARS, allow_null=True)


class StopSerializer(StrictSerializer):
    reason = LineField(max_chars=300, allow_blank=True, required=False)


def endpoint_body(endpoint: Endpoint) -> EndpointBody:
    """Return the body of a receiver whose department is loaded; only those who look after them read it."""
    kind: Any = endpoint.kind
    return EndpointBody(
        id=endpoint.public_id,
        kind=kind,
        name=endpoint.name,
        address_hint=endpoint.address_hint,
        event_types=endpoint.event_types,
        department=endpoint.department.slug if endpoint.department else None,
        is_active=endpoint.is_active,
        stopped_because=endpoint.stopped_because,
        needs_secret=needs_secret_again(endpoint),
        failure_count=endpoint.failure_count,
        paused_until=endpoint.paused_until,
        last_success_at=endpoint.last_success_at,
        version=endpoint.version,
        allowed_actions=_actions(endpoint),
    )


def _actions(endpoint: Endpoint) -> list[Action]:
    actions: list[Action] = ["edit", "test", "stop" if endpoint.is_active else "start", "delete"]
    if endpoint.kind == Endpoint.Kind.WEBHOOK:
        actions.insert(2, "rotate_secret")
    return actions


def attempt_body(attempt: Attempt) -> AttemptBody:
    """Return the body of one try."""
    return AttemptBody(
        id=attempt.public_id,
        at=attempt.at,
        is_test=attempt.is_test,
        outcome=attempt.outcome,
        status=attempt.status,
        detail=attempt.detail,
        duration_ms=attempt.duration_ms,
    )
