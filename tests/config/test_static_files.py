"""Static files are served without making every other request asynchronous."""

from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import RequestFactory
from django.utils.module_loading import import_string

from config.static_files import StaticFilesMiddleware

# Closing a response lets Django look after the thread's connections, which an earlier test may have opened.
pytestmark = pytest.mark.django_db


@pytest.fixture
def served(tmp_path: Path, settings: object) -> StaticFilesMiddleware:
    (tmp_path / "robots.txt").write_text("User-agent: *\n")
    settings.SERVESTATIC_ROOT = str(tmp_path)
    settings.SERVESTATIC_USE_MANIFEST = False
    settings.SERVESTATIC_USE_STATIC_ROOT = False
    return StaticFilesMiddleware(_answer)


def _answer(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("a page")


def _content(response: HttpResponseBase) -> bytes:
    content = b"".join(response)
    response.close()
    return content


@pytest.mark.parametrize("path", settings.MIDDLEWARE)
def test_middleware_of_every_request_stays_synchronous(path: str) -> None:
    assert getattr(import_string(path), "sync_capable", True)


def test_static_files_middleware_with_a_file_serves_it(served: StaticFilesMiddleware) -> None:
    response = served(RequestFactory().get("/robots.txt"))

    assert response.status_code == 200
    assert _content(response) == b"User-agent: *\n"
    assert response["Content-Type"] == 'text/plain; charset="utf-8"'
    assert response["Content-Length"] == "14"


def test_static_files_middleware_with_head_sends_no_content(served: StaticFilesMiddleware) -> None:
    response = served(RequestFactory().head("/robots.txt"))

    assert response.status_code == 200
    assert _content(response) == b""
    assert response["Content-Length"] == "14"


def test_static_files_middleware_with_another_path_passes_it_on(served: StaticFilesMiddleware) -> None:
    response = served(RequestFactory().get("/ideas/"))

    assert _content(response) == b"a page"
