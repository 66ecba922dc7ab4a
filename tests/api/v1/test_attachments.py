"""Files of ideas through the API."""

import secrets
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import encode_multipart

from api import files as api_files
from frontend.views import files as page_files
from ideas.files import shelf
from ideas.models import Attachment, Idea, User
from tests.api.client import Caller, problem, with_token
from tests.factories import UserFactory
from tests.factories.drafts import complete_draft
from tests.factories.files import picture


def at(idea: Idea, part: str = "") -> str:
    return f"/api/v1/ideas/{idea.ref}{part}"


@pytest.fixture(autouse=True)
def _shelves(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def upload(
    api: Caller, idea: Idea, name: str, content: bytes, media_type: str = "image/png", key: str | None = None
) -> Any:
    """Send one file; each time another boundary is between the parts, as clients do."""
    boundary = secrets.token_hex(8)
    file = SimpleUploadedFile(name, content, media_type)
    headers = {**api.headers, **({"Idempotency-Key": key} if key else {})}
    return api.client.generic(
        "POST",
        at(idea, "/attachments"),
        encode_multipart(boundary, {"file": file}),
        f"multipart/form-data; boundary={boundary}",
        headers=headers,
    )


def test_attachment_is_added_listed_and_removed(api: Caller, member: User) -> None:
    idea = complete_draft(author=member)

    made = upload(api, idea, "key.png", picture())

    assert made.status_code == 201
    assert made.json()["name"] == "key.png"
    assert [one["id"] for one in api.get(at(idea, "/attachments")).json()["results"]] == [made.json()["id"]]
    assert api.delete(made["Location"]).status_code == 204
    assert problem(api.get(made["Location"])) == (404, "not_found")


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("a.png", b"<html>", 422, "file_type"),
        ("a.svg", b"<svg/>", 422, "file_type"),
        ("a.jpg", picture("JPEG", size=(200, 200))[:700], 422, "file_unsafe"),
        ("a.txt", b"a" * (10 * 1024**2 + 1), 413, "file_too_large"),
    ],
)
def test_attachment_that_is_refused_leaves_nothing(
    api: Caller, member: User, name: str, content: bytes, status: int, code: str
) -> None:
    assert problem(upload(api, complete_draft(author=member), name, content)) == (status, code)
    assert not Attachment.objects.exists()


def test_attachment_without_a_file_is_refused(api: Caller, member: User) -> None:
    response = api.client.post(at(complete_draft(author=member), "/attachments"), {"other": "x"})

    assert problem(response) == (422, "required")


def test_token_reads_the_bytes_of_an_attachment_and_saves_them(member: User) -> None:
    idea = complete_draft(author=member)
    body = upload(Caller(member), idea, "north depot.txt", b"Two keys", "text/plain").json()

    response = with_token(member, "read").get(
        body["content_url"].removeprefix("http://testserver"), accept="text/plain"
    )

    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"Two keys"
    assert response["Content-Type"] == "text/plain"
    assert response["Content-Disposition"] == 'attachment; filename="north depot.txt"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_attachment_content_of_an_idea_that_may_not_be_read_is_not_found(api: Caller, member: User) -> None:
    made = upload(api, complete_draft(author=member), "a.txt", b"Two keys", "text/plain").json()
    address = f"/api/v1/attachments/{made['id']}/content"

    assert problem(Caller(UserFactory()).get(address)) == (404, "not_found")
    assert problem(Caller().get(address)) == (401, "not_authenticated")


def test_attachment_content_whose_file_is_gone_is_not_found(api: Caller, member: User) -> None:
    made = upload(api, complete_draft(author=member), "a.txt", b"Two keys", "text/plain").json()
    shelf.remove(Attachment.objects.get().storage_key)

    assert problem(api.get(f"/api/v1/attachments/{made['id']}/content")) == (404, "not_found")


def test_pages_and_api_send_files_with_the_same_headers() -> None:
    assert api_files.HEADERS == page_files.HEADERS


def test_upload_repeated_with_its_key_adds_one_file(api: Caller, member: User) -> None:
    idea = complete_draft(author=member)

    first, second = (upload(api, idea, "a.txt", b"Two keys", "text/plain", key="k-1") for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert second["Idempotency-Replayed"] == "true"
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(("name", "content"), [("a.txt", b"Three keys"), ("b.txt", b"Two keys")])
def test_upload_of_another_file_with_the_same_key_is_refused(
    api: Caller, member: User, name: str, content: bytes
) -> None:
    idea = complete_draft(author=member)
    upload(api, idea, "a.txt", b"Two keys", "text/plain", key="k-1")

    response = upload(api, idea, name, content, "text/plain", key="k-1")

    assert problem(response) == (422, "idempotency_mismatch")
    assert Attachment.objects.count() == 1


def test_upload_that_cannot_be_read_is_refused_with_a_key_too(api: Caller, member: User) -> None:
    response = api.send(
        "POST",
        at(complete_draft(author=member), "/attachments"),
        b"--b\r\nnonsense",
        content_type="multipart/form-data",
        idempotency_key="k-1",
    )

    assert problem(response) == (400, "malformed_body")
    assert not Attachment.objects.exists()
