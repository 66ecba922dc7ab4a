"""A real browser for tests: one Chromium for the whole run, and what is asked of every page."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from config.launch.test import CHROMIUM_NAMES

if TYPE_CHECKING:
    from ideas.models import User

BUILD: Final = Path(__file__).resolve().parents[1] / "frontend/static/build"
# Without the services that would look for the network.
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# WCAG 2.2 AA, and what axe recommends besides.
AXE: Final = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for the whole run; every test opens windows of its own."""
    assert BUILD.exists(), "Build the assets first: npm ci && npm run build"
    # Playwright keeps an event loop in this thread; Django takes that for an asynchronous caller.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = chromium_of(playwright)
        yield chromium
        chromium.close()


def chromium_of(playwright: Playwright) -> Browser:
    """Start Debian's Chromium, or another one on the PATH."""
    program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    assert program is not None, "The browser tests need Chromium; bin/test browser says how to get it."
    return playwright.chromium.launch(executable_path=program, args=list(FLAGS))


def window_of(browser: Browser, person: "User", url: str, **options: Any) -> BrowserContext:
    """Open a window in which `person` is signed in at `url`; `options` are those of Playwright's contexts."""
    client = Client()
    client.force_login(person)
    window = browser.new_context(**options)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url}])
    return window


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with `page`, a line for each place."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def sideways(page: Page) -> int:
    """Return by how many pixels `page` is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def small_targets(page: Page) -> list[str]:
    """Return the links and buttons of `page` that are under 24 CSS pixels high and do not stand in a sentence (WCAG 2.5.8)."""
    found: list[str] = page.evaluate(_SMALL)
    return found


_SMALL: Final = """() => [...document.querySelectorAll("main :is(a[href], button, summary), footer :is(a, button)")]
  .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden"))
  .filter((one) => one.getBoundingClientRect().height < 24)
  .filter((one) => {
    const around = one.closest("p, li, dd, dt, figcaption, blockquote");
    const isInline = getComputedStyle(one).display === "inline";
    return !(isInline && around && around.textContent.trim().length > one.textContent.trim().length);
  })
  .map((one) => `${one.getBoundingClientRect().height} px: ${one.textContent.trim()}`)"""
