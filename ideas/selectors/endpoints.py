"""Channels and webhooks for those who look after them."""

import uuid

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound, NotPermitted
from ideas.models import Attempt, Endpoint, User
from ideas.policies.endpoints import can_manage_endpoints
from ideas.secrets import is_readable

SHOWN_ATTEMPTS = 20


def endpoints_for(*, viewer: User) -> "QuerySet[Endpoint]":
    """Return every channel and webhook by name, with department and maker loaded; one query.

    Raises:
        NotPermitted: `viewer` does not look after them (403).
    """
    if not can_manage_endpoints(viewer):
        raise NotPermitted(_("Channels and webhooks are looked after by administrators."))
    return Endpoint.objects.select_related("department", "made_by").order_by("name", "id")


def endpoint_for(*, viewer: User, public_id: uuid.UUID) -> Endpoint:
    """Return one of them.

    Raises:
        NotPermitted: as for `endpoints_for`.
        NotFound: there is none (404).
    """
    found = endpoints_for(viewer=viewer).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such channel or webhook."))
    return found


def all_attempts_of(*, endpoint: Endpoint) -> "QuerySet[Attempt]":
    """Return every try to reach `endpoint` that is still kept, the latest first; unevaluated."""
    return Attempt.objects.filter(endpoint=endpoint).order_by("-at", "-id")


def attempts_of(*, endpoint: Endpoint) -> list[Attempt]:
    """Return the last 20 tries to reach `endpoint`, the latest first. One query."""
    return list(all_attempts_of(endpoint=endpoint)[:SHOWN_ATTEMPTS])


def needs_secret_again(endpoint: Endpoint) -> bool:
    """Return whether the present keys cannot read the address or secret of `endpoint`. No query."""
    needed = [endpoint.address_encrypted]
    if endpoint.kind == Endpoint.Kind.WEBHOOK:
        needed.append(endpoint.secret_encrypted)
    return not all(needed) or not is_readable(needed, key_id=endpoint.key_id)


def name_of(*, endpoint_id: int) -> str:
    """Return the name of an endpoint, empty when it is gone. One query."""
    return Endpoint.objects.filter(pk=endpoint_id).values_list("name", flat=True).first() or ""
