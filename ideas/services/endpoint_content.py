"""What somebody enters to connect a receiver: checked, and sealed before it is stored."""

import base64
import secrets
from dataclasses import dataclass, replace
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from ideas.addresses import AddressRefused, Target, check_slack, check_teams, hint, parse_target
from ideas.events import HOUSE_EVENT_TYPES, PUBLIC_EVENT_TYPES
from ideas.exceptions import Conflict
from ideas.models import Department, Endpoint
from ideas.secrets import SecretUnreadable, decrypt, encrypt, newest_key_id
from ideas.typed_text import TypedText

SECRET_PREFIX: Final = "whsec_"  # noqa: S105 — what every secret of Standard Webhooks begins with
SECRET_BYTES: Final = 32
_MAX_NAME_CHARS: Final = 200
_CHECKS: Final = {Endpoint.Kind.SLACK: check_slack, Endpoint.Kind.TEAMS: check_teams}


@dataclass(frozen=True)
class EndpointContent:
    """What somebody enters. `address`: empty leaves the present one as it is."""

    name: str
    event_types: tuple[str, ...]
    address: str = ""
    department: Department | None = None


def cleaned_content(
    kind: str, content: EndpointContent, *, needs_address: bool
) -> tuple[EndpointContent, Target | None]:
    """Return `content` clean, with its address in parts where there is one.

    Raises:
        InvalidValue: something is wrong (422); an address that may not be called is `url_not_allowed`.
    """
    typed = TypedText()
    name = typed.line("name", content.name, max_chars=_MAX_NAME_CHARS, is_required=True)
    if kind not in Endpoint.Kind.values:
        typed.add("kind", "invalid_choice", _("Choose Slack, Microsoft Teams or a webhook."))
    unknown = sorted(set(content.event_types) - set(PUBLIC_EVENT_TYPES))
    if unknown:
        typed.add("event_types", "invalid_choice", _("There is no such event: %(name)s.") % {"name": unknown[0][:60]})
    elif not content.event_types:
        typed.add("event_types", "required", _("Choose one event at least."))
    if content.department is not None and set(content.event_types) & set(HOUSE_EVENT_TYPES):
        sentence = _("The end of the audit trail is for channels of the whole organisation: choose no department.")
        typed.add("event_types", "not_for_departments", sentence)
    target = None
    if content.address or needs_address:
        target = _target(kind, content.address, typed)
    typed.refuse_problems()
    return replace(content, name=name, event_types=tuple(sorted(set(content.event_types)))), target


def _target(kind: str, address: str, typed: TypedText) -> Target | None:
    try:
        return checked_target(kind=kind, address=address.strip())
    except AddressRefused as refused:
        typed.add("address", refused.code, refused.sentence)
    return None


def checked_target(*, kind: str, address: str) -> Target:
    """Return `address` in parts when a receiver of `kind` may have it.

    Raises:
        AddressRefused: it may not be called.
    """
    target = parse_target(address, allowed_inside=settings.OUTBOUND_ALLOW)
    check = _CHECKS.get(Endpoint.Kind(kind)) if kind in Endpoint.Kind.values else None
    if check is not None:
        check(target)
    return target


def present_key_id() -> str:
    """Return the name of the key that encrypts now.

    Raises:
        Conflict: none is set (409, `no_key`).
    """
    try:
        return newest_key_id()
    except SecretUnreadable:
        raise Conflict(_("No key is set to keep the address with."), code="no_key") from None


def seal_address(row: Endpoint, target: Target | None) -> None:
    """Put the address into `row`, encrypted, with what may be shown of it."""
    if target is not None:
        row.address_encrypted, row.address_hint = encrypt(target.url, key_id=row.key_id), hint(target)


def seal_again(row: Endpoint) -> None:
    """Bring everything under the newest key; what the present keys cannot read is forgotten."""
    newest, old = present_key_id(), row.key_id
    if newest == old:
        return
    for name in ("address_encrypted", "secret_encrypted", "previous_secret_encrypted"):
        setattr(row, name, _resealed(getattr(row, name), old, newest))
    row.key_id = newest


def _resealed(sealed: str, old: str, newest: str) -> str:
    try:
        return encrypt(decrypt(sealed, key_id=old), key_id=newest) if sealed else ""
    except SecretUnreadable:
        return ""


def new_secret(kind: str) -> str:
    """Return a new secret for a receiver of `kind`; nothing for a chat channel, whose address is its secret."""
    if kind != Endpoint.Kind.WEBHOOK:
        return ""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")
