"""What the API answers when it refuses: problem details (RFC 9457), and the refusals that are its own.

Refusals of the domain come from `ideas.exceptions`; `api/errors.py` pairs both with their statuses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas.correlation import request_id

MEDIA_TYPE = "application/problem+json"
Sentence = str | Promise


@dataclass(frozen=True)
class Detail:
    """One wrong value: where (a JSON pointer into the body, or the name of a parameter), code and sentence."""

    code: str
    detail: Sentence
    pointer: str | None = None
    parameter: str | None = None

    def document(self) -> dict[str, Any]:
        """Return the member of `errors`."""
        place = {"parameter": self.parameter} if self.parameter is not None else {"pointer": self.pointer or ""}
        return {**place, "code": self.code, "detail": str(self.detail)}


@dataclass(frozen=True)
class Problem:
    """One refusal. `code` is stable and never renamed."""

    status: int
    code: str
    detail: Sentence
    errors: Sequence[Detail] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Return what is sent; `title` follows from the code, `instance` is the id of the request."""
        number = request_id.get()
        return {
            "type": f"/problems/{self.code.replace('_', '-')}",
            "title": title_of(self.code),
            "status": self.status,
            "detail": str(self.detail),
            "instance": str(number) if number else None,
            "code": self.code,
            "errors": [error.document() for error in self.errors],
        }


def title_of(code: str) -> str:
    """Return the title of the problem `code`, the same in every answer."""
    return code.replace("_", " ").capitalize()


class RequestRefused(Exception):
    """The request cannot be answered as it came; raised by the parts of the API, never by the domain."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def refused(
    status: int,
    code: str,
    detail: Sentence,
    errors: Sequence[Detail] = (),
    headers: Mapping[str, str] | None = None,
) -> RequestRefused:
    """Return a refusal to raise."""
    return RequestRefused(Problem(status, code, detail, errors, headers or {}))


def malformed_json() -> RequestRefused:
    """Return the refusal of a body that is no JSON text in UTF-8 (400)."""
    return refused(400, "malformed_json", _("The body is not one JSON document in UTF-8."))


def invalid_parameter(name: str, detail: Sentence) -> RequestRefused:
    """Return the refusal of one query parameter (400)."""
    return refused(400, "invalid_parameter", detail, [Detail("invalid_parameter", detail, parameter=name)])


def pointer_to(*names: str | int) -> str:
    """Return the JSON pointer (RFC 6901) of a place in the body."""
    return "".join("/" + str(name).replace("~", "~0").replace("/", "~1") for name in names)
