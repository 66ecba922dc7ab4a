"""Pages of an evaluation: there only at this machine, and only where the demo is or somebody who may see all."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.http import Http404
from django.test import Client, RequestFactory

from frontend.views import demo
from ideas.models import Digest, Organisation
from tests.factories import UserFactory
from tests.factories.news import NotificationFactory, administrator

pytestmark = pytest.mark.django_db


def ask(person: Any, **meta: str) -> Any:
    request = RequestFactory().get("/demo/mail/", **meta)
    request.user = person
    return demo._refuse_unless_evaluating(request)


@pytest.mark.parametrize(
    ("mode", "is_demo", "meta"),
    [
        ("production", True, {}),
        ("test", True, {}),
        ("evaluation", False, {}),
        ("evaluation", True, {"REMOTE_ADDR": "192.0.2.7"}),
        ("evaluation", True, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}),
    ],
)
def test_pages_are_not_there(settings: Any, mode: str, is_demo: bool, meta: dict[str, str]) -> None:
    settings.MODE = mode
    Organisation.objects.update(is_demo=is_demo)

    with pytest.raises(Http404):
        ask(UserFactory(), **meta)


def test_pages_are_there_for_anybody_in_the_demo(settings: Any) -> None:
    settings.MODE = "evaluation"
    Organisation.objects.update(is_demo=True)

    assert ask(UserFactory()) is None


def test_pages_are_there_for_administrators_without_the_demo(settings: Any) -> None:
    settings.MODE = "evaluation"

    assert ask(administrator()) is None


@pytest.mark.urls("tests.frontend.account_urls")
class TestDailyMail:
    @pytest.fixture(autouse=True)
    def _evaluation(self, settings: Any) -> None:
        settings.MODE = "evaluation"
        Organisation.objects.update(is_demo=True)

    def test_daily_mail_is_sent_at_the_press_of_a_button(self, client: Client) -> None:
        news = NotificationFactory(mail_state="digest")
        client.force_login(news.person)

        shown = client.get("/demo/mail/").content.decode()
        pressed = client.post("/demo/mail/daily/")

        assert "1 piece of news waits for half past eight" in shown
        assert (pressed.status_code, pressed["Location"]) == (302, "/demo/mail/")
        assert list(Digest.objects.values_list("person_id", flat=True)) == [news.person_id]

    def test_daily_mail_for_nobody_says_so(self, client: Client) -> None:
        client.force_login(UserFactory())

        pressed = client.post("/demo/mail/daily/")

        assert [str(one) for one in get_messages(pressed.wsgi_request)] == ["Nothing waits for anybody who is here."]
        assert not Digest.objects.exists()

    def test_daily_mail_of_a_real_organisation_is_not_there(self, client: Client) -> None:
        Organisation.objects.update(is_demo=False)
        client.force_login(NotificationFactory(mail_state="digest").person)

        assert client.post("/demo/mail/daily/").status_code == 404
        assert not Digest.objects.exists()

    def test_daily_mail_is_not_sent_by_looking(self, client: Client) -> None:
        NotificationFactory(mail_state="digest")

        assert client.get("/demo/mail/daily/").status_code == 405
        assert not Digest.objects.exists()
