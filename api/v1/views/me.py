"""The caller's own profile and tokens."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members, MembersInBrowser
from api.schema import describe
from api.v1.serializers.me import (
    NewTokenBody,
    ProfileBody,
    ProfileSerializer,
    TokenBody,
    TokenCreateSerializer,
    profile_body,
    token_body,
)
from api.views import ApiView, created, done
from ideas.querysets.keyset import Key, Ordering
from ideas.selectors.api_tokens import tokens_of
from ideas.selectors.directory import places_of
from ideas.services.api_tokens import make_api_token, revoke_api_token
from ideas.services.profiles import change_preferences

NEWEST = Ordering("-created", (Key("created_at", is_descending=True), Key("id", is_descending=True)))

_TOKEN = {
    "id": "9a2b1f5e-35c4-4b0e-8a52-3a7d1f1c9b21",
    "name": "Reporting",
    "prefix": "gsp_Qm4x",
    "scopes": ["read"],
    "created_at": "2026-11-02T09:00:00Z",
    "expires_at": "2027-01-31T09:00:00Z",
    "last_used_at": None,
    "revoked_at": None,
    "allowed_actions": ["revoke"],
}


class Profile(ApiView):
    permission_classes = [Members]

    @describe("Read your profile and roles", gives=ProfileBody)
    def get(self, request: MemberRequest) -> Response:
        return Response(profile_body(request.user, list(places_of(person=request.user))))

    @describe("Change your language or time zone", takes=ProfileSerializer, gives=ProfileBody)
    def patch(self, request: MemberRequest) -> Response:
        person = change_preferences(person=request.user, **self.read(ProfileSerializer))
        return Response(profile_body(person, list(places_of(person=person))))


class TokenList(ApiView):
    permission_classes = [MembersInBrowser]
    parameters = ListParameters
    keeps_answers = False

    @describe(
        "List your tokens", gives=Listing[TokenBody], example={"results": [_TOKEN], "next": None, "previous": None}
    )
    def get(self, request: MemberRequest) -> Response:
        return self.page(tokens_of(viewer=request.user), NEWEST, lambda rows: map(token_body, rows))

    @describe(
        "Make a token",
        takes=TokenCreateSerializer,
        gives=NewTokenBody,
        status=201,
        sends={"name": "Reporting", "scopes": ["read"], "days": 90},
        example={"token": _TOKEN, "secret": "gsp_Qm4x…"},
        description="The secret is shown this once. A token cannot make tokens: sign in with a browser.",
    )
    def post(self, request: MemberRequest) -> Response:
        content = self.read(TokenCreateSerializer)
        token, secret = make_api_token(
            owner=request.user, name=content["name"], scopes=frozenset(content["scopes"]), days=content["days"]
        )
        location = reverse("api:v1:token", kwargs={"public_id": token.public_id})
        return created(NewTokenBody(token_body(token), secret), location=location)


class TokenDetail(ApiView):
    permission_classes = [MembersInBrowser]

    @describe("Read one of your tokens", gives=TokenBody, example=_TOKEN)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        return Response(token_body(get_object_or_404(tokens_of(viewer=request.user), public_id=public_id)))

    @describe("Revoke one of your tokens", status=204)
    def delete(self, request: MemberRequest, public_id: UUID) -> Response:
        token = get_object_or_404(tokens_of(viewer=request.user), public_id=public_id)
        revoke_api_token(token=token, by=request.user)
        return done()
