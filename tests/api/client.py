"""A caller of the API: speaks JSON, with a session or a token, through the whole stack of middleware."""

import json
from typing import Any

from api.problem_types.registry import PROBLEM_TYPES
from ideas.models import User
from ideas.services.api_tokens import make_api_token
from tests.api.published import CheckedClient


class Caller:
    """Sends requests as one person, or as nobody."""

    def __init__(self, person: User | None = None, *, token: str | None = None, checks_csrf: bool = False) -> None:
        self.client = CheckedClient(enforce_csrf_checks=checks_csrf, raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        if person is not None and token is None:
            self.client.force_login(person)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers={**self.headers, **_names(headers)})

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send `body`: bytes as they are, anything else as JSON; None sends none. Headers: `if_match='"1"'`."""
        given = {**self.headers, **_names(headers)}
        content_type = given.pop("Content-Type", "application/json" if body is not None else "")
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        # Django's client leaves the type of an empty body out.
        extra = {"CONTENT_TYPE": content_type} if content_type else {}
        return self.client.generic(method, path, data, content_type, headers=given, **extra)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("PATCH", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.send("DELETE", path, **headers)


def _names(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-").title(): value for name, value in headers.items()}


def with_token(person: User, *scopes: str) -> Caller:
    """Return a caller with a new token of `person`."""
    _token, secret = make_api_token(owner=person, name="test", scopes=frozenset(scopes), days=1)
    return Caller(person, token=secret)


def problem(response: Any) -> tuple[int, str]:
    """Return status and code of a refusal, having checked that it is a whole problem document."""
    assert response["Content-Type"] == "application/problem+json", response.content
    document = json.loads(response.content)
    assert set(document) == {"type", "title", "status", "detail", "instance", "code", "errors"}
    assert document["status"] == response.status_code
    assert document["type"] == f"/problems/{document['code'].replace('_', '-')}"
    assert document["instance"] == response["X-Request-Id"]
    assert document["detail"]
    assert PROBLEM_TYPES[document["code"]].status == response.status_code
    assert {one["code"] for one in document["errors"]} <= set(PROBLEM_TYPES)
    return response.status_code, document["code"]


def places(response: Any) -> list[tuple[str, str]]:
    """Return (pointer or parameter, code) of each error of a problem."""
    return [(one.get("pointer", one.get("parameter")), one["code"]) for one in json.loads(response.content)["errors"]]
