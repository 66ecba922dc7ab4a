"""Single tries to reach a receiver: whether one may be made now, and what is kept about it.

After five failures in a row a receiver rests, longer each time, and its owner is told; after five days of failing, or when
it answers 410, it is stopped. Source: docs/notifications.md "When a receiver fails".
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.addresses import Target
from ideas.events import PUBLIC_EVENT_TYPES, EndpointFailing, EndpointStopped
from ideas.models import Attempt, Endpoint, Event
from ideas.outside import NotNeeded, NotYet
from ideas.retries import redact
from ideas.secrets import SecretUnreadable, decrypt
from ideas.services.endpoint_content import checked_target

FAILURES_UNTIL_REST: Final = 5
FIRST_REST: Final = timedelta(minutes=1)
LONGEST_REST: Final = timedelta(hours=1)
# While a rested receiver is tried by one message, the others wait for how it goes.
PROBE: Final = timedelta(seconds=20)
FAILING_STOPS_AFTER: Final = timedelta(days=5)
GIVEN_UP_AFTER: Final = timedelta(days=4)
LONGEST_PAUSE_SECONDS: Final = 24 * 60 * 60
TOO_MANY_REQUESTS: Final = 429
GONE: Final = 410
_Outcome = Attempt.Outcome


class TooOld(Exception):
    """The message is days old: nobody needs it as news any more."""


@dataclass(frozen=True)
class EndpointTry:
    """What one try needs; the secrets leave memory nowhere but as signatures. `secrets`: the newest first."""

    endpoint_id: int
    kind: str
    target: Target
    secrets: tuple[str, ...]
    is_test: bool


@dataclass(frozen=True)
class TryResult:
    """How a try went. `status`: the receiver's, None without an answer. `retry_after`: seconds it asked for."""

    outcome: str
    status: int | None = None
    detail: str = ""
    duration_ms: int = 0
    retry_after: int | None = None


def open_try(*, endpoint_id: int, event_id: int) -> EndpointTry:
    """Return what is needed to try to reach a receiver now. Nothing is locked.

    Raises:
        NotNeeded: it is gone, stopped, or does not want such events any more.
        NotYet: it rests.
        TooOld: the event is four days old.
        AddressRefused: its address may not be called (any more).
        SecretUnreadable: the keys cannot read its address or secret.
    """
    event = Event.objects.get(pk=event_id)
    endpoint = Endpoint.objects.filter(pk=endpoint_id).first()
    is_test = event.type not in PUBLIC_EVENT_TYPES
    if endpoint is None or not (is_test or (endpoint.is_active and event.type in endpoint.event_types)):
        raise NotNeeded("The receiver is gone, stopped, or does not want this any more.")
    now = timezone.now()
    if not is_test:
        _refuse_rested(endpoint, event, now)
    address = decrypt(endpoint.address_encrypted, key_id=endpoint.key_id)
    target = checked_target(kind=endpoint.kind, address=address)
    return EndpointTry(endpoint.pk, endpoint.kind, target, _secrets(endpoint, now), is_test)


def _refuse_rested(endpoint: Endpoint, event: Event, now: datetime) -> None:
    if event.occurred_at < now - GIVEN_UP_AFTER:
        raise TooOld
    if endpoint.paused_until is None:
        return
    if endpoint.paused_until > now:
        wait = (endpoint.paused_until - now).total_seconds()
        raise NotYet(seconds=wait, reason="The receiver rests after failures.")
    # The first to come after a rest tries; whoever comes at the same moment finds that the row has changed.
    probe = Endpoint.objects.filter(pk=endpoint.pk, paused_until=endpoint.paused_until)
    if not probe.update(paused_until=now + PROBE):
        raise NotYet(seconds=PROBE.total_seconds(), reason="Another message tries the receiver first.")


def _secrets(endpoint: Endpoint, now: datetime) -> tuple[str, ...]:
    sealed = [endpoint.secret_encrypted]
    if endpoint.previous_secret_until is not None and endpoint.previous_secret_until > now:
        sealed.append(endpoint.previous_secret_encrypted)
    opened = tuple(decrypt(one, key_id=endpoint.key_id) for one in sealed if one)
    if endpoint.kind == Endpoint.Kind.WEBHOOK and not opened:
        raise SecretUnreadable("The webhook needs a new secret.")
    return opened


@transaction.atomic
def close_try(*, endpoint_id: int, delivery_id: int, is_test: bool, result: TryResult) -> Attempt | None:
    """Keep how a try went, and let the receiver rest or stop where it must; None when it was deleted meanwhile.

    Emits: EndpointFailing at the fifth failure in a row, EndpointStopped when it is stopped.
    """
    row = Endpoint.objects.select_for_update(no_key=True).filter(pk=endpoint_id).first()
    if row is None:
        return None
    attempt = Attempt.objects.create(
        endpoint=row,
        delivery_id=delivery_id,
        is_test=is_test,
        outcome=result.outcome,
        status=result.status,
        detail=redact(result.detail),
        duration_ms=result.duration_ms,
    )
    if result.outcome in (_Outcome.DELIVERED, _Outcome.ACCEPTED):
        _succeeded(row)
    elif result.outcome == _Outcome.FAILED and not is_test:
        _failed(row, result)
    return attempt


def _succeeded(row: Endpoint) -> None:
    row.failure_count, row.failing_since, row.paused_until = 0, None, None
    row.last_success_at = timezone.now()
    row.save(update_fields=["failure_count", "failing_since", "paused_until", "last_success_at"])


def _failed(row: Endpoint, result: TryResult) -> None:
    now = timezone.now()
    if result.status == TOO_MANY_REQUESTS:
        seconds = min(result.retry_after or int(FIRST_REST.total_seconds()), LONGEST_PAUSE_SECONDS)
        row.paused_until = now + timedelta(seconds=seconds)
        row.save(update_fields=["paused_until"])
        return
    row.failure_count += 1
    row.failing_since = row.failing_since or now
    if result.status == GONE:
        _stop(row, _("It answered that it is gone for good (410)."))
    elif row.failing_since < now - FAILING_STOPS_AFTER:
        _stop(row, _("It has not answered for five days."))
    elif row.failure_count >= FAILURES_UNTIL_REST:
        row.paused_until = now + min(FIRST_REST * 2 ** min(row.failure_count - FAILURES_UNTIL_REST, 10), LONGEST_REST)
    row.save(update_fields=["failure_count", "failing_since", "paused_until", "is_active", "stopped_because"])
    if row.is_active and row.failure_count == FAILURES_UNTIL_REST:
        outbox.record(EndpointFailing(endpoint_id=row.pk))


def _stop(row: Endpoint, because: str) -> None:
    row.is_active, row.stopped_because = False, because
    outbox.record(EndpointStopped(endpoint_id=row.pk))
