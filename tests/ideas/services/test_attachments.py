"""Files of an idea: which are taken, what of them is kept, what is left behind when one is refused."""

import io
import os
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from ideas.exceptions import Conflict, DomainError, NotPermitted, Unavailable
from ideas.files import shelf
from ideas.models import Attachment, Event, Idea, Organisation
from ideas.services import attachments as service
from ideas.services.attachments import add_attachment, remove_attachment, sweep_files
from ideas.services.drafts import delete_draft
from ideas.services.ideas import withdraw_idea
from tests.factories import UserFactory
from tests.factories.drafts import complete_draft, sent_idea
from tests.factories.files import EICAR, PDF, picture, png_claiming, png_of_text_bombs
from tests.factories.ideas import author_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelves(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def add(idea: Idea, name: str, content: bytes) -> Attachment:
    return add_attachment(idea=idea, by=author_of(idea), name=name, content=io.BytesIO(content))


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.png", picture("PNG"), "image/png"),
        ("a.jpg", picture("JPEG"), "image/jpeg"),
        ("a.jpeg", picture("JPEG", mode="CMYK"), "image/jpeg"),
        ("a.webp", picture("WEBP"), "image/webp"),
        ("a.png", picture("PNG", mode="P"), "image/png"),
        ("a.pdf", PDF, "application/pdf"),
        ("a.txt", "Café, £3".encode(), "text/plain"),
        ("a.csv", "name,cost\nKey,£3".encode("cp1252"), "text/csv"),
        ("a.csv", "name\tcost\nKey\t3".encode("utf-16"), "text/csv"),
    ],
)
def test_add_attachment_of_taken_kind_is_stored(name: str, content: bytes, media_type: str, shelves: Path) -> None:
    attachment = add(complete_draft(), name, content)

    assert (attachment.name, attachment.media_type) == (name, media_type)
    assert attachment.size_bytes == shelf.path_of(attachment.storage_key).stat().st_size
    assert len(files(shelves)) == 1


HOSTILE = {
    "empty": ("a.png", b"", "file_empty"),
    "png header with html": ("a.png", b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>", "file_type"),
    "html as png": ("a.png", b"<!doctype html><script>alert(1)</script>", "file_type"),
    "html as text": ("a.txt", b" <HTML><script>alert(1)</script>", "file_type"),
    "svg": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "file_type"),
    "svg as text": ("a.txt", b'<?xml version="1.0"?><svg onload="alert(1)"/>', "file_type"),
    "gif with script": ("a.gif", b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)", "file_type"),
    "gif as png": ("a.png", b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)", "file_type"),
    "zip as docx": ("a.docx", b"PK\x03\x04" + b"\0" * 60, "file_type"),
    "zip as pdf": ("a.pdf", b"PK\x03\x04" + b"\0" * 60, "file_type"),
    "program": ("a.txt", b"\x7fELF\x02\x01\x01" + b"\0" * 60, "file_type"),
    "binary as csv": ("a.csv", b"a,b\x00\x01\x02", "file_type"),
    "text without a name for it": (".htaccess", b"Deny from all", "file_type"),
    "900 million pixels": ("a.png", png_claiming(30_000, 30_000), "file_unsafe"),
    "2^31 pixels wide": ("a.png", png_claiming(2**31 - 1, 1), "file_unsafe"),
    "cut jpeg": ("a.jpg", picture("JPEG", size=(200, 200))[:700], "file_unsafe"),
    "text bombs": ("a.png", png_of_text_bombs(), "file_unsafe"),
    "over 10 MiB": ("a.txt", b"a" * (10 * 1024**2 + 1), "file_too_large"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_add_attachment_that_is_hostile_is_refused_and_leaves_nothing(case: str, shelves: Path) -> None:
    name, content, code = HOSTILE[case]
    idea = complete_draft()

    with pytest.raises(DomainError) as caught:
        add(idea, name, content)

    assert caught.value.error_code == code
    assert not Attachment.objects.exists()
    assert files(shelves) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.png"),
        ("C:\\x", "x.png"),
        ("a\0.png", "a.png"),
        ("n" * 300, "n" * 150 + ".png"),
        (".png", "png.png"),
        ("..png", "png.png"),
        ("con", "con.png"),
        ("\U0001f511.png", "\U0001f511.png"),
        ('"><svg onload=alert(1)>.png', '"><svg onload=alert(1)>.png'),
        ("photo.html", "photo.html.png"),
        ("gnp.\u202eexe.png", "gnp.exe.png"),
        ("", "file.png"),
        ("PHOTO.PNG", "PHOTO.PNG"),
    ],
)
def test_add_attachment_of_any_name_lies_under_one_made_here(name: str, shown: str, shelves: Path) -> None:
    attachment = add(complete_draft(), name, picture())

    assert attachment.name == shown
    path = files(shelves)[0]
    assert path.parent.parent == shelves / "attachments"
    assert len(path.name) == 32


