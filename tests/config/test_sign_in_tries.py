"""Guessing passwords is slow from wherever, and keeps nobody out of a browser that they use."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.utils import timezone

from config.known_browsers import SALT, cookie_name
from ideas.models import RateWindow, User
from ideas.services.sign_in_tries import account_key
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "four brown otters sing"
EMAIL = "rhian@example.org"
MISMATCH = b"do not belong together"
TOO_OFTEN = b"That was too often."


@pytest.fixture(autouse=True)
def _within_one_window() -> Iterator[None]:
    now = timezone.now()
    with time_machine.travel(now.replace(minute=now.minute // 15 * 15, second=30), tick=False):
        yield


@pytest.fixture(autouse=True)
def rhian(db: None) -> User:
    person = UserFactory(email=EMAIL)
    person.set_password(PASSWORD)
    person.save()
    return person


def send(client: Client, password: str, address: str = "127.0.0.1", email: str = EMAIL) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password}, REMOTE_ADDR=address)


def guess_from_everywhere(tries: int, email: str = EMAIL) -> list[bool]:
    """Guess from a new address each time; return whether each guess was judged."""
    return [MISMATCH in send(Client(), "wrong", f"198.51.100.{number}", email).content for number in range(tries)]


def test_guesses_from_a_hundred_addresses_are_twenty() -> None:
    assert guess_from_everywhere(100).count(True) == 20


def test_guesses_at_an_address_that_nobody_has_are_twenty() -> None:
    assert guess_from_everywhere(25, "nobody@example.org").count(True) == 20


def test_right_password_after_twenty_guesses_waits_for_the_next_quarter() -> None:
    guess_from_everywhere(20)
    refused = send(Client(), PASSWORD, "192.0.2.7")

    with time_machine.travel(timezone.now() + timedelta(minutes=15)):
        later = send(Client(), PASSWORD, "192.0.2.7")

    assert TOO_OFTEN in refused.content
    assert later.status_code == 302


def test_person_signs_in_from_a_known_browser_while_strangers_guess() -> None:
    browser = Client()
    send(browser, PASSWORD)
    browser.post("/accounts/logout/")
    guess_from_everywhere(30)

    assert send(browser, PASSWORD, "192.0.2.7").status_code == 302


def test_known_browser_has_five_tries_of_its_own() -> None:
    browser = Client()
    send(browser, PASSWORD)
    browser.post("/accounts/logout/")

    answers = [send(browser, "wrong", f"198.51.100.{number}") for number in range(6)]

    assert [MISMATCH in one.content for one in answers] == [True] * 5 + [False]


def test_cookie_of_another_account_gives_no_tries_of_its_own() -> None:
    other = UserFactory(email="ana@example.org")
    other.set_password(PASSWORD)
    other.save()
    browser = Client()
    send(browser, PASSWORD, email="ana@example.org")
    browser.post("/accounts/logout/")
    guess_from_everywhere(20)

    assert TOO_OFTEN in send(browser, PASSWORD, "192.0.2.7").content


@pytest.mark.parametrize(
    "cookie",
    ["", "nonsense", signing.dumps([account_key(EMAIL), "x"], salt="other"), signing.dumps(5, salt=SALT)],
    ids=["empty", "unsigned", "other-salt", "other-shape"],
)
def test_forged_cookie_is_no_known_browser(cookie: str) -> None:
    guess_from_everywhere(20)
    browser = Client()
    browser.cookies[cookie_name()] = cookie

    assert TOO_OFTEN in send(browser, PASSWORD, "192.0.2.7").content


def test_cookie_is_for_the_server_alone() -> None:
    browser = Client()

    send(browser, PASSWORD)

    cookie = browser.cookies[cookie_name()]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert EMAIL not in cookie.value


def test_rotating_within_one_ipv6_network_is_one_network() -> None:
    answers = [send(Client(), "wrong", f"2001:db8:1:2::{number:x}") for number in range(1, 9)]

    assert [MISMATCH in one.content for one in answers] == [True] * 5 + [False] * 3


def test_right_passwords_are_not_counted() -> None:
    answers = [send(Client(), PASSWORD).status_code for _ in range(8)]

    assert answers == [302] * 8
    assert set(RateWindow.objects.values_list("count", flat=True)) == {0}


def test_refused_guesses_are_not_counted() -> None:
    guess_from_everywhere(40)

    assert RateWindow.objects.get(key=f"sign-in:{account_key(EMAIL)}").count == 20


def test_sixth_reset_within_a_quarter_is_refused_from_wherever() -> None:
    answers = [
        Client().post("/accounts/password/forgotten/", {"email": EMAIL}, REMOTE_ADDR=f"198.51.100.{number}").status_code
        for number in range(6)
    ]

    assert answers == [200] * 5 + [429]


def test_limits_hold_with_valkey_down(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert guess_from_everywhere(22).count(True) == 20
