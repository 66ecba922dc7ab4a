"""A real browser against the real program with its demo organisation."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
)

from tests.installation import Installation

PATIENCE = 45_000  # milliseconds; a busy machine is slow, not wrong
expect.set_options(timeout=PATIENCE)


@dataclass
class Visitor:
    """One person's browser window, and what it complained about."""

    site: Installation
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open one of the site's addresses."""
        self.page.goto(self.site.address + path)
        return self.page

    def listen(self) -> None:
        """Note errors of scripts, refusals of the content policy, and requests that leave the site."""
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != urlsplit(self.site.address).netloc:
            self.foreign.append(request.url)


Enter = Callable[..., Visitor]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The program with the demo organisation, on its own database and port."""
    made = Installation(tmp_path_factory.mktemp("site"), with_demo=True)
    try:
        made.start()
        yield made
    finally:
        made.clear()


class Arranger:
    """A process inside the running program that brings ideas to where journeys begin: tests/e2e/arranging.py."""

    def __init__(self, site: Installation) -> None:
        self.process = site.open_script("from tests.e2e.arranging import serve; serve()")

    def __call__(self, act: str, *given: object, **named: str) -> Any:
        """Do an act by its name; return what it told.

        Raises:
            AssertionError: it failed.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([act, given, named]) + "\n")
        self.process.stdin.flush()
        said = json.loads(self.process.stdout.readline())
        assert "told" in said, said["failed"]
        return said["told"]


@pytest.fixture(scope="session")
def arrange(site: Installation) -> Iterator[Arranger]:
    """Brings ideas to where journeys begin, without a page."""
    arranger = Arranger(site)
    yield arranger
    arranger.process.terminate()
    arranger.process.communicate(timeout=20)


@pytest.fixture
def enter(site: Installation, browser: Browser, tmp_path: Path) -> Iterator[Enter]:
    """Open a window; `name` signs in as one of the demo's personas."""
    opened: list[BrowserContext] = []

    def open_window(
        name: str | None = None, *, width: int = 1280, scheme: str = "light", with_script: bool = True
    ) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=with_script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        visitor = Visitor(site, context, context.new_page())
        if name is not None:
            sign_in_as(visitor, name)
        visitor.listen()
        return visitor

    yield open_window
    for context in opened:
        context.close()


def sign_in_as(visitor: Visitor, name: str) -> None:
    """Choose a person on the page "Sign in as…", as a newcomer does."""
    page = visitor.go("/sign-in-as/")
    page.get_by_role("button", name=name).click()
    page.wait_for_url(lambda url: "sign-in-as" not in url)


def become(visitor: Visitor, name: str) -> None:
    """Choose anybody of the demonstration by name, such as a reviewer named on an idea."""
    page = visitor.go("/sign-in-as/")
    choice = page.locator("#anybody")
    value = choice.locator("option", has_text=name).first.get_attribute("value")
    choice.select_option(value)
    page.get_by_role("button", name="Be this person").click()
    page.wait_for_url(lambda url: "sign-in-as" not in url)
