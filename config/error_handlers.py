"""Chooses who answers when no view does: problem details below /api/, pages everywhere else."""

from django.http import HttpRequest, HttpResponse

from api import errors
from frontend.views import errors as pages


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 (handler400)."""
    room = errors.bad_request if errors.is_for_api(request) else pages.bad_request
    return room(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 (handler403)."""
    room = errors.permission_denied if errors.is_for_api(request) else pages.permission_denied
    return room(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 (handler404)."""
    room = errors.not_found if errors.is_for_api(request) else pages.page_not_found
    return room(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 when the machine failed us (handler500)."""
    if errors.is_for_api(request):
        return errors.server_error(request)
    status = errors.status_of_failure()
    return pages.error_page(request, status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form or call without its CSRF token (CSRF_FAILURE_VIEW)."""
    room = errors.csrf_failure if errors.is_for_api(request) else pages.csrf_failure
    return room(request, reason)
