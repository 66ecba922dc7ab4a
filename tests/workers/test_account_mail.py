import re
import smtplib
import uuid
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from ideas.models import SignInLink, User
from ideas.selectors.sign_in_links import usable_link
from ideas.services.deliveries import Lease
from tests.factories import UserFactory
from workers.failures import DeliveryFailed, DeliveryNotNeeded
from workers.handlers import account_mail

pytestmark = pytest.mark.django_db


def lease(person: User | None, event_type: str = "person.invited") -> Lease:
    payload: dict[str, object] = {"person_id": person.pk if person else None}
    return Lease(1, 1, uuid.uuid4(), event_type, 1, "account_mail", 0, None, None, None, payload, 1, uuid.uuid4())


@pytest.mark.parametrize(
    ("event_type", "purpose"), [("person.invited", "invitation"), ("person.password_reset_asked", "reset")]
)
def test_account_mail_sends_a_link_that_works(event_type: str, purpose: str) -> None:
    person = UserFactory(name="Ada <Byron>", email="ada@example.org")

    account_mail.run(lease(person, event_type))

    sent = mail.outbox[0]
    token = re.findall(r"http://testserver/link/([\w-]{43})/", sent.body)[0]
    link = usable_link(token=token)
    assert sent.to == ["ada@example.org"]
    assert link is not None
    assert (link.person, link.purpose) == (person, purpose)
    assert "Ada <Byron>" in sent.body
    assert "Ada &lt;Byron&gt;" in sent.alternatives[0].content


def test_account_mail_twice_leaves_one_link_that_works() -> None:
    person = UserFactory()

    account_mail.run(lease(person))
    account_mail.run(lease(person))

    assert SignInLink.objects.filter(revoked_at__isnull=True).count() == 1


def test_account_mail_to_nobody_is_not_needed() -> None:
    for nobody in (None, UserFactory(is_active=False)):
        with pytest.raises(DeliveryNotNeeded):
            account_mail.run(lease(nobody, "person.password_reset_asked"))

    assert mail.outbox == []
    assert not SignInLink.objects.exists()


def test_account_mail_while_the_server_is_away_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Any) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)

    with pytest.raises(DeliveryFailed) as failure:
        account_mail.run(lease(UserFactory()))

    assert failure.value.failure.is_final is False


def test_account_mail_links_to_the_page() -> None:
    assert account_mail.LINK_PATH.format(token="abc") == reverse("follow-link", kwargs={"token": "abc"})
