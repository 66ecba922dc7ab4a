import logging
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from config.accounts import is_own_path
from ideas.models import Event, Organisation, SignInLink, User
from ideas.services.sign_in_links import make_sign_in_link
from tests.factories import DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "four brown otters sing"


def member(**fields: Any) -> User:
    person = UserFactory(**fields)
    person.set_password(PASSWORD)
    person.save()
    return person


def send(client: Client, email: str, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password}, **extra)


def signed_in_as(client: Client) -> int | None:
    key = client.session.get("_auth_user_id")
    return int(key) if key else None


def test_sign_in_with_password_opens_a_listed_session(client: Client) -> None:
    person = member(email="rhian@example.org")

    response = send(client, "Rhian@example.org")

    assert (response.status_code, response["Location"]) == (302, "/")
    assert signed_in_as(client) == person.pk
    assert UserSession.objects.get().session_key == client.session.session_key


def test_sign_in_changes_the_session_key(client: Client) -> None:
    member(email="rhian@example.org")
    session = client.session
    session["kept"] = "something"
    session.save()
    planted = session.session_key

    send(client, "rhian@example.org")

    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_sign_in_with_wrong_password_keeps_the_address_and_says_so(client: Client) -> None:
    member(email="rhian@example.org")

    response = send(client, "rhian@example.org", "not this one")

    assert response.status_code == 422
    assert b"This address and password do not belong together." in response.content
    assert b'value="rhian@example.org"' in response.content
    assert signed_in_as(client) is None


def test_sign_in_of_a_stranger_looks_like_a_wrong_password(client: Client) -> None:
    response = send(client, "nobody@example.org", "not this one")

    assert response.status_code == 422
    assert b"This address and password do not belong together." in response.content


def test_sixth_wrong_password_is_refused_but_not_from_another_network(client: Client) -> None:
    member(email="rhian@example.org")
    for _try in range(5):
        assert b"do not belong together" in send(client, "rhian@example.org", "wrong").content

    refused = send(client, "rhian@example.org")
    elsewhere = send(Client(), "rhian@example.org", REMOTE_ADDR="192.0.2.7")

    assert b"That was too often." in refused.content
    assert elsewhere.status_code == 302


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil", "javascript:alert(1)", "https://evil.example/", "%09//x"]
)
def test_sign_in_never_leads_off_this_site(client: Client, path: str) -> None:
    member(email="rhian@example.org")

    response = client.post("/accounts/login/", {"login": "rhian@example.org", "password": PASSWORD, "next": path})

    assert (response.status_code, response["Location"]) == (302, "/")


def test_sign_in_leads_on_to_the_page_that_was_asked_for(client: Client) -> None:
    member(email="rhian@example.org")
    fields = {"login": "rhian@example.org", "password": PASSWORD, "next": "/ideas/GS-000123/?tab=all"}

    assert client.post("/accounts/login/", fields)["Location"] == "/ideas/GS-000123/?tab=all"


@pytest.mark.parametrize(
    "url",
    ["", "evil.example", "//evil", "///evil", "/\\evil", "\\\\evil", "http:evil", "https:///evil", "/\t/evil", "/\n/evil",
     " /x", "\x00/x", "javascript:1", "data:text/html,1", "//evil@host", "/\\/evil", "ftp://x/", "?next=/", "#x",
     "http://testserver/x"],
)  # fmt: skip
def test_is_own_path_of_anything_else_is_false(url: str) -> None:
    assert is_own_path(url) is False


@pytest.mark.parametrize("url", ["/", "/ideas/", "/ideas/?q=a%20b&sort=new#c1", "/x//y"])
def test_is_own_path_of_a_path_is_true(url: str) -> None:
    assert is_own_path(url) is True


