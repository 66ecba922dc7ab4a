"""One try to reach a receiver, from the delivery to the row that says how it went."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from django.conf import settings
from django.utils import translation

from ideas.addresses import AddressRefused
from ideas.events import EndpointTested
from ideas.models import Attempt
from ideas.outside import NotNeeded, NotYet
from ideas.secrets import SecretUnreadable
from ideas.services.deliveries import Lease
from ideas.services.endpoint_tries import EndpointTry, TooOld, TryResult, close_try, open_try
from workers import outbound
from workers.failures import DeliveryFailed, DeliveryNotNeeded, DeliveryPostponed

_OK = range(200, 300)
_GONE = 410
_Outcome = Attempt.Outcome

Body = Callable[[EndpointTry], Mapping[str, object]]
Headers = Callable[[EndpointTry, bytes], Mapping[str, str]]


def no_headers(_receiver: EndpointTry, _body: bytes) -> Mapping[str, str]:
    """Return the further headers of a chat channel: none, its address is its secret."""
    return {}


def no_note() -> str:
    """Return what the list of tries says besides the answer: nothing."""
    return ""


def deliver(
    lease: Lease,
    *,
    body: Body,
    headers: Headers = no_headers,
    success: str = _Outcome.DELIVERED,
    note: Callable[[], str] = no_note,
) -> None:
    """Try once to reach the endpoint that the delivery aims at.

    Args:
        body: makes what is sent, at this moment and from the present rows.
        headers: makes further headers, such as a signature over the exact bytes.
        success: what an answer of 2xx means for this kind: delivered, or only accepted.
        note: what the list of tries says before the receiver's answer; asked for when the body was made.

    Raises:
        DeliveryFailed, DeliveryNotNeeded, DeliveryPostponed: as workers/registry.py says.
    """
    try:
        receiver = open_try(endpoint_id=lease.target_id, event_id=lease.event_id)
        # A channel has no reader of its own whose language could count.
        with translation.override(settings.LANGUAGE_CODE):
            content = json.dumps(body(receiver), ensure_ascii=False, separators=(",", ":")).encode()
    except NotNeeded as reason:
        raise DeliveryNotNeeded(str(reason)) from None
    except NotYet as later:
        raise DeliveryPostponed(seconds=later.seconds, reason=str(later)) from None
    except TooOld:
        raise DeliveryFailed("It could not be delivered for four days.", is_final=True) from None
    except AddressRefused as refused:
        raise _refused(lease, str(refused.sentence), is_final=True) from None
    except SecretUnreadable as unreadable:
        raise _refused(lease, str(unreadable), is_final=False) from None
    result = _send(receiver, content, headers(receiver, content), success)
    result = replace(result, detail=f"{note()} {result.detail}".strip())
    close_try(endpoint_id=receiver.endpoint_id, delivery_id=lease.delivery_id, is_test=receiver.is_test, result=result)
    _raise_for(receiver, result)


def _refused(lease: Lease, words: str, *, is_final: bool) -> DeliveryFailed:
    """Nothing was connected to: the address may not be called, or its secret cannot be read with the present keys."""
    result = TryResult(_Outcome.REFUSED, detail=words)
    is_test = lease.event_type == EndpointTested.type
    close_try(endpoint_id=lease.target_id, delivery_id=lease.delivery_id, is_test=is_test, result=result)
    return DeliveryFailed(words, is_final=is_final or is_test)


def _send(receiver: EndpointTry, content: bytes, headers: Mapping[str, str], success: str) -> TryResult:
    try:
        with outbound.SLOTS.take(receiver.endpoint_id):
            reply = outbound.post(receiver.target, body=content, headers=headers)
    except outbound.Busy:
        raise DeliveryPostponed(seconds=1, reason="Enough messages to it are on their way.") from None
    except AddressRefused as refused:
        return TryResult(_Outcome.REFUSED, detail=str(refused.sentence))
    except outbound.OutboundFailed as failed:
        return TryResult(_Outcome.FAILED, detail=str(failed))
    outcome = success if reply.status in _OK else _Outcome.FAILED
    return TryResult(outcome, reply.status, reply.text, reply.duration_ms, reply.retry_after)


def _raise_for(receiver: EndpointTry, result: TryResult) -> None:
    if result.outcome in (_Outcome.DELIVERED, _Outcome.ACCEPTED):
        return
    if receiver.is_test:
        raise DeliveryNotNeeded("A test is tried once.")
    is_final = result.outcome == _Outcome.REFUSED or result.status == _GONE
    words = result.detail if result.status is None else f"It answered {result.status}."
    raise DeliveryFailed(words, status=result.status, retry_after=result.retry_after, is_final=is_final)
