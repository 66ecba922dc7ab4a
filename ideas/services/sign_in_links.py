"""Makes and redeems one-time links: to sign in, to accept an invitation, to choose a new password."""

import secrets
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.exceptions import Conflict
from ideas.models import SignInLink, User
from ideas.selectors.sign_in_links import hash_of
from ideas.services.audit import record_audit

TOKEN_BYTES: Final = 32
Purpose = SignInLink.Purpose
LIFETIMES: Final = {
    Purpose.SIGN_IN: timedelta(minutes=15),
    Purpose.RESET: timedelta(hours=1),
    Purpose.INVITATION: timedelta(days=7),
}


@transaction.atomic
def make_sign_in_link(*, person: User, purpose: SignInLink.Purpose, by: User | None = None) -> str:
    """Return the secret of a new link for `person`; it is stored hashed and cannot be read again.

    Earlier links of the same purpose stop working. The person's row is locked, so two at once leave one usable link.

    Raises:
        Conflict: the person was deactivated (409, `person_inactive`).

    Source: docs/permissions.md "Links".
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not person.is_active:
        raise Conflict(_("%(name)s cannot sign in any more.") % {"name": person.name}, code="person_inactive")
    now = timezone.now()
    SignInLink.objects.filter(person=person, purpose=purpose, used_at__isnull=True, revoked_at__isnull=True).update(
        revoked_at=now
    )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    SignInLink.objects.create(
        person=person, purpose=purpose, token_hash=hash_of(token), expires_at=now + LIFETIMES[purpose], made_by=by
    )
    record_audit(
        action="sign_in_link.make", by=by, object_type="person", object_id=person.public_id, after={"purpose": purpose}
    )
    return token


@transaction.atomic
def redeem_sign_in_link(*, token: str, purpose: SignInLink.Purpose) -> User:
    """Use the link behind `token` up and return its person, who may then sign in.

    The link's row is locked: of two who press at once only one gets in.

    Raises:
        Conflict: it is unknown, of another purpose, used, revoked, or its time is over (409, `link_unusable`).
    """
    link = locked_link(token=token, purposes=frozenset({purpose}))
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    record_audit(
        action="sign_in_link.use",
        by=link.person,
        object_type="person",
        object_id=link.person.public_id,
        after={"purpose": purpose},
    )
    return link.person


def locked_link(*, token: str, purposes: frozenset[SignInLink.Purpose]) -> SignInLink:
    """Return the usable link behind `token`, locked until the caller's transaction ends.

    Raises:
        Conflict: as `redeem_sign_in_link`.
    """
    link = (
        SignInLink.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(token_hash=hash_of(token), purpose__in=purposes, used_at__isnull=True, revoked_at__isnull=True)
        .filter(expires_at__gt=timezone.now(), person__is_active=True)
        .first()
    )
    if link is None:
        raise Conflict(_("This link was used already, or its time is over."), code="link_unusable")
    return link
