"""Reads personal keys to the REST API."""

from functools import cache

from django.db import connection
from django.db.models import Model, QuerySet

from ideas.models import ApiToken, User


def token_by_hash(*, token_hash: str) -> ApiToken | None:
    """Return the token of this hash with its person, working or not; None when there is none. One query.

    Every call of the API asks it, so its statement is written once and not compiled anew each time.
    """
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [token_hash])
        row = cursor.fetchone()
    if row is None:
        return None
    names = _names(ApiToken)
    token = ApiToken.from_db(connection.alias, names, row[: len(names)])
    token.person = User.from_db(connection.alias, _names(User), row[len(names) :])
    return token


@cache
def _names(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


@cache
def _statement() -> str:
    columns = [
        f'{alias}."{field.column}"'
        for alias, model in (("token", ApiToken), ("person", User))
        for field in model._meta.concrete_fields
    ]
    tables = (
        f'"{ApiToken._meta.db_table}" as token join "{User._meta.db_table}" as person on person.id = token.person_id'
    )
    return f"select {', '.join(columns)} from {tables} where token.token_hash = %s"  # noqa: S608 # nosec B608 - names of our own models


def tokens_of(*, viewer: User) -> QuerySet[ApiToken]:
    """Return `viewer`'s own tokens, revoked and expired ones too."""
    return ApiToken.objects.filter(person=viewer)


def working_tokens_of(*, viewer: User) -> QuerySet[ApiToken]:
    """Return `viewer`'s own tokens that are not revoked, the newest first; unevaluated."""
    return tokens_of(viewer=viewer).filter(revoked_at__isnull=True).order_by("-id")
