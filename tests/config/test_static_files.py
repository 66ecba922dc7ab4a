"""Static files are served without making every other request asynchronous, small, and kept for good by browsers."""

import gzip
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils.module_loading import import_string

# Closing a response lets Django look after the thread's connections, which an earlier test may have opened.
pytestmark = pytest.mark.django_db
MANIFEST = "whitenoise.storage.CompressedManifestStaticFilesStorage"
FOR_GOOD = "max-age=315360000, public, immutable"


@pytest.mark.parametrize("path", settings.MIDDLEWARE)
def test_middleware_of_every_request_stays_synchronous(path: str) -> None:
    assert getattr(import_string(path), "sync_capable", True)


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one stylesheet as production would have it: hashed and compressed."""
    folder = tmp_path_factory.mktemp("static")
    source = tmp_path_factory.mktemp("source")
    (source / "page.css").write_text("body { margin: 0 }\n" * 200)
    with override_settings(
        STATICFILES_DIRS=[source],
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
        STATIC_ROOT=folder,
        STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": MANIFEST}},
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def served(collected: Path, settings: object) -> Client:
    """A client of the whole stack, as production runs it."""
    settings.STATIC_ROOT = collected
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": MANIFEST}}
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    return Client()


def hashed(collected: Path) -> str:
    """Return the address of the stylesheet under its hashed name."""
    return next(f"/static/{one.name}" for one in collected.glob("page.*.css"))


def body(client: Client, address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and content."""
    response = client.get(address, headers=headers)
    content = b"".join(response)
    response.close()
    return response.status_code, dict(response.headers), content


def test_hashed_file_is_kept_for_good(served: Client, collected: Path) -> None:
    status, headers, content = body(served, hashed(collected))

    assert (status, headers["Cache-Control"], headers["Content-Type"]) == (200, FOR_GOOD, 'text/css; charset="utf-8"')
    assert content.startswith(b"body { margin: 0 }")


def test_file_under_its_plain_name_is_not_kept_for_good(served: Client) -> None:
    assert body(served, "/static/page.css")[1]["Cache-Control"] == "max-age=60, public"


@pytest.mark.parametrize(("coding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_file_is_sent_as_it_was_compressed_beforehand(
    served: Client, collected: Path, coding: str, unpack: object
) -> None:
    plain = body(served, hashed(collected))[2]

    _status, headers, content = body(served, hashed(collected), accept_encoding=coding)

    assert (headers["Content-Encoding"], headers["Vary"]) == (coding, "Accept-Encoding")
    assert len(content) < len(plain) / 10
    assert unpack(content) == plain


def test_file_with_head_sends_no_content(served: Client, collected: Path) -> None:
    response = served.head(hashed(collected))

    assert (response.status_code, b"".join(response), response["Content-Length"]) == (200, b"", "3800")


def test_file_is_offered_to_no_other_origin(served: Client, collected: Path) -> None:
    assert "Access-Control-Allow-Origin" not in body(served, hashed(collected))[1]


def test_other_paths_are_passed_on(served: Client) -> None:
    assert served.get("/livez").status_code == 200
