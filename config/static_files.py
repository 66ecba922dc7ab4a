"""Static files within a synchronous chain of middleware.

The package's own middleware is asynchronous only: under WSGI Django would start a thread and an event loop for every
request, of pages and the API too, which costs several times what answering does (docs/performance.md).
"""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from servestatic.middleware import ServeStaticMiddleware

Answer = Callable[[HttpRequest], HttpResponseBase]


class StaticFilesMiddleware:
    """Answers requests for static files; passes everything else on."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        # Only for its table of files.
        self._files = ServeStaticMiddleware(_never)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        found = self._files.find_file(path) if self._files.autorefresh else self._files.files.get(path)
        return self.get_response(request) if found is None else _serve(found, request)


class StaticFileResponse(FileResponse):
    """A file whose headers are those that its table says, and no others."""

    def set_headers(self, filelike: Any) -> None:
        """Leave the headers alone."""


async def _never(_request: HttpRequest) -> HttpResponseBase:
    raise RuntimeError("static files are looked up, never passed on")


def _serve(found: Any, request: HttpRequest) -> HttpResponseBase:
    told = found.get_response(request.method or "GET", request.META)
    response = StaticFileResponse(told.file or (), status=int(told.status))
    del response["Content-Type"]
    for name, value in told.headers:
        if value is not None:
            response[name] = value
    return response
