"""Files of ideas, sent and fetched."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ideas.models import Attachment, Idea
from tests.factories import UserFactory
from tests.factories.drafts import WORDS
from tests.factories.files import picture
from tests.pages import typed

pytestmark = pytest.mark.django_db


def test_files_are_kept_with_the_draft_and_removed_again(pages: Client) -> None:
    upload = SimpleUploadedFile("key.png", picture(place=True), "image/png")
    pages.post("/share/", typed(act="draft", files=[upload]))
    attachment = Attachment.objects.get()

    download = pages.get(f"/files/{attachment.public_id}/")

    assert download["Content-Disposition"] == 'attachment; filename="key.png"'
    assert download["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (download["Cache-Control"], download["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    assert b"".join(download).startswith(b"\x89PNG")

    removed = pages.post(f"/files/{attachment.public_id}/remove/")

    assert removed["Location"] == f"/ideas/{Idea.objects.get().ref}/draft/"
    assert pages.get(f"/files/{attachment.public_id}/").status_code == 404


def test_file_that_is_refused_keeps_text_and_says_why(pages: Client) -> None:
    upload = SimpleUploadedFile("key.png", b"<!doctype html>", "image/png")

    response = pages.post("/share/", typed(act="send", files=[upload]))

    assert response.status_code == 422
    assert "Only pictures" in response.content.decode()
    assert Idea.objects.get().title == WORDS["title"]
    assert not Attachment.objects.exists()


def test_file_name_with_quotes_cannot_leave_its_header(pages: Client) -> None:
    upload = SimpleUploadedFile("x.png", picture(), "image/png")
    pages.post("/share/", typed(act="draft", files=[upload]))
    Attachment.objects.update(name='"; filename=evil.html; é.png')

    response = pages.get(f"/files/{Attachment.objects.get().public_id}/")
    response.close()

    assert (
        response["Content-Disposition"] == "attachment; filename*=utf-8''%22%3B%20filename%3Devil.html%3B%20%C3%A9.png"
    )


@pytest.mark.parametrize("headers", [{}, {"If-None-Match": '"x"'}, {"Range": "bytes=0-1"}])
def test_file_of_hidden_idea_is_not_there_for_others(pages: Client, headers: dict[str, str]) -> None:
    upload = SimpleUploadedFile("x.txt", b"secret", "text/plain")
    pages.post("/share/", typed(act="draft", files=[upload]))
    address = f"/files/{Attachment.objects.get().public_id}/"
    other = Client()
    other.force_login(UserFactory())

    assert other.get(address, headers=headers).status_code == 404
    assert other.head(address, headers=headers).status_code == 404
    assert Client().get(address).status_code == 302


def test_empty_upload_is_refused(pages: Client) -> None:
    upload = SimpleUploadedFile("x.txt", b"", "text/plain")
    upload.file = BytesIO(b"")

    response = pages.post("/share/", typed(act="draft", files=[upload]))

    assert response.status_code == 422
    assert not Attachment.objects.exists()
