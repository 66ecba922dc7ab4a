"""Sharing an idea in a real browser: by keyboard alone, saved while typing, and without script."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from ideas.models import Idea, User
from ideas.services.defaults import install_defaults
from tests.browsing import violations, window_of
from tests.factories import DepartmentFactory, MembershipFactory, UserFactory, submitted_idea

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 700}


@pytest.fixture
def sam(transactional_db: None) -> User:
    install_defaults()
    manager = UserFactory(name="Lorna Campbell")
    MembershipFactory(person=manager, department=DepartmentFactory(slug="business"), lead=True)
    submitted_idea(title="Soft panels between desks on the phone floor")
    return UserFactory(name="Sam Okafor", manager=manager)


def open_page(browser: Browser, live_server: LiveServer, person: User, path: str, **options: Any) -> Page:
    page = window_of(browser, person, live_server.url, **options).new_page()
    page.goto(f"{live_server.url}{path}")
    return page


def test_share_by_keyboard_alone_is_saved_while_typing_and_sent(
    browser: Browser, live_server: LiveServer, sam: User
) -> None:
    page = open_page(browser, live_server, sam, "/share/", viewport=WIDE)
    page.locator("#id_title").focus()
    for text in (
        "Quiet headsets for the phone floor",
        "Callers hear the next desk.",
        "Give us headsets.",
        "Shorter calls.",
    ):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.locator("#id_is_small").focus()
    page.keyboard.press("Space")

    expect(page.locator("#who .gs-promise-d")).to_be_visible()
    expect(page.locator("#who")).to_contain_text("Lorna Campbell")
    expect(page.locator("#alike")).to_contain_text("Soft panels between desks")
    expect(page.locator("[data-autosave-state=saved]")).to_be_visible()
    expect(page.locator("[name=shown]")).to_have_count(1)
    page.get_by_role("button", name="Send idea").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ideas/GS-*/")

    idea = Idea.objects.get(authors__person=sam)
    assert (idea.title, idea.stage, idea.tier) == ("Quiet headsets for the phone floor", "submitted", 0)


def test_share_panel_follows_the_answers(browser: Browser, live_server: LiveServer, sam: User) -> None:
    page = open_page(browser, live_server, sam, "/share/", viewport=WIDE)
    procurement = page.locator(".gs-who li", has_text="Procurement")

    page.locator("[name=answers__buys][value=new]").check()
    expect(procurement).to_have_attribute("data-asked", "asked")
    page.locator("[name=answers__buys][value=no]").check()

    expect(procurement).to_have_attribute("data-asked", "no")


def test_share_without_script_shows_the_panel_and_sends(browser: Browser, live_server: LiveServer, sam: User) -> None:
    page = open_page(browser, live_server, sam, "/share/", viewport=WIDE, java_script_enabled=False)
    for field in ("title", "problem", "proposal", "expected_result"):
        page.locator(f"#id_{field}").fill("Something better")
    page.locator("#id_is_small").check()
    page.get_by_role("button", name="Show who will look at it").click()
    assert "You will have an answer by" in page.locator("#who").inner_text()
    page.get_by_role("button", name="Send idea").click()

    assert Idea.objects.get(authors__person=sam).stage == "submitted"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_share_has_no_accessibility_violation(
    browser: Browser, live_server: LiveServer, sam: User, scheme: Any, size: Any
) -> None:
    page = open_page(browser, live_server, sam, "/share/", viewport=size, color_scheme=scheme)
    assert violations(page) == []
    page.locator("#id_title").fill("Soft panels between desks")
    page.locator("#id_is_small").check()
    expect(page.locator("#who .gs-promise-d")).to_be_visible()
    expect(page.locator("#alike .gs-alike")).to_be_visible()
    page.locator("#id_is_small").uncheck()
    for fold in page.locator("details.gs-more").all():
        fold.evaluate("fold => { fold.open = true }")

    assert violations(page) == []


def test_share_on_the_narrowest_screen_needs_no_sideways_scroll(
    browser: Browser, live_server: LiveServer, sam: User
) -> None:
    page = open_page(browser, live_server, sam, "/share/", viewport=NARROWEST)
    page.locator("#id_is_small").check()
    expect(page.locator("#who .gs-promise-d")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") == 320
