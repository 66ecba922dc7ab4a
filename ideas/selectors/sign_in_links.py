"""One-time links as whoever holds them sees them."""

import hashlib

from django.utils import timezone

from ideas.models import SignInLink


def hash_of(token: str) -> str:
    """Return what is stored of a link's secret. A plain digest is enough: the secret has 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def usable_link(*, token: str) -> SignInLink | None:
    """Return the link behind `token` with its person, None when it is unknown, used, revoked, or its time is over.

    A link of somebody who was deactivated is not usable. One query.
    """
    return (
        SignInLink.objects.select_related("person")
        .filter(token_hash=hash_of(token), used_at__isnull=True, revoked_at__isnull=True)
        .filter(expires_at__gt=timezone.now(), person__is_active=True)
        .first()
    )
