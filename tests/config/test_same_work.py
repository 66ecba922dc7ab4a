"""Nothing that a stranger may send tells whether anybody has an address: the same answer for the same work.

Work is counted, not timed: password hashes and statements to the database.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.models import Delivery, Event, SignInLink
from ideas.services.sign_in_links import make_sign_in_link
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
KNOWN, CLOSED, BARE, STRANGER = "known@example.org", "closed@example.org", "bare@example.org", "nobody@example.org"


@pytest.fixture(autouse=True)
def people(db: None) -> None:
    for email, is_active in ((KNOWN, True), (CLOSED, False)):
        person = UserFactory(email=email, is_active=is_active)
        person.set_password("four brown otters sing")
        person.save()
    bare = UserFactory(email=BARE)
    bare.set_unusable_password()
    bare.save()


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was hashed so far."""
    done: list[str] = []
    encode = MD5PasswordHasher.encode

    def count(self: Any, password: str, salt: str) -> str:
        done.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", count)
    return done


def statements(act: Callable[[], Any]) -> tuple[Any, list[str]]:
    """Return what `act` answered and the statements it took, without their values."""
    with CaptureQueriesContext(connection) as captured:
        response = act()
    return response, [re.sub(r"'[^']*'|[\ds_x]*\d+", "?", one["sql"]) for one in captured.captured_queries]


def network_of(email: str) -> str:
    """Return another network for the known address, so that both are the first to come from theirs."""
    return "192.0.2.1" if email == KNOWN else "192.0.2.2"


def sign_in(email: str) -> Any:
    return Client().post(
        "/accounts/login/", {"login": email, "password": "not this one"}, REMOTE_ADDR=network_of(email)
    )


def ask_reset(email: str) -> Any:
    return Client().post("/accounts/password/forgotten/", {"email": email}, REMOTE_ADDR=network_of(email))


def shown(response: Any, email: str) -> bytes:
    """Return the page without what differs between any two requests, and without the address that was typed."""
    page = re.sub(rb'(name="csrfmiddlewaretoken" value|content)="[A-Za-z0-9]{64}"', b"", response.content)
    page = page.replace(response.wsgi_request.path.encode(), b"")
    return page.replace(email.encode(), b"") if email else page


@pytest.mark.parametrize("email", [CLOSED, BARE, STRANGER])
def test_wrong_password_takes_the_same_work_whoever_it_is(hashed: list[str], email: str) -> None:
    known, known_work = statements(lambda: sign_in(KNOWN))
    known_hashes = len(hashed)

    other, other_work = statements(lambda: sign_in(email))

    assert len(hashed) - known_hashes == known_hashes == 1
    assert other_work == known_work
    assert (other.status_code, shown(other, email)) == (known.status_code, shown(known, KNOWN))


@pytest.mark.parametrize("email", [CLOSED, BARE, STRANGER])
def test_asking_for_a_new_password_takes_the_same_work_whoever_it_is(hashed: list[str], email: str) -> None:
    known, known_work = statements(lambda: ask_reset(KNOWN))

    other, other_work = statements(lambda: ask_reset(email))

    assert hashed == []
    assert other_work == known_work
    assert (other.status_code, shown(other, email)) == (known.status_code, shown(known, KNOWN))
    assert Event.objects.count() == 2
    assert Delivery.objects.count() == 2


def test_dead_links_take_the_same_work_whatever_they_were() -> None:
    used, over, left = (UserFactory() for _ in range(3))
    tokens = [make_sign_in_link(person=one, purpose=SignInLink.Purpose.INVITATION) for one in (used, over, left)]
    SignInLink.objects.filter(person=used).update(used_at=timezone.now())
    SignInLink.objects.filter(person=over).update(expires_at=timezone.now() - timedelta(seconds=1))
    left.is_active = False
    left.save()

    found = [statements(lambda token=token: Client().get(f"/link/{token}/")) for token in [*tokens, "never-made"]]

    works = {tuple(work) for _response, work in found}
    assert [response.status_code for response, _work in found] == [410] * 4
    assert len(works) == 1
    assert len({shown(response, "") for response, _work in found}) == 1
