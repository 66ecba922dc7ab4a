"""Refusals and their statuses."""

import errno
from typing import Any

import psycopg
import pytest
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.test import override_settings

from api.errors import STATUSES, problem_of
from ideas import exceptions
from ideas.exceptions import DomainError, FieldProblem, InvalidValue, StaleVersion, TooMany
from ideas.rates import LIMITER
from tests.api.client import Caller, problem


def _leaves(kind: type[DomainError]) -> list[type[DomainError]]:
    return [kind, *(leaf for inner in kind.__subclasses__() for leaf in _leaves(inner))]


def test_every_refusal_of_the_domain_has_a_status() -> None:
    direct = set(DomainError.__subclasses__())

    assert direct == set(STATUSES)
    assert all(kind.code != "refused" for kind in _leaves(DomainError)[1:])


def test_stale_version_brings_the_current_etag() -> None:
    found = problem_of(StaleVersion("Changed.", current=7))

    assert found is not None
    assert (found.status, found.code, found.headers) == (412, "stale_version", {"ETag": '"7"'})


def test_too_many_says_when_to_come_back() -> None:
    found = problem_of(TooMany("Wait.", retry_after=40))

    assert found is not None
    assert (found.status, found.headers) == (429, {"Retry-After": "40"})


def test_wrong_values_of_one_kind_give_their_code() -> None:
    found = problem_of(InvalidValue("No.", problems=(FieldProblem("a.b", "blank", "Empty."),)))

    assert found is not None
    assert (found.status, found.code, found.errors[0].pointer) == (422, "blank", "/a/b")


def test_wrong_values_of_two_kinds_give_validation() -> None:
    problems = (FieldProblem("a", "blank", "Empty."), FieldProblem("b", "too_long", "Long."))

    found = problem_of(InvalidValue("No.", problems=problems))

    assert found is not None
    assert found.code == "validation"


def _caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (OperationalError("gone"), (503, "database_unavailable")),
        (InterfaceError("closed"), (503, "database_unavailable")),
        (_caused(OperationalError(), psycopg.errors.DiskFull()), (503, "storage_full")),
        (_caused(OperationalError(), psycopg.errors.QueryCanceled()), (503, "query_too_slow")),
        (OSError(errno.ENOSPC, "full"), (503, "storage_full")),
        (DisallowedHost("evil"), (400, "bad_host")),
        (TooManyFieldsSent(), (400, "too_many_parameters")),
        (RequestDataTooBig(), (413, "too_large")),
        (exceptions.IdeaClosed("Closed."), (409, "idea_closed")),
    ],
)
def test_failure_outside_gets_its_own_answer(error: Exception, answer: tuple[int, str]) -> None:
    found = problem_of(error)

    assert found is not None
    assert (found.status, found.code) == answer


@pytest.mark.parametrize("error", [ValueError("ours"), OSError(errno.EACCES, "denied"), None])
def test_mistake_of_ours_is_no_refusal(error: BaseException | None) -> None:
    assert problem_of(error) is None


def test_mistake_of_ours_is_answered_as_problem_with_request_id(api: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_given: Any) -> None:
        raise ValueError("secret words")

    monkeypatch.setattr("api.v1.views.directory.departments_for_directory", fail)

    response = api.get("/api/v1/departments")

    assert problem(response) == (500, "server_error")
    assert b"secret words" not in response.content


def test_database_that_refuses_is_503_with_retry_after(api: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_given: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("api.v1.views.directory.departments_for_directory", fail)

    response = api.get("/api/v1/departments")

    assert problem(response) == (503, "database_unavailable")
    assert response["Retry-After"] == "5"


def test_database_that_refuses_before_the_view_is_503(api: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("config.health.version", fail)
    monkeypatch.setattr("django.contrib.sessions.middleware.SessionMiddleware.process_request", fail)

    assert problem(api.get("/api/v1/departments")) == (503, "database_unavailable")


def test_request_id_of_the_caller_is_kept(api: Caller) -> None:
    number = "7f1b1a52-52a4-4c0f-8c8a-07b0a0b5a001"

    assert api.get("/api/v1/me", x_request_id=number)["X-Request-Id"] == number


@pytest.mark.parametrize("number", ["1", "a" * 36, "<script>", "7f1b1a52-52a4-4c0f-8c8a-07b0a0b5a00é"])
def test_request_id_that_is_no_uuid_is_replaced(api: Caller, number: str) -> None:
    assert api.get("/api/v1/me", x_request_id=number)["X-Request-Id"] != number


@override_settings(ALLOWED_HOSTS=["ideas.example.org"])
def test_foreign_host_is_refused_without_echo(api: Caller) -> None:
    response = api.get("/api/v1/me", host="evil.example")

    assert problem(response) == (400, "bad_host")
    assert b"evil" not in response.content


def test_calls_beyond_the_limit_are_refused_with_headers(api: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LIMITER, "_clock", lambda: 1000.0)

    answers = [api.get("/api/v1/people?name=ana") for _ in range(61)]

    assert answers[0]["RateLimit-Policy"] == '"search";q=60;w=60'
    assert answers[0]["RateLimit"] == '"search";r=59;t=1'
    assert answers[59].status_code == 200
    assert problem(answers[60]) == (429, "too_many_requests")
    assert int(answers[60]["Retry-After"]) >= 1
    assert answers[60]["X-RateLimit-Remaining"] == "0"
