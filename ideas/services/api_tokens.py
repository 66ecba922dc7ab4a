"""Personal keys to the REST API."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.exceptions import Conflict, NotFound
from ideas.models import ApiToken, User
from ideas.services.audit import record_audit
from ideas.typed_text import TypedText

PREFIX = "gsp_"
MOST_DAYS = 366
MOST_TOKENS = 20
MOST_NAME_CHARS = 100
USE_NOTED_SECONDS = 60
NOTED_SECONDS = 60


def hash_of(secret: str) -> str:
    """Return what is stored of a token: SHA-256 in hexadecimal; 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_api_token(*, owner: User, name: str, scopes: frozenset[str], days: int) -> tuple[ApiToken, str]:
    """Make a token for `owner`; return it with its secret, which is shown this once and stored nowhere.

    Args:
        scopes: one or more of read, write, admin.
        days: how long it works, 1–366.

    Raises:
        InvalidValue: a wrong name, scope or number of days (422).
        Conflict: the person has 20 working tokens already (409, `too_many_tokens`).
    """
    name = _checked_name(name, scopes, days)
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    if ApiToken.objects.filter(person=owner, revoked_at__isnull=True, expires_at__gt=Now()).count() >= MOST_TOKENS:
        raise Conflict(_("You have 20 tokens. Revoke one that you no longer use."), code="too_many_tokens")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person=owner,
        name=name,
        prefix=secret[:8],
        token_hash=hash_of(secret),
        scopes=sorted(scopes),
        expires_at=timezone.now() + timedelta(days=days),
    )
    record_audit(
        action="api_token.make",
        by=owner,
        object_type="api_token",
        object_id=token.public_id,
        after={"scopes": token.scopes, "expires_at": token.expires_at.isoformat()},
    )
    return token, secret


def _checked_name(name: str, scopes: frozenset[str], days: int) -> str:
    typed = TypedText()
    name = typed.line("name", name, max_chars=MOST_NAME_CHARS, is_required=True)
    if not scopes or not scopes <= set(ApiToken.Scope.values):
        typed.add("scopes", "invalid_choice", _("Choose one or more of read, write and admin."))
    if not 1 <= days <= MOST_DAYS:
        typed.add("days", "out_of_range", _("A token works for 1 to 366 days."))
    typed.refuse_problems()
    return name


@transaction.atomic
def revoke_api_token(*, token: ApiToken, by: User) -> ApiToken:
    """End `token` at once; ending it again changes nothing.

    Raises:
        NotFound: it is not one of `by`'s own tokens (404).
    """
    row = ApiToken.objects.select_for_update().filter(pk=token.pk, person=by).first()
    if row is None:
        raise NotFound(_("There is no such token."))
    if row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        record_audit(action="api_token.revoke", by=by, object_type="api_token", object_id=row.public_id)
    return row


def note_token_use(*, token: ApiToken) -> None:
    """Remember that `token` was used, at most once a minute, so that reading costs no write."""
    if token.last_used_at is not None and timezone.now() - token.last_used_at < timedelta(seconds=NOTED_SECONDS):
        return
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=Now() - timedelta(seconds=NOTED_SECONDS))
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=Now())
