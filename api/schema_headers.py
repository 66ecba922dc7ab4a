"""The headers that answers carry, as the OpenAPI document names them; those marked required are always there."""

from collections.abc import Mapping
from typing import Any, Final

Header = dict[str, Any]


def _header(description: str, *, kind: str = "string", is_required: bool = True) -> Header:
    return {"description": description, "required": is_required, "schema": {"type": kind}}


_REQUEST_ID: Final = {"X-Request-Id": _header("id of the request, for the log")}
_LIMITS: Final = {
    "RateLimit-Policy": _header("name, quota and window in seconds of the limit that counts here"),
    "RateLimit": _header("what remains of it, and seconds until it is full again"),
    "X-RateLimit-Limit": _header("the quota", kind="integer"),
    "X-RateLimit-Remaining": _header("what remains", kind="integer"),
    "X-RateLimit-Reset": _header("seconds until it is full again", kind="integer"),
}
_ETAG: Final = {"ETag": _header("version of the object, to send back in If-Match")}
_RETRY: Final = {"Retry-After": _header("seconds to wait", kind="integer")}
_OF_REFUSALS: Final[Mapping[int, dict[str, Header]]] = {
    401: {"WWW-Authenticate": _header("how to authenticate")},
    412: _ETAG,
    428: _ETAG,
    429: _RETRY,
    503: _RETRY,
}


def refusal_headers(status: int) -> dict[str, Header]:
    """Return the headers of a problem. Limits are told once the caller is known and was counted."""
    optional = {name: {**header, "required": False} for name, header in _LIMITS.items()}
    return {**_REQUEST_ID, **optional, **_OF_REFUSALS.get(status, {})}


def answer_headers(status: int, *, is_list: bool, is_versioned: bool, is_kept: bool) -> dict[str, Header]:
    """Return the headers of an answer to a call that went through.

    Args:
        is_kept: it may be given again to the same Idempotency-Key.
    """
    found = {**_REQUEST_ID, **_LIMITS}
    if is_list:
        found["Link"] = _header("addresses of the next and previous page (RFC 8288)", is_required=False)
    if status == 201:
        found["Location"] = _header("address where what was made is found")
    if is_versioned:
        found |= _ETAG
    if is_kept:
        found["Idempotency-Replayed"] = _header("`true`: this answer was given before", is_required=False)
    return found
