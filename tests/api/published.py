"""Compares every answer that a test gets with what the published OpenAPI document says of it.

Status, media type, headers and body have to be as described; a member that the document does not name is an error, so
the document cannot fall behind.
"""

import json
import re
from functools import cache
from typing import Any

from django.test import Client
from django.urls import Resolver404, resolve
from jsonschema import Draft202012Validator, FormatChecker

from api.v1.views.documents import openapi_document

PREFIX = "/api/v1/"
# Answered by any operation alike; the document names them together as `default`.
GENERAL = {405, 406, 408, 411, 413, 431, 500}
_FORMATS = FormatChecker(formats=("uuid", "date"))
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


@_FORMATS.checks("date-time")
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or _MOMENT.fullmatch(value) is not None


class CheckedClient(Client):
    """Django's client; an answer below /api/v1/ that is not as published fails the test."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        if request.get("PATH_INFO", "").startswith(PREFIX):
            check_answer(request["REQUEST_METHOD"], request["PATH_INFO"], response)
        return response


@cache
def document() -> dict[str, Any]:
    """Return the published document with closed objects: what it does not name is not allowed."""
    return _closed(json.loads(json.dumps(openapi_document("en"), default=str)))


def _closed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _closed(value) for name, value in schema.items()}
    if isinstance(found.get("properties"), dict) and found.get("type") == "object":
        found.setdefault("additionalProperties", False)
    return found


def operations() -> list[tuple[str, str]]:
    """Return method and address of every operation."""
    return sorted((verb.upper(), path) for path, verbs in document()["paths"].items() for verb in verbs)


def address_of(path: str) -> str | None:
    """Return the address in the document that `path` is asked under, None where there is none."""
    try:
        route = "/" + resolve(path).route
    except Resolver404:
        return None
    address = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
    return address if address in document()["paths"] else None


def check_answer(method: str, path: str, response: Any) -> None:
    """Assert that a response is one that the document describes."""
    address = address_of(path)
    if address is None:
        return
    asked = "get" if method == "HEAD" else method.lower()
    operation = document()["paths"][address].get(asked)
    where = f"{method} {address} -> {response.status_code}"
    if operation is None:
        assert response.status_code >= 400, where
        return
    described = operation["responses"].get(str(response.status_code))
    if described is None:
        assert response.status_code in GENERAL, f"{where} is not in the document"
        described = operation["responses"]["default"]
    _check_headers(where, described, response)
    _check_body(where, method, described, response)


def _check_headers(where: str, described: dict[str, Any], response: Any) -> None:
    named = described.get("headers", {})
    for name, header in named.items():
        assert name in response or not header["required"], f"{where} lacks {name}"
        if name in response and header["schema"]["type"] == "integer":
            assert response[name].isdigit(), f"{where}: {name} is {response[name]!r}"
    ours = {name for name in response.headers if name in _all_headers()}
    assert ours <= set(named), f"{where} carries {sorted(ours - set(named))}, which the document does not name"


@cache
def _all_headers() -> frozenset[str]:
    return frozenset(
        name
        for verbs in document()["paths"].values()
        for operation in verbs.values()
        for answer in operation["responses"].values()
        for name in answer.get("headers", {})
    )


def _check_body(where: str, method: str, described: dict[str, Any], response: Any) -> None:
    media_type = response.get("Content-Type", "").partition(";")[0]
    if method == "HEAD" or "content" not in described:
        assert response.content == b"", f"{where} has a body that the document does not describe"
        return
    assert media_type in described["content"], f"{where} is {media_type}"
    if media_type.endswith("json"):
        schema = json.dumps(described["content"][media_type]["schema"], sort_keys=True)
        errors = sorted(_validator(schema).iter_errors(json.loads(response.content)), key=str)
        assert not errors, f"{where}: {errors[0].json_path} {errors[0].message}"


@cache
def _validator(schema: str) -> Draft202012Validator:
    whole = {**json.loads(schema), "components": document()["components"]}
    return Draft202012Validator(whole, format_checker=_FORMATS)
