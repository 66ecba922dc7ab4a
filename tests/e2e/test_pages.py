"""Every page, looked at by axe and by its own content policy, in light and dark, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.conftest import Enter, Visitor
from tests.e2e.pages import PAGES, SIGNED_OUT, found_path

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [(1280, "light"), (390, "dark")]


def violations(visitor: Visitor) -> list[str]:
    only_what_is_wrong = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    results = Axe().run(visitor.page, options=only_what_is_wrong)
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in results.response["violations"]
        for node in one["nodes"]
    ]


def sideways(visitor: Visitor) -> int:
    return int(visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize("person", PAGES)
def test_pages_of_person_are_accessible_and_keep_to_the_policy(
    enter: Enter, person: str, width: int, scheme: str
) -> None:
    visitor = enter(person, width=width, scheme=scheme)
    found = {}

    for path in PAGES[person]:
        visitor.go(found_path(visitor, path))
        found[path] = (violations(visitor), sideways(visitor))

    assert found == dict.fromkeys(PAGES[person], ([], 0))
    assert visitor.complaints == []
    assert visitor.foreign == []


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_before_sign_in_are_accessible(enter: Enter, width: int, scheme: str) -> None:
    visitor = enter(width=width, scheme=scheme)
    found = {}

    for path in SIGNED_OUT:
        visitor.go(path)
        found[path] = (violations(visitor), sideways(visitor))

    assert found == dict.fromkeys(SIGNED_OUT, ([], 0))
    assert visitor.complaints == []


@pytest.mark.parametrize("person", PAGES)
def test_pages_need_no_sideways_scroll_at_320_pixels(enter: Enter, person: str) -> None:
    visitor = enter(person, width=320)
    found = {}

    for path in PAGES[person]:
        visitor.go(found_path(visitor, path))
        found[path] = sideways(visitor)

    assert found == dict.fromkeys(PAGES[person], 0)
