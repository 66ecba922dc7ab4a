"""Bodies about the caller: profile, roles, tokens."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.fields import LineField, WholeNumberField, WordField
from api.serializers import StrictSerializer
from api.v1.serializers.directory import DepartmentBody, department_body
from ideas.models import ApiToken, Membership, User
from ideas.policies.roles import standing_of
from ideas.services.api_tokens import MOST_DAYS, MOST_NAME_CHARS

Scope = Literal["read", "write", "admin"]


@dataclass(frozen=True, slots=True)
class PlaceBody:
    """A place in a department's pool of reviewers."""

    department: DepartmentBody
    role: Literal["lead", "deputy", "reviewer"]


@dataclass(frozen=True, slots=True)
class ProfileBody:
    """The caller."""

    id: UUID
    name: str
    email: str
    job_title: str
    department: DepartmentBody | None
    locale: Annotated[str, _("the language of pages and mails")]
    time_zone: Annotated[str, _("IANA name, such as Europe/London")]
    roles: Annotated[list[str], _("roles for the whole organisation")]
    places: list[PlaceBody]


@dataclass(frozen=True, slots=True)
class TokenBody:
    """A personal token, without its secret."""

    id: UUID
    name: str
    prefix: Annotated[str, _("the first characters of the secret, to recognise it by")]
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    allowed_actions: list[Literal["revoke"]]


@dataclass(frozen=True, slots=True)
class NewTokenBody:
    """A token that was just made: the only time that its secret is shown."""

    token: TokenBody
    secret: str


class ProfileSerializer(StrictSerializer):
    locale = WordField(choices=[code for code, _name in settings.LANGUAGES], required=False)
    time_zone = LineField(max_chars=64, required=False)


class TokenCreateSerializer(StrictSerializer):
    name = LineField(max_chars=MOST_NAME_CHARS)
    scopes = serializers.ListField(child=WordField(choices=ApiToken.Scope), min_length=1, max_length=3)
    days = WholeNumberField(least=1, most=MOST_DAYS, required=False, default=90)


def profile_body(person: User, memberships: list[Membership]) -> ProfileBody:
    """Return the body of the caller."""
    return ProfileBody(
        id=person.public_id,
        name=person.name,
        email=person.email,
        job_title=person.job_title,
        department=department_body(person.department) if person.department else None,
        locale=person.locale,
        time_zone=person.time_zone,
        roles=sorted(standing_of(person).roles),
        places=[PlaceBody(department_body(one.department), _role(one)) for one in memberships],
    )


def _role(membership: Membership) -> Any:
    return membership.role


def token_body(token: ApiToken) -> TokenBody:
    """Return the body of one token."""
    scopes: Any = token.scopes
    return TokenBody(
        id=token.public_id,
        name=token.name,
        prefix=token.prefix,
        scopes=scopes,
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        revoked_at=token.revoked_at,
        allowed_actions=[] if token.revoked_at else ["revoke"],
    )
