"""Who calls, and with which scope."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import ApiToken, User
from tests.api.client import Caller, problem, with_token

ME = "/api/v1/me"


def test_caller_unknown_gets_401_with_challenge(db: None) -> None:
    response = Caller().get(ME)

    assert problem(response) == (401, "not_authenticated")
    assert response["WWW-Authenticate"] == 'Bearer realm="Groundswell"'


@pytest.mark.parametrize(
    "header", ["Bearer gsp_unknown", "Bearer", "bearer x", "Basic YTpi", "Bearer gsp_" + "a" * 5000, "Bearer gsp_é"]
)
def test_token_that_is_none_of_ours_gets_401(member: User, header: str) -> None:
    response = Caller().get(ME, authorization=header)

    assert problem(response) == (401, "invalid_token")
    assert response["WWW-Authenticate"] == 'Bearer realm="Groundswell"'


def test_token_in_lower_case_gets_401(member: User) -> None:
    caller = with_token(member, "read")
    caller.headers["Authorization"] = caller.headers["Authorization"].lower()

    assert problem(caller.get(ME)) == (401, "invalid_token")


def test_token_expired_gets_401(member: User) -> None:
    caller = with_token(member, "read")
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert problem(caller.get(ME)) == (401, "token_expired")


def test_token_of_deactivated_person_gets_401(member: User) -> None:
    caller = with_token(member, "read")
    User.objects.update(is_active=False)

    assert problem(caller.get(ME)) == (401, "invalid_token")


def test_session_of_deactivated_person_gets_401(api: Caller) -> None:
    User.objects.update(is_active=False)

    assert problem(api.get(ME)) == (401, "not_authenticated")


@pytest.mark.parametrize("scope", ["read", "write", "admin"])
def test_token_of_any_scope_reads(member: User, scope: str) -> None:
    assert with_token(member, scope).get(ME).status_code == 200


def test_token_that_reads_may_not_write(member: User) -> None:
    response = with_token(member, "read").patch(ME, {"time_zone": "Europe/Sofia"})

    member.refresh_from_db()
    assert problem(response) == (403, "scope_missing")
    assert member.time_zone == "Europe/London"


def test_token_that_writes_needs_no_csrf_token(member: User) -> None:
    caller = with_token(member, "write")
    caller.client.handler.enforce_csrf_checks = True

    assert caller.patch(ME, {"time_zone": "Europe/Sofia"}).status_code == 200


def test_session_without_csrf_token_may_not_write(member: User) -> None:
    response = Caller(member, checks_csrf=True).patch(ME, {"time_zone": "Europe/Sofia"})

    member.refresh_from_db()
    assert problem(response) == (403, "csrf_failed")
    assert member.time_zone == "Europe/London"


@pytest.mark.parametrize("query", ["token=x", "access_token=x", "kind=gsp_abc"])
def test_token_in_the_address_is_refused(api: Caller, query: str) -> None:
    assert problem(api.get(f"/api/v1/departments?{query}")) == (400, "token_in_query")


def test_token_use_is_remembered_once_a_minute(member: User) -> None:
    caller = with_token(member, "read")

    caller.get(ME)
    first = ApiToken.objects.get().last_used_at
    caller.get(ME)

    assert first is not None
    assert ApiToken.objects.get().last_used_at == first
