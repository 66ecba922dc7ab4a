"""What is refused before a view sees it, said once: the request guard and the WSGI middleware both ask here.

Every answer is an RFC 9457 problem, so a client reads the same shape whoever refused it.
"""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

MOST_HEADER_BYTES = 32 * 1024
MOST_HEADERS = 100
MOST_BODY_BYTES = 256 * 1024
MOST_MULTIPART_BYTES = 12 * 1024 * 1024
MOST_PARAMETERS = 1000
BODY_SECONDS = 60
PROBLEM_TYPE = "application/problem+json"

Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Refusal:
    """One answer of the guard: an HTTP status, a stable code, and sentences for the person."""

    status: int
    code: str
    title: str
    detail: str

    def body(self, request_id: str) -> bytes:
        """Return the problem document (RFC 9457) as JSON."""
        problem = {
            "type": f"/problems/{self.code.replace('_', '-')}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": request_id,
            "code": self.code,
            "errors": [],
        }
        return json.dumps(problem).encode()


HEADERS_TOO_LARGE = Refusal(
    431, "headers_too_large", "Headers too large", "The request has more than 100 headers, or more than 32 KiB of them."
)
LENGTH_REQUIRED = Refusal(
    411, "length_required", "Length required", "Send the body with a Content-Length instead of in chunks."
)
BAD_LENGTH = Refusal(400, "bad_length", "Bad length", "The Content-Length is not one whole number.")
TOO_LARGE = Refusal(
    413, "too_large", "Too large", "The body is larger than 256 KiB, or than 12 MiB for a form with files."
)
TOO_SLOW = Refusal(408, "request_timeout", "Request timeout", "The body did not arrive within 60 seconds.")
INCOMPLETE_BODY = Refusal(
    400, "incomplete_body", "Incomplete body", "The body is shorter than its Content-Length says. Nothing was saved."
)
TOO_MANY_PARAMETERS = Refusal(
    400, "too_many_parameters", "Too many parameters", "The request has more than 1,000 parameters or form fields."
)
BAD_HOST = Refusal(400, "bad_host", "Bad host", "This server does not answer under the name that was asked for.")
BAD_REQUEST = Refusal(400, "bad_request", "Bad request", "The request could not be understood.")
TOO_BUSY = Refusal(
    503, "too_busy", "Too busy", "The server has too much to do at this moment. Try again in a few seconds."
)


def new_request_id() -> str:
    """Return a random id that a person may quote to whoever reads the logs."""
    return str(uuid.uuid4())


def judge_head(headers: Headers, query: bytes) -> Refusal | None:
    """Return why a request is refused by its head alone, or None.

    Args:
        headers: names in lower case with their values, as they came.
        query: the query string, undecoded.
    """
    found = list(headers)
    if len(found) > MOST_HEADERS or sum(len(name) + len(value) + 4 for name, value in found) > MOST_HEADER_BYTES:
        return HEADERS_TOO_LARGE
    if query.count(b"&") >= MOST_PARAMETERS:
        return TOO_MANY_PARAMETERS
    return _judge_length(found)


def _judge_length(headers: list[tuple[bytes, bytes]]) -> Refusal | None:
    if any(name == b"transfer-encoding" for name, _ in headers):
        return LENGTH_REQUIRED
    lengths = [value for name, value in headers if name == b"content-length"]
    if len(lengths) > 1 or not all(value.isdigit() and len(value) < 20 for value in lengths):
        return BAD_LENGTH
    return TOO_LARGE if announced_length(headers) > most_body_bytes(headers) else None


def announced_length(headers: Headers) -> int:
    """Return the Content-Length in bytes, 0 without one."""
    return int(dict(headers).get(b"content-length", b"0"))


def most_body_bytes(headers: Headers) -> int:
    """Return how long the body of this content type may be, in bytes."""
    content_type = dict(headers).get(b"content-type", b"").lower()
    return MOST_MULTIPART_BYTES if content_type.startswith(b"multipart/form-data") else MOST_BODY_BYTES
