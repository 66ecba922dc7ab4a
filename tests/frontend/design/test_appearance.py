"""The choices of one browser: kept in cookies, never trusted, never a way out of the site."""

import pytest
from django.test import Client

from frontend.navigation import section_of


@pytest.mark.parametrize(
    ("said", "kept"), [("dark", "dark"), ("light", "light"), ("system", "system"), ("pink", "system")]
)
def test_change_appearance_keeps_known_schemes_only(client: Client, said: str, kept: str) -> None:
    response = client.post("/appearance/", {"scheme": said, "next": "/help/"})

    assert (response.status_code, response.headers["Location"]) == (302, "/help/")
    assert response.cookies["appearance"].value == kept
    assert response.cookies["appearance"]["httponly"] is True


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "help/", "\\\\evil.example"]
)
def test_change_appearance_never_leads_to_another_site(client: Client, target: str) -> None:
    response = client.post("/appearance/", {"scheme": "dark", "next": target})

    assert response.headers["Location"] == "/"


def test_change_appearance_by_get_is_refused(client: Client) -> None:
    response = client.get("/appearance/")

    assert response.status_code == 405
    assert "appearance" not in response.cookies


def test_change_appearance_without_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/appearance/", {"scheme": "dark"})

    assert response.status_code == 403
    assert "This page was open too long" in response.content.decode()
    assert "appearance" not in response.cookies


def test_page_of_dark_scheme_says_so_on_its_root(client: Client) -> None:
    client.cookies["appearance"] = "dark"

    page = client.get("/help/").content.decode()

    assert '<html lang="en-gb" dir="ltr" data-bs-theme="dark">' in page


def test_page_of_unknown_scheme_follows_the_system(client: Client) -> None:
    client.cookies["appearance"] = '"><script>'

    page = client.get("/help/").content.decode()

    assert '<html lang="en-gb" dir="ltr">' in page


def test_shortcuts_turned_off_stay_off_until_turned_on(client: Client) -> None:
    client.post("/shortcuts/", {"keys": "off"})
    off = client.get("/help/keyboard/").content.decode()
    client.post("/shortcuts/", {"keys": "on"})
    on = client.get("/help/keyboard/").content.decode()

    assert "Single keys are off in this browser." in off
    assert "Single keys are on in this browser." in on


@pytest.mark.parametrize(
    ("url_name", "section"),
    [
        ("board", "ideas"),
        ("idea", "ideas"),
        ("idea-new", "share"),
        ("my-ideas", "mine"),
        ("review-queue", "reviews"),
        ("help", ""),
        (None, ""),
        ("ideas-to-decide", "reviews"),
        ("escalated", "reviews"),
        ("watch-wake", "reviews"),
        ("precedents", "triage"),
    ],
)
def test_section_of_page_follows_its_url_name(url_name: str | None, section: str) -> None:
    assert section_of(url_name) == section
