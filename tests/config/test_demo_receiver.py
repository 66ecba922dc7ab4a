"""The demo's webhook receiver, its endpoint, and the pages that show what an evaluation sends nowhere."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend

from config.demo.receiver import KEPT_MESSAGES, Receiver
from config.demo.receiver_endpoint import NAME, connect_receiver
from frontend import demo_files
from ideas.models import Delivery, Endpoint, Organisation
from ideas.services.endpoints import test_endpoint as ask_for_test
from tests.factories.news import SECRET, administrator, sealed_endpoint
from workers.execution import run_delivery
from workers.handlers.webhooks import signed

BODY = b'{"type":"idea.submitted","data":{"ref":"GS-000123"}}'


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    with Receiver(0, folder=tmp_path / "receiver", secret=SECRET) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def kept(receiver: Receiver) -> list[dict[str, Any]]:
    return [json.loads(file.read_text()) for file in sorted(receiver.folder.glob("*.json"))]


def headers(body: bytes) -> dict[str, str]:
    return signed(message_id="one", at=datetime.now(UTC), content=body, secrets=(SECRET,))


def test_receiver_keeps_a_genuine_message(receiver: Receiver) -> None:
    assert receiver.keep(headers(BODY), BODY) is True
    assert [(one["id"], one["is_genuine"], one["body"]["type"]) for one in kept(receiver)] == [
        ("one", True, "idea.submitted")
    ]


def test_receiver_does_not_believe_a_changed_message(receiver: Receiver) -> None:
    assert receiver.keep(headers(BODY), BODY.replace(b"123", b"124")) is False
    assert kept(receiver)[0]["is_genuine"] is False


def test_receiver_keeps_the_last_fifty(receiver: Receiver) -> None:
    for _number in range(KEPT_MESSAGES + 3):
        receiver.keep(headers(BODY), BODY)

    assert len(kept(receiver)) == KEPT_MESSAGES


@pytest.mark.django_db
def test_receiver_gets_a_test_message_from_the_worker(receiver: Receiver, settings: Any) -> None:
    port = receiver.server_address[1]
    settings.OUTBOUND_ALLOW = [f"127.0.0.1:{port}"]
    settings.DATA_DIR = receiver.folder.parent
    event = ask_for_test(endpoint=sealed_endpoint(address=f"http://127.0.0.1:{port}/"), by=administrator())

    run_delivery(Delivery.objects.get(event=event).pk)

    shown = demo_files.messages()
    assert [(one.kind, one.is_genuine) for one in shown] == [("endpoint.tested", True)]


@pytest.mark.django_db
def test_connect_receiver_keeps_one_endpoint_and_its_secret(settings: Any) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1:8081", "127.0.0.1:9081"]
    Organisation.objects.update(is_demo=True)
    administrator()

    first, second = connect_receiver(port=8081), connect_receiver(port=9081)

    assert first == second != ""
    assert list(Endpoint.objects.values_list("name", "address_hint")) == [(NAME, "127.0.0.1:9081/…")]


@pytest.mark.django_db
def test_connect_receiver_without_the_demo_connects_nothing() -> None:
    administrator()

    assert connect_receiver(port=8081) == ""
    assert not Endpoint.objects.exists()


def test_mails_of_an_evaluation_are_shown_latest_first(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    for subject in ("First", "Sécond"):
        mail = EmailMultiAlternatives(subject, "Words — with a dash", to=["a@example.org"])
        mail.attach_alternative("<p>Words</p>", "text/html")
        EmailBackend(file_path=str(tmp_path)).send_messages([mail, mail])

    shown = demo_files.mails()

    assert sorted(one.subject for one in shown) == ["First", "First", "Sécond", "Sécond"]
    assert shown[0].text.strip() == "Words — with a dash"
    assert shown[0].to == "a@example.org"


def test_mails_sent_to_a_server_are_not_shown() -> None:
    assert demo_files.mails() == []
