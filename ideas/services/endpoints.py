"""Connects, changes, tests and stops chat channels and webhooks.

Their addresses and secrets are stored encrypted and never leave again, but for the secret of a webhook at the moment it is
made. Source: docs/notifications.md "Channels".
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import EndpointTested
from ideas.exceptions import Conflict, NotFound, NotPermitted, StaleVersion
from ideas.models import Endpoint, Event, User
from ideas.policies.endpoints import can_manage_endpoints
from ideas.secrets import encrypt
from ideas.services.audit import AuditChange, record_audit
from ideas.services.endpoint_content import (
    EndpointContent,
    cleaned_content,
    new_secret,
    present_key_id,
    seal_address,
    seal_again,
)
from ideas.services.rate_limits import count_or_refuse
from ideas.typed_text import TypedText

OLD_SECRET_SIGNS_FOR: Final = timedelta(hours=24)
MAX_ENDPOINTS: Final = 100
TESTS_PER_WINDOW: Final = 10
TEST_WINDOW_SECONDS: Final = 600


@dataclass(frozen=True)
class EndpointWithSecret:
    """An endpoint and the secret that its receiver checks signatures with; shown once, empty for chat channels."""

    endpoint: Endpoint
    secret: str


@transaction.atomic
def create_endpoint(*, by: User, kind: str, content: EndpointContent) -> EndpointWithSecret:
    """Connect a receiver.

    Raises:
        NotPermitted: `by` does not look after endpoints (403).
        Conflict: there are a hundred already (409, `too_many_endpoints`), or no key is set (409, `no_key`).
        InvalidValue: something is wrong; an address that may not be called is `url_not_allowed` (422).

    Audited.
    """
    _refuse_unless_manager(by)
    clean, target = cleaned_content(kind, content, needs_address=True)
    if Endpoint.objects.count() >= MAX_ENDPOINTS:
        raise Conflict(_("There are a hundred of them already. Delete one first."), code="too_many_endpoints")
    row = Endpoint(kind=kind, name=clean.name, event_types=list(clean.event_types), department=clean.department)
    row.made_by, row.key_id = by, present_key_id()
    seal_address(row, target)
    secret = new_secret(kind)
    row.secret_encrypted = encrypt(secret, key_id=row.key_id) if secret else ""
    row.save()
    _audit("endpoint.create", by, row, after=_facts(row))
    return EndpointWithSecret(row, secret)


@transaction.atomic
def edit_endpoint(*, endpoint: Endpoint, by: User, content: EndpointContent, expected_version: int) -> Endpoint:
    """Change name, events, department and, where one is given, the address.

    Raises:
        NotPermitted, InvalidValue: as for `create_endpoint`.
        StaleVersion: it was changed in the meantime (412).

    Audited.
    """
    row = _locked(endpoint, by)
    if row.version != expected_version:
        raise StaleVersion(_("Somebody changed it in the meantime."), current=row.version)
    clean, target = cleaned_content(row.kind, content, needs_address=False)
    before = _facts(row)
    row.name, row.event_types, row.department = clean.name, list(clean.event_types), clean.department
    if target is not None:
        seal_again(row)
        seal_address(row, target)
        row.failure_count, row.failing_since, row.paused_until = 0, None, None
    _save(row)
    _audit("endpoint.edit", by, row, before=before, after=_facts(row))
    return row


@transaction.atomic
def rotate_secret(*, endpoint: Endpoint, by: User) -> EndpointWithSecret:
    """Give a webhook a new secret; for 24 hours messages carry signatures of both.

    Raises:
        NotPermitted: as for `create_endpoint`.
        Conflict: it is a chat channel, whose address is its secret (409, `no_secret`).

    Audited.
    """
    row = _locked(endpoint, by)
    secret = new_secret(row.kind)
    if not secret:
        raise Conflict(_("The address itself is the secret of a chat channel: enter a new address."), code="no_secret")
    seal_again(row)
    row.previous_secret_encrypted = row.secret_encrypted
    row.previous_secret_until = timezone.now() + OLD_SECRET_SIGNS_FOR
    row.secret_encrypted = encrypt(secret, key_id=row.key_id)
    _save(row)
    _audit("endpoint.rotate_secret", by, row)
    return EndpointWithSecret(row, secret)


@transaction.atomic
def stop_endpoint(*, endpoint: Endpoint, by: User, reason: str = "") -> Endpoint:
    """Send nothing more to a receiver until it is started again; what waits is dropped.

    Raises:
        NotPermitted: as for `create_endpoint`.

    Audited.
    """
    row = _locked(endpoint, by)
    typed = TypedText()
    words = typed.line("reason", reason, max_chars=300)
    typed.refuse_problems()
    if row.is_active:
        row.is_active = False
        row.stopped_because = words or _("Stopped by %(name)s.") % {"name": by.name}
        _save(row)
        _audit("endpoint.stop", by, row, reason=words)
    return row


@transaction.atomic
def start_endpoint(*, endpoint: Endpoint, by: User) -> Endpoint:
    """Send messages to a stopped receiver again, from now on.

    Raises:
        NotPermitted: as for `create_endpoint`.

    Audited.
    """
    row = _locked(endpoint, by)
    if not row.is_active:
        row.is_active, row.stopped_because = True, ""
        row.failure_count, row.failing_since, row.paused_until = 0, None, None
        _save(row)
        _audit("endpoint.start", by, row)
    return row


@transaction.atomic
def delete_endpoint(*, endpoint: Endpoint, by: User) -> None:
    """Forget a receiver with its address, secret and tries.

    Raises:
        NotPermitted: as for `create_endpoint`.

    Audited.
    """
    row = _locked(endpoint, by)
    _audit("endpoint.delete", by, row, before=_facts(row))
    row.delete()


@transaction.atomic
def test_endpoint(*, endpoint: Endpoint, by: User) -> Event:
    """Send a test message now; its one try appears among the endpoint's tries within seconds.

    Raises:
        NotPermitted: as for `create_endpoint`.
        TooMany: more than ten in ten minutes (429).

    Emits: EndpointTested.
    """
    row = _locked(endpoint, by)
    count_or_refuse(key=f"endpoint-test:{row.pk}", limit=TESTS_PER_WINDOW, window_seconds=TEST_WINDOW_SECONDS)
    event = outbox.record(EndpointTested(actor_id=by.pk, endpoint_id=row.pk))
    outbox.deliver(event_id=event.pk, consumer=row.kind, targets=[row.pk])
    return event


def _refuse_unless_manager(by: User) -> None:
    if not can_manage_endpoints(by):
        raise NotPermitted(_("Channels and webhooks are looked after by administrators."))


def _locked(endpoint: Endpoint, by: User) -> Endpoint:
    _refuse_unless_manager(by)
    row = Endpoint.objects.select_for_update(no_key=True).filter(pk=endpoint.pk).first()
    if row is None:
        raise NotFound(_("It has been deleted."))
    return row


def _save(row: Endpoint) -> None:
    row.version += 1
    row.save()


def _facts(row: Endpoint) -> dict[str, object]:
    return {
        "kind": row.kind,
        "name": row.name,
        "address": row.address_hint,
        "event_types": row.event_types,
        "department": row.department.slug if row.department else None,
    }


def _audit(action: str, by: User, row: Endpoint, **change: Unpack[AuditChange]) -> None:
    record_audit(action=action, by=by, object_type="endpoint", object_id=row.public_id, **change)
