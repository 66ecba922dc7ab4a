"""`bin/screenshots`: starts the program with its demo organisation and photographs it."""

import argparse
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browsing import chromium_of
from tests.e2e.conftest import Visitor, sign_in_as
from tests.e2e.pages import FIRST_IDEA, PAGES, SIGNED_OUT, found_path
from tests.installation import ROOT, Installation

README = (("ideas", "Sam Okafor", "/"), ("idea", "Sam Okafor", FIRST_IDEA))
LOOKS = ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark"))


@dataclass(frozen=True)
class Look:
    """Width in CSS pixels and colour scheme of a window."""

    width: int
    scheme: str


def open_page(site: Installation, browser: Browser, person: str | None, look: Look) -> Visitor:
    """Open a window, signed in as `person` where one is named."""
    context = browser.new_context(
        viewport={"width": look.width, "height": 800},
        color_scheme="dark" if look.scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    visitor = Visitor(site, context, context.new_page())
    if person is not None:
        sign_in_as(visitor, person)
    return visitor


def photograph(page: Page, target: Path, *, is_whole: bool) -> None:
    """Write a picture of the page as it is; `is_whole` takes what lies below the window too."""
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target, full_page=is_whole)


def for_readme(site: Installation, browser: Browser) -> None:
    """Two pictures for the README."""
    for name, person, path in README:
        visitor = open_page(site, browser, person, Look(1280, "light"))
        visitor.go(found_path(visitor, path))
        photograph(visitor.page, ROOT / "docs" / "images" / f"{name}.png", is_whole=False)
        visitor.context.close()


def everything(site: Installation, browser: Browser) -> None:
    """Each page for each person, in every look."""
    target = ROOT / "var" / "screenshots"
    for width, scheme in LOOKS:
        for person, paths in {None: SIGNED_OUT, **PAGES}.items():
            visitor = open_page(site, browser, person, Look(width, scheme))
            for path in paths:
                visitor.go(found_path(visitor, path))
                name = "-".join(filter(None, [person or "signed out", re.sub(r"\W+", "-", path).strip("-")]))
                photograph(visitor.page, target / f"{name}-{width}-{scheme}.png", is_whole=True)
            visitor.context.close()


def main() -> None:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(prog="bin/screenshots", description="Photograph Groundswell with its demo.")
    parser.add_argument("--all", action="store_true", help="every page in every look, into var/screenshots/")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gs-screenshots-") as folder, sync_playwright() as playwright:
        site = Installation(Path(folder), with_demo=True)
        try:
            site.start()
            browser = chromium_of(playwright)
            (everything if options.all else for_readme)(site, browser)
            browser.close()
        finally:
            site.clear()


if __name__ == "__main__":
    main()
