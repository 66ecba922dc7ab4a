"""Rows 59 to 63: files; row 64 is the request guard's."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ideas.models import Attachment, Organisation
from tests.api.v1.bad_input.catalogue import IDEAS, Case, World, case, check
from tests.factories.files import EICAR, PDF, picture, png_claiming, png_of_text_bombs


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(world: World, name: str, content: bytes) -> Any:
    file = SimpleUploadedFile("a", content)
    file._name = name  # Django's own class would clean it
    return world.api.client.post(f"{IDEAS}/{world.draft.ref}/attachments", {"file": file})


def add(name: str, content: bytes) -> Any:
    return lambda world: upload(world, name, content)


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


FILES = [
    case("empty", 59, add("a.txt", b""), 422, "file_empty"),
    case("over-10-mib", 59, add("a.txt", b"a" * (10 * 2**20 + 1)), 413, "file_too_large"),
    case("html-as-png", 61, add("a.png", b"<html><script>alert(1)</script></html>"), 422, "file_type"),
    case("png-and-html", 61, add("a.png", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"), 422, "file_type"),
    case("svg", 61, add("a.svg", b"<svg onload='alert(1)'/>"), 422, "file_type"),
    case("svg-as-txt", 61, add("a.txt", b"<svg onload='alert(1)'/>"), 422, "file_type"),
    case("gif", 61, add("a.gif", b"GIF89a/*" + b"\0" * 50 + b"*/=1;alert(1)"), 422, "file_type"),
    case("docm", 61, add("a.docm", b"PK\x03\x04" + b"\0" * 60), 422, "file_type"),
    case("zip-as-docx", 62, add("a.docx", b"PK\x03\x04" + b"\0" * 60), 422, "file_type"),
    case("30000-squared", 62, add("a.png", png_claiming(30_000, 30_000)), 422, "file_unsafe"),
    case("2-to-31-pixels", 62, add("a.png", png_claiming(2**31 - 1, 1)), 422, "file_unsafe"),
    case("cut-jpeg", 62, add("a.jpg", picture("JPEG", size=(400, 400))[:-300]), 422, "file_unsafe"),
    case("text-bombs", 62, add("a.png", png_of_text_bombs()), 422, "file_unsafe"),
]


@pytest.mark.parametrize("one", FILES)
def test_file_is_refused_and_leaves_no_byte(world: World, folder: Path, one: Case) -> None:
    check(world, one)

    assert kept(folder) == []


def test_row_59_eleventh_file_is_refused(world: World, folder: Path) -> None:
    for _number in range(10):
        upload(world, "a.txt", b"text")

    check(world, Case(59, add("a.txt", b"text"), 422, "too_many_files"))

    assert len(kept(folder)) == 10


def test_row_59_full_quota_is_refused(world: World, folder: Path) -> None:
    Organisation.objects.update(quota_bytes=3)

    check(world, Case(59, add("a.txt", b"text"), 409, "quota_full"))

    assert kept(folder) == []


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.txt",
        "C:\\x.txt",
        "a" * 300 + ".txt",
        ".htaccess.txt",
        "con.txt",
        "\U0001f600.txt",
        "a\u202etxt.exe.txt",
    ],
)
def test_row_60_hostile_name_is_stored_under_a_name_of_ours(world: World, folder: Path, name: str) -> None:
    response = upload(world, name, b"text")

    attachment = Attachment.objects.get()
    assert response.status_code == 201
    assert [path.name for path in kept(folder)] == [Path(attachment.storage_key).name]
    assert not {"/", "\\", "\u202e"} & set(attachment.name)
    assert len(attachment.name) <= 255


def test_row_60_markup_in_a_name_cannot_leave_the_header(world: World) -> None:
    upload(world, '"><svg onload=alert(1)>.txt', b"text")

    response = world.api.client.get(f"/files/{Attachment.objects.get().public_id}/")

    b"".join(response)
    assert response["Content-Disposition"].startswith("attachment")
    assert "\n" not in response["Content-Disposition"]
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_row_61_pdf_is_taken_as_attachment_only(world: World) -> None:
    upload(world, "a.pdf", PDF)

    response = world.api.client.get(f"/files/{Attachment.objects.get().public_id}/")

    b"".join(response)
    assert response["Content-Disposition"].startswith("attachment")


def test_row_63_scanner_that_is_down_takes_nothing(world: World, folder: Path, settings: Any) -> None:
    settings.CLAMD_ADDRESS = "127.0.0.1:1"

    response = check(world, Case(63, add("a.txt", EICAR), 503, "scanner_unavailable"))

    assert response["Retry-After"] == "5"
    assert kept(folder) == []
