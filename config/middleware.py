"""What happens to every request, whichever room answers it."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ideas.correlation import request_id

HEADER = "X-Request-Id"
Answer = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Gives each request an id, or keeps the caller's when it is a UUID; events, audit rows and answers carry it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = _given(request) or uuid.uuid4()
        earlier = request_id.set(number)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(earlier)
        response[HEADER] = str(number)
        return response


def _given(request: HttpRequest) -> uuid.UUID | None:
    text = request.headers.get(HEADER, "")
    try:
        return uuid.UUID(text) if len(text) == 36 else None
    except ValueError:
        return None
