"""Every page, looked at by axe and by its own content policy, in light and dark, wide and narrow."""

import pytest

from tests.browsing import sideways, violations
from tests.e2e.conftest import Enter
from tests.e2e.pages import PAGES, SIGNED_OUT, found_path

pytestmark = pytest.mark.browser

LOOKS = [(1280, "light"), (390, "dark")]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize("person", PAGES)
def test_pages_of_person_are_accessible_and_keep_to_the_policy(
    enter: Enter, person: str, width: int, scheme: str
) -> None:
    visitor = enter(person, width=width, scheme=scheme)
    found = {}

    for path in PAGES[person]:
        visitor.go(found_path(visitor, path))
        found[path] = (violations(visitor.page), sideways(visitor.page))

    assert found == dict.fromkeys(PAGES[person], ([], 0))
    assert visitor.complaints == []
    assert visitor.foreign == []


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_before_sign_in_are_accessible(enter: Enter, width: int, scheme: str) -> None:
    visitor = enter(width=width, scheme=scheme)
    found = {}

    for path in SIGNED_OUT:
        visitor.go(path)
        found[path] = (violations(visitor.page), sideways(visitor.page))

    assert found == dict.fromkeys(SIGNED_OUT, ([], 0))
    assert visitor.complaints == []


@pytest.mark.parametrize("person", PAGES)
def test_pages_need_no_sideways_scroll_at_320_pixels(enter: Enter, person: str) -> None:
    visitor = enter(person, width=320)
    found = {}

    for path in PAGES[person]:
        visitor.go(found_path(visitor, path))
        found[path] = sideways(visitor.page)

    assert found == dict.fromkeys(PAGES[person], 0)
