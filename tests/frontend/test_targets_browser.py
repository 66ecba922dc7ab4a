"""Everything that can be pressed is high enough, and tables are no taller for it."""

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from ideas.models import User
from tests.browsing import small_targets, window_of
from tests.factories import ReviewFactory, grant_role
from tests.factories.news import NotificationFactory
from tests.factories.reviews import pool_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lead() -> User:
    """Somebody with a review in their queue, news in their inbox, and every department's load to read."""
    person = grant_role(pool_member(role="lead").person, "programme_manager")
    review = ReviewFactory(assigned=True, owner=person)
    NotificationFactory(person=person, idea=review.idea)
    return person


@pytest.mark.parametrize("width", [1280, 390])
def test_every_target_of_queue_inbox_and_forecast_is_24_pixels_high(
    browser: Browser, live_server: LiveServer, lead: User, width: int
) -> None:
    page = window_of(browser, lead, live_server.url, viewport={"width": width, "height": 900}).new_page()
    found = {}

    for path in ("/reviews/", "/news/", "/departments/load/"):
        page.goto(f"{live_server.url}{path}")
        found[path] = (page.locator("main a[href]").count() > 0, small_targets(page))

    assert found == dict.fromkeys(found, (True, []))
    heights = page.evaluate("[...document.querySelectorAll('main tbody th')].map((one) => one.offsetHeight)")
    assert max(heights) < 40
