"""Reads personal keys to the REST API."""

from django.db.models import QuerySet

from ideas.models import ApiToken, User


def token_by_hash(*, token_hash: str) -> ApiToken | None:
    """Return the token of this hash with its person, working or not; None when there is none. One query."""
    return ApiToken.objects.select_related("person").filter(token_hash=token_hash).first()


def tokens_of(*, viewer: User) -> QuerySet[ApiToken]:
    """Return `viewer`'s own tokens, revoked and expired ones too."""
    return ApiToken.objects.filter(person=viewer)