@pytest.mark.parametrize(("file_format", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_add_attachment_of_photo_keeps_only_pixels(file_format: str, name: str) -> None:
    attachment = add(complete_draft(), name, picture(file_format, place=True))

    with Image.open(shelf.path_of(attachment.storage_key)) as stored:
        assert stored.size == (8, 6)
        assert dict(stored.getexif()) == {}
    assert b"Camera of Sam" not in shelf.path_of(attachment.storage_key).read_bytes()


def test_add_attachment_eleventh_is_refused(shelves: Path) -> None:
    idea = complete_draft()
    for number in range(10):
        add(idea, f"{number}.txt", b"one")

    with pytest.raises(DomainError) as caught:
        add(idea, "10.txt", b"one")

    assert caught.value.error_code == "too_many_files"
    assert len(files(shelves)) == 10


def test_add_attachment_over_quota_is_refused(shelves: Path) -> None:
    Organisation.objects.update(quota_bytes=5)

    with pytest.raises(Conflict) as caught:
        add(complete_draft(), "a.txt", b"sixsix")

    assert caught.value.error_code == "quota_full"
    assert files(shelves) == []


def test_add_attachment_by_somebody_else_is_refused() -> None:
    with pytest.raises(NotPermitted):
        add_attachment(idea=complete_draft(), by=UserFactory(), name="a.txt", content=io.BytesIO(b"a"))

    assert not Attachment.objects.exists()


def test_add_attachment_to_closed_idea_is_refused() -> None:
    idea = sent_idea()
    withdraw_idea(idea=idea, by=author_of(idea))

    with pytest.raises(Conflict) as caught:
        add(idea, "a.txt", b"a")

    assert caught.value.error_code == "idea_closed"


def test_attachment_events_are_recorded_for_sent_ideas_only(django_capture_on_commit_callbacks: Any) -> None:
    add(complete_draft(), "a.txt", b"a")
    idea = sent_idea()
    attachment = add(idea, "a.txt", b"a")

    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(attachment=attachment, by=author_of(idea))
        remove_attachment(attachment=attachment, by=author_of(idea))

    types = Event.objects.filter(type__startswith="attachment").order_by("id").values_list("type", flat=True)
    assert list(types) == ["attachment.added", "attachment.removed"]
    assert not shelf.path_of(attachment.storage_key).exists()


def test_delete_draft_removes_its_files(django_capture_on_commit_callbacks: Any, shelves: Path) -> None:
    idea = complete_draft()
    add(idea, "a.txt", b"a")

    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(idea=idea, by=author_of(idea))

    assert files(shelves) == []


def test_sweep_files_removes_old_orphans_alone(shelves: Path) -> None:
    kept = add(complete_draft(), "a.txt", b"a")
    for age, name in ((0, "new"), (service.ORPHAN_SECONDS + 60, "old")):
        shelf.put(f"attachments/00/{name}", b"lost")
        when = shelf.path_of(f"attachments/00/{name}").stat().st_mtime - age
        os.utime(shelf.path_of(f"attachments/00/{name}"), (when, when))

    assert sweep_files() == 1
    assert sorted(path.name for path in files(shelves)) == sorted(["new", Path(kept.storage_key).name])


class FakeScanner(threading.Thread):
    """A clamd for one question: answers `reply`, or FOUND when the test virus is in the file."""

    def __init__(self, reply: bytes = b"stream: OK\0") -> None:
        super().__init__(daemon=True)
        self.reply = reply
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(10)
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"

    def run(self) -> None:
        connection, _address = self.listener.accept()
        with connection, connection.makefile("rb") as sent:
            assert sent.read(10) == b"zINSTREAM\0"
            content = b""
            while length := struct.unpack(">I", sent.read(4))[0]:
                content += sent.read(length)
            connection.sendall(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else self.reply)


@pytest.fixture
def scanner(settings: Any) -> Iterator[FakeScanner]:
    fake = FakeScanner()
    settings.CLAMD_ADDRESS = fake.address
    fake.start()
    yield fake
    fake.join(10)
    fake.listener.close()


@pytest.mark.usefixtures("scanner")
def test_add_attachment_that_the_scanner_knows_is_refused(shelves: Path) -> None:
    with pytest.raises(DomainError) as caught:
        add(complete_draft(), "a.txt", EICAR)

    assert caught.value.error_code == "file_infected"
    assert files(shelves) == []


@pytest.mark.usefixtures("scanner")
def test_add_attachment_that_the_scanner_finds_clean_is_stored() -> None:
    assert add(complete_draft(), "a.txt", b"a" * 200_000).size_bytes == 200_000


def test_add_attachment_with_confused_scanner_is_refused(scanner: FakeScanner) -> None:
    scanner.reply = b"stream: size limit exceeded ERROR\0"

    with pytest.raises(Unavailable) as caught:
        add(complete_draft(), "a.txt", b"a")

    assert caught.value.error_code == "scanner_unavailable"


def test_add_attachment_with_scanner_down_is_refused_and_keeps_the_draft(settings: Any, shelves: Path) -> None:
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    idea = complete_draft()

    with pytest.raises(Unavailable):
        add(idea, "a.txt", b"a")

    assert Idea.objects.get().title == idea.title
    assert files(shelves) == []
