"""Bodies of deliveries that were given up, and of the outbox's health."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import LineField
from api.filters import ListParameters, Parameter
from api.serializers import StrictSerializer
from ideas.models import Delivery, User
from ideas.policies.deliveries import can_manage_deliveries
from ideas.retries import MAX_ERROR_CHARS
from ideas.selectors.outbox_health import OutboxHealth


@dataclass(frozen=True, slots=True)
class DeliveryBody:
    """One effect that was tried and given up."""

    id: UUID
    event_id: Annotated[UUID, _("the id that webhooks carry")]
    event_type: str
    idea: Annotated[str | None, _("the idea's ref")]
    consumer: Annotated[str, _("what should have happened: route, notify, email, webhook, …")]
    state: Literal["pending", "leased", "done", "dead", "cancelled"]
    attempts: int
    last_status: Annotated[int | None, _("what the receiver answered")]
    last_error: Annotated[str | None, _("without addresses, secrets and text")]
    happened_at: datetime
    given_up_at: datetime | None
    allowed_actions: list[Literal["retry", "cancel"]]


@dataclass(frozen=True, slots=True)
class RetriedBody:
    """How many deliveries are tried again."""

    retried: int


@dataclass(frozen=True, slots=True)
class SignBody:
    """The last sign of life of one process."""

    process: str
    at: datetime
    age_seconds: float


@dataclass(frozen=True, slots=True)
class OutboxHealthBody:
    """Figures of the outbox now."""

    open: int
    oldest_due_seconds: Annotated[float, _("more than 60 deserves a look")]
    given_up: int
    done_per_second: Annotated[float, _("over the last minute")]
    open_by_attempts: dict[str, int]
    processes: list[SignBody]
    audit_unsealed_seconds: Annotated[
        float, _("how long the oldest audit row has waited to be sealed; more than 600 deserves a look")
    ]


class DeliveryListParameters(ListParameters):
    consumer = Parameter(help_text=_("only deliveries to this consumer"))


class RetryAllSerializer(StrictSerializer):
    consumer = LineField(max_chars=40, required=False)


class CancelSerializer(StrictSerializer):
    reason = LineField(max_chars=MAX_ERROR_CHARS)


def delivery_body(delivery: Delivery, viewer: User) -> DeliveryBody:
    """Return the body of one delivery whose event and idea are loaded."""
    event = delivery.event
    state: Literal["pending", "leased", "done", "dead", "cancelled"] = delivery.state  # type: ignore[assignment]
    is_given_up = delivery.state == Delivery.State.DEAD
    may_act = is_given_up and can_manage_deliveries(viewer)
    return DeliveryBody(
        id=delivery.public_id,
        event_id=event.event_id,
        event_type=event.type,
        idea=event.idea.ref if event.idea is not None else None,
        consumer=delivery.consumer,
        state=state,
        attempts=delivery.attempts,
        last_status=delivery.last_status,
        last_error=delivery.last_error,
        happened_at=event.occurred_at,
        given_up_at=delivery.finished_at if is_given_up else None,
        allowed_actions=["retry", "cancel"] if may_act else [],
    )


def health_body(health: OutboxHealth) -> OutboxHealthBody:
    """Return the body of the outbox's figures."""
    return OutboxHealthBody(
        open=health.open_count,
        oldest_due_seconds=round(health.oldest_due_seconds, 1),
        given_up=health.dead_count,
        done_per_second=round(health.done_per_second, 2),
        open_by_attempts={str(tries): number for tries, number in health.open_by_attempts.items()},
        processes=[SignBody(sign.process, sign.at, round(sign.age_seconds, 1)) for sign in health.signs],
        audit_unsealed_seconds=round(health.unsealed_seconds, 1),
    )
