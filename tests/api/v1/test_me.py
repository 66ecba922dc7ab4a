"""The caller's profile and tokens."""

import json
import uuid

import pytest

from ideas.models import ApiToken, AuditEvent, User
from ideas.services.api_tokens import make_api_token
from tests.api.client import Caller, places, problem, with_token
from tests.factories.people import MembershipFactory, UserFactory, grant_role

ME = "/api/v1/me"
TOKENS = "/api/v1/me/tokens"


def test_profile_shows_roles_and_places(api: Caller, member: User) -> None:
    grant_role(member, "triager")
    place = MembershipFactory(person=member, lead=True)

    profile = api.get(ME).json()

    assert profile["email"] == member.email
    assert profile["roles"] == ["triager"]
    assert profile["places"][0]["role"] == "lead"
    assert profile["places"][0]["department"]["id"] == str(place.department.public_id)


def test_profile_time_zone_is_changed(api: Caller, member: User) -> None:
    response = api.patch(ME, {"time_zone": "Europe/Sofia"})

    member.refresh_from_db()
    assert response.json()["time_zone"] == "Europe/Sofia"
    assert member.time_zone == "Europe/Sofia"


def test_profile_with_unknown_time_zone_stays(api: Caller, member: User) -> None:
    response = api.patch(ME, {"time_zone": "Mars/Olympus"})

    member.refresh_from_db()
    assert problem(response) == (422, "invalid_choice")
    assert places(response) == [("/time_zone", "invalid_choice")]
    assert member.time_zone == "Europe/London"


def test_profile_with_name_is_refused_whole(api: Caller, member: User) -> None:
    response = api.patch(ME, {"time_zone": "Europe/Sofia", "name": "Boss", "is_active": False})

    member.refresh_from_db()
    assert problem(response) == (400, "unknown_field")
    assert places(response) == [("/name", "unknown_field"), ("/is_active", "unknown_field")]
    assert member.time_zone == "Europe/London"


def test_token_made_shows_its_secret_once(api: Caller, member: User) -> None:
    response = api.post(TOKENS, {"name": "Reporting", "scopes": ["read"], "days": 30})

    secret = response.json()["secret"]
    token = ApiToken.objects.get(person=member)
    assert response.status_code == 201
    assert response["Location"] == f"{TOKENS}/{token.public_id}"
    assert secret.startswith("gsp_")
    assert secret not in json.dumps(api.get(TOKENS).json())
    assert Caller(token=secret).get(ME).json()["id"] == str(member.public_id)
    assert AuditEvent.objects.get().action == "api_token.make"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"name": "", "scopes": ["read"]}, ("/name", "blank")),
        ({"name": "x", "scopes": ["root"]}, ("/scopes/0", "invalid_choice")),
        ({"name": "x", "scopes": "read"}, ("/scopes", "type")),
        ({"name": "x", "scopes": []}, ("/scopes", "too_short")),
        ({"name": "x", "scopes": ["read"], "days": 367}, ("/days", "out_of_range")),
        ({"name": "x", "scopes": ["read"], "days": True}, ("/days", "type")),
        ({"scopes": ["read"]}, ("/name", "required")),
    ],
)
def test_token_with_wrong_value_is_not_made(api: Caller, body: dict[str, object], place: tuple[str, str]) -> None:
    response = api.post(TOKENS, body)

    assert response.status_code == 422
    assert places(response) == [place]
    assert not ApiToken.objects.exists()


def test_token_with_idempotency_key_is_refused(api: Caller) -> None:
    response = api.post(TOKENS, {"name": "x", "scopes": ["read"]}, idempotency_key="one")

    assert problem(response) == (400, "idempotency_not_supported")
    assert not ApiToken.objects.exists()


def test_token_cannot_make_tokens(member: User) -> None:
    caller = with_token(member, "admin")

    response = caller.post(TOKENS, {"name": "x", "scopes": ["admin"]})

    assert problem(response) == (403, "session_required")
    assert ApiToken.objects.count() == 1


def test_token_revoked_stops_at_once(api: Caller, member: User) -> None:
    caller = with_token(member, "read")
    token = ApiToken.objects.get()

    response = api.delete(f"{TOKENS}/{token.public_id}")

    assert response.status_code == 204
    assert problem(caller.get(ME)) == (401, "token_revoked")


def test_token_of_another_person_is_not_found(api: Caller) -> None:
    other, _secret = make_api_token(owner=UserFactory(), name="x", scopes=frozenset({"read"}), days=1)

    answers = [api.get(f"{TOKENS}/{other.public_id}"), api.delete(f"{TOKENS}/{other.public_id}")]

    other.refresh_from_db()
    assert [problem(answer) for answer in answers] == [(404, "not_found")] * 2
    assert other.revoked_at is None


def test_token_twenty_first_is_refused(api: Caller, member: User) -> None:
    for _number in range(20):
        make_api_token(owner=member, name="x", scopes=frozenset({"read"}), days=1)

    response = api.post(TOKENS, {"name": "x", "scopes": ["read"]})

    assert problem(response) == (409, "too_many_tokens")
    assert ApiToken.objects.count() == 20


def test_token_unknown_is_not_found(api: Caller) -> None:
    assert problem(api.get(f"{TOKENS}/{uuid.uuid4()}")) == (404, "not_found")