def test_there_is_no_page_to_sign_up(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_link_shows_a_button_first_and_signs_in_by_pressing_it(client: Client) -> None:
    person = UserFactory()
    token = make_sign_in_link(person=person, purpose=SignInLink.Purpose.SIGN_IN)

    shown = client.get(f"/link/{token}/")
    still_out = signed_in_as(client)
    pressed = client.post(f"/link/{token}/")

    assert (shown.status_code, still_out) == (200, None)
    assert shown["Referrer-Policy"] == "no-referrer"
    assert "no-store" in shown["Cache-Control"]
    assert (pressed.status_code, pressed["Location"]) == (302, "/")
    assert signed_in_as(client) == person.pk
    assert UserSession.objects.get().user == person


def test_link_used_twice_is_gone_and_signs_nobody_in(client: Client) -> None:
    token = make_sign_in_link(person=UserFactory(), purpose=SignInLink.Purpose.SIGN_IN)
    Client().post(f"/link/{token}/")

    response = client.post(f"/link/{token}/")

    assert response.status_code == 410
    assert signed_in_as(client) is None


def test_link_that_is_dead_stays_out_of_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    token = "T" * 43

    with caplog.at_level(logging.DEBUG):
        client.get(f"/link/{token}/")

    assert token not in caplog.text


def test_invitation_lets_the_person_choose_a_password_and_in(client: Client) -> None:
    person = UserFactory(name="Ada Byron")
    token = make_sign_in_link(person=person, purpose=SignInLink.Purpose.INVITATION)

    shown = client.get(f"/link/{token}/")
    weak = client.post(f"/link/{token}/", {"password": "12345"})
    chosen = client.post(f"/link/{token}/", {"password": PASSWORD})

    assert b"Welcome, Ada Byron" in shown.content
    assert weak.status_code == 422
    assert chosen.status_code == 302
    assert signed_in_as(client) == person.pk


def test_forgotten_password_answers_the_same_for_member_and_stranger(client: Client) -> None:
    member(email="rhian@example.org")

    known = client.post("/accounts/password/forgotten/", {"email": "rhian@example.org"})
    unknown = client.post("/accounts/password/forgotten/", {"email": "nobody@example.org"})

    assert known.status_code == unknown.status_code == 200
    assert known.content.replace(b"rhian@", b"nobody@").split(b"csrf")[0] == unknown.content.split(b"csrf")[0]
    assert Event.objects.filter(type="person.password_reset_asked").count() == 2


def test_forgotten_password_without_an_address_says_what_to_write(client: Client) -> None:
    response = client.post("/accounts/password/forgotten/", {"email": "rhian"})

    assert response.status_code == 422
    assert b"Write an e-mail address, as name@example.org." in response.content
    assert not Event.objects.exists()


def test_sign_out_is_a_post_and_ends_the_session(client: Client) -> None:
    client.force_login(UserFactory())
    key = client.session.session_key

    asked = client.get("/accounts/logout/")
    done = client.post("/accounts/logout/")

    assert (asked.status_code, done.status_code) == (200, 302)
    assert not Session.objects.filter(session_key=key).exists()


def test_password_change_ends_the_other_browsers(client: Client) -> None:
    member(email="rhian@example.org")
    other = Client()
    send(client, "rhian@example.org")
    send(other, "rhian@example.org")
    new = "nine loud geese agree"

    response = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert response.status_code == 302
    assert client.get("/accounts/password/change/").status_code == 200
    assert other.get("/accounts/password/change/").status_code == 302


def test_session_older_than_seven_days_is_over(client: Client) -> None:
    client.force_login(UserFactory())
    session = client.session
    session["signed_in_at"] = int(timezone.now().timestamp()) - 7 * 24 * 60 * 60 - 1
    session.save()

    assert client.get("/accounts/password/change/")["Location"].startswith("/accounts/login/")


def test_session_of_a_deactivated_person_leads_to_the_sign_in_page(client: Client) -> None:
    person = UserFactory()
    client.force_login(person)
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert client.get("/accounts/password/change/")["Location"].startswith("/accounts/login/")


@pytest.mark.urls("tests.frontend.account_urls")
class TestPersonas:
    @pytest.fixture(autouse=True)
    def _evaluation(self, settings: Any) -> None:
        settings.MODE = "evaluation"
        Organisation.objects.update(is_demo=True)

    def test_sign_in_as_a_persona_is_one_press(self, client: Client) -> None:
        person = UserFactory(name="Megan Hughes", persona_order=1, persona_line="Shares an idea")

        shown = client.get("/sign-in-as/")
        pressed = client.post("/sign-in-as/", {"person": str(person.public_id)})

        assert b"Megan Hughes" in shown.content
        assert pressed.status_code == 302
        assert signed_in_as(client) == person.pk

    def test_sign_in_as_anybody_of_the_demonstration_is_offered(self, client: Client) -> None:
        person = UserFactory(department=DepartmentFactory(), name="Ola Reviewer")

        shown = client.get("/sign-in-as/")
        pressed = client.post("/sign-in-as/", {"person": str(person.public_id)})

        assert "Ola Reviewer" in shown.content.decode()
        assert pressed.status_code == 302

    def test_sign_in_as_somebody_who_left_is_not_found(self, client: Client) -> None:
        person = UserFactory(persona_order=1, is_active=False)

        assert client.post("/sign-in-as/", {"person": str(person.public_id)}).status_code == 404
        assert signed_in_as(client) is None

    @pytest.mark.parametrize(
        "extra", [{"REMOTE_ADDR": "192.0.2.7"}, {"REMOTE_ADDR": ""}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}]
    )
    def test_sign_in_as_from_another_machine_is_not_found(self, client: Client, extra: dict[str, str]) -> None:
        assert client.get("/sign-in-as/", **extra).status_code == 404

    def test_sign_in_as_without_demo_data_is_not_found(self, client: Client) -> None:
        Organisation.objects.update(is_demo=False)

        assert client.get("/sign-in-as/").status_code == 404

    @pytest.mark.parametrize("mode", ["production", "test"])
    def test_sign_in_as_in_another_mode_is_not_found(self, client: Client, settings: Any, mode: str) -> None:
        settings.MODE = mode

        assert client.get("/sign-in-as/").status_code == 404


def test_sign_in_as_has_no_address_outside_evaluation() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("sign-in-as")
