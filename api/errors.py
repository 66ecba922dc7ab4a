"""Pairs every refusal with its status: the only place that does.

Answers are problem details (RFC 9457); the codes are listed in docs/api.md.
"""

import errno
import logging
import sys
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import (
    DisallowedHost,
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response

from api.concurrency import etag_of
from api.problems import MEDIA_TYPE, Detail, Problem, RequestRefused, pointer_to
from api.renderers import to_json
from ideas import exceptions as domain

log = logging.getLogger(__name__)

STATUSES: Mapping[type[domain.DomainError], int] = {
    domain.InvalidCursor: 400,
    domain.NotPermitted: 403,
    domain.NotFound: 404,
    domain.Conflict: 409,
    domain.StaleVersion: 412,
    domain.TooLarge: 413,
    domain.InvalidValue: 422,
    domain.TooMany: 429,
    domain.Unavailable: 503,
}
RETRY_SECONDS = "5"

NOT_FOUND = Problem(404, "not_found", _("There is nothing here, or it is not for you to see."))
BAD_REQUEST = Problem(400, "bad_request", _("The request could not be understood."))
BAD_HOST = Problem(400, "bad_host", _("This server does not answer under the name that was asked for."))
TOO_MANY_PARAMETERS = Problem(
    400, "too_many_parameters", _("The request has more than 1,000 parameters or form fields.")
)
TOO_LARGE = Problem(413, "too_large", _("The body is larger than 256 KiB, or than 12 MiB for a form with files."))
NOT_PERMITTED = Problem(403, "not_permitted", _("You may see this, but this step is for somebody else."))
CSRF_FAILED = Problem(403, "csrf_failed", _("With a session, send the CSRF token in the header X-CSRFToken."))
DATABASE_UNAVAILABLE = Problem(
    503,
    "database_unavailable",
    _("The database does not answer. Nothing was saved. Try again in a few seconds."),
    headers={"Retry-After": RETRY_SECONDS},
)
STORAGE_FULL = Problem(
    503,
    "storage_full",
    _("There is no room left to save this. Nothing was saved. Tell whoever runs Groundswell."),
    headers={"Retry-After": "60"},
)
QUERY_TOO_SLOW = Problem(
    503, "query_too_slow", _("This took too long. Ask for less at once."), headers={"Retry-After": RETRY_SECONDS}
)
SERVER_ERROR = Problem(
    500, "server_error", _("That did not work, and it is our fault. Quote the number in `instance` when you report it.")
)

# Of PostgreSQL's error codes (appendix A of its manual) those that say more than "unavailable".
_BY_SQLSTATE = {"53100": STORAGE_FULL, "57014": QUERY_TOO_SLOW}


def handle_exception(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Return the answer to `error`; None for a mistake of ours, which Django logs and answers (DRF's hook)."""
    problem = problem_of(error)
    if problem is None:
        return None
    return Response(problem.document(), status=problem.status, headers=problem.headers, content_type=MEDIA_TYPE)


def problem_of(error: BaseException | None) -> Problem | None:
    """Return the problem that `error` stands for, None for a mistake of ours."""
    if isinstance(error, RequestRefused):
        return error.problem
    if isinstance(error, domain.NotFound | exceptions.NotFound):
        return NOT_FOUND  # it never says why
    if isinstance(error, domain.DomainError):
        return _of_domain(error)
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    if isinstance(error, OperationalError | InterfaceError | OSError):
        return _of_machine(error)
    return _of_django(error)


def _of_domain(error: domain.DomainError) -> Problem:
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    details: tuple[Detail, ...] = ()
    headers: dict[str, str] = {}
    if isinstance(error, domain.InvalidValue):
        details = tuple(
            Detail(problem.code, problem.detail, pointer=pointer_to(*problem.field.split(".")))
            for problem in error.problems
        )
    if isinstance(error, domain.StaleVersion):
        headers["ETag"] = etag_of(error.current)
    if isinstance(error, domain.TooMany):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, domain.Unavailable):
        headers["Retry-After"] = RETRY_SECONDS
    return Problem(status, _code_of(error, details), error.sentence, details, headers)


def _code_of(error: domain.DomainError, details: tuple[Detail, ...]) -> str:
    """Return the code; when every value is wrong in the same way, that way."""
    codes = {detail.code for detail in details}
    return codes.pop() if error.error_code == "validation" and len(codes) == 1 else error.error_code


def _of_framework(error: exceptions.APIException) -> Problem:
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        headers = {"WWW-Authenticate": str(getattr(error, "auth_header", "Bearer"))}
        code = error.get_codes()
        code = code if isinstance(code, str) and error.status_code == 401 else "not_authenticated"
        return Problem(401, code, str(error.detail), headers=headers)
    if isinstance(error, exceptions.Throttled):
        return Problem(
            429,
            "too_many_requests",
            str(error.detail),
            headers={"Retry-After": str(int(getattr(error, "wait", None) or 1))},
        )
    if isinstance(error, exceptions.PermissionDenied):
        code = str(error.get_codes())
        return NOT_PERMITTED if code == "permission_denied" else Problem(403, code, str(error.detail))
    if isinstance(error, exceptions.ParseError):
        return Problem(400, "malformed_body", _("The body could not be read."))
    return Problem(error.status_code, _WORDS.get(error.status_code, "refused"), str(error.detail))


_WORDS = {405: "method_not_allowed", 406: "not_acceptable", 415: "unsupported_media_type"}


def _of_machine(error: Exception) -> Problem | None:
    if isinstance(error, OSError):
        return STORAGE_FULL if error.errno in {errno.ENOSPC, errno.EDQUOT} else None
    return _BY_SQLSTATE.get(getattr(error.__cause__, "sqlstate", None) or "", DATABASE_UNAVAILABLE)


def _of_django(error: BaseException | None) -> Problem | None:
    if isinstance(error, Http404):
        return NOT_FOUND
    if isinstance(error, PermissionDenied):
        return NOT_PERMITTED
    if isinstance(error, DisallowedHost):
        return BAD_HOST
    if isinstance(error, TooManyFieldsSent | TooManyFilesSent):
        return TOO_MANY_PARAMETERS
    return TOO_LARGE if isinstance(error, RequestDataTooBig) else None


def answer(problem: Problem) -> HttpResponse:
    """Return `problem` as an answer outside of the API's views."""
    headers = {"Cache-Control": "no-store", **problem.headers}
    return HttpResponse(to_json(problem.document()), status=problem.status, content_type=MEDIA_TYPE, headers=headers)


def is_for_api(request: HttpRequest) -> bool:
    """Return whether `request` is answered by problem details and not by a page."""
    return request.path_info.startswith("/api/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, or what the exception stands for (Django's handler400)."""
    return answer(problem_of(exception) or BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 (Django's handler403)."""
    return answer(problem_of(exception) or NOT_PERMITTED)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 (Django's handler404), as for a thing that may not be seen."""
    return answer(NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 when the database or the disk failed, else 500 (Django's handler500, called while it is handled)."""
    return answer(problem_of(sys.exc_info()[1]) or SERVER_ERROR)


def status_of_failure() -> int:
    """Return the status of the failure that is being handled: 503 for database and disk, else 500."""
    return (problem_of(sys.exc_info()[1]) or SERVER_ERROR).status


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 when the CSRF token is missing (Django's CSRF_FAILURE_VIEW)."""
    return answer(CSRF_FAILED)
