"""What open pages ask for, in a real browser; what the live connection says is in the hands of the test."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect
from pytest_django.live_server_helper import LiveServer

from ideas.models import Idea, IdeaTally
from tests.browsing import window_of
from tests.factories import UserFactory, submitted_idea

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONGER_THAN_JITTER_MS = 3_500


class Watcher:
    """A page that is open, what it asks for, and its socket."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked_for: list[str] = []
        self.sockets: list[WebSocketRoute] = []
        page.route_web_socket("**/ws/", self._connected)
        page.on("request", lambda request: self._note(urlsplit(request.url).path))

    def _note(self, path: str) -> None:
        if not path.startswith("/static/"):
            self.asked_for.append(path)

    def _connected(self, socket: WebSocketRoute) -> None:
        self.sockets.append(socket)
        socket.on_message(lambda _text: None)

    def open(self, url: str) -> None:
        self.page.goto(url)
        self.page.wait_for_selector('[data-live-state="live"]')
        self.page.wait_for_load_state("networkidle")
        self.asked_for.clear()

    def tell(self, **frame: object) -> None:
        self.sockets[-1].send(json.dumps(frame))


@pytest.fixture
def watcher(browser: Browser, live_server: LiveServer) -> Iterator[Watcher]:
    context = window_of(browser, UserFactory(name="Sam Okafor"), live_server.url)
    yield Watcher(context.new_page())
    context.close()


def figures(votes: int) -> dict[str, Any]:
    return {"votes": votes, "departments": 0, "comments": 0, "stage": "in_review"}


def shown_idea(**tally: int) -> Idea:
    return submitted_idea(title="Leave form", tally={"live_version": 9, "content_version": 9, **tally})


def test_storm_of_votes_causes_no_request(watcher: Watcher, live_server: LiveServer) -> None:
    idea = shown_idea()
    watcher.open(f"{live_server.url}/ideas/{idea.ref}/")

    for votes in range(1, 31):
        watcher.tell(t=f"idea:{idea.ref}", v=9 + votes, c=9, f=figures(votes))

    expect(watcher.page.locator('#support [data-live="votes"]').first).to_have_text("30")
    watcher.page.wait_for_timeout(LONGER_THAN_JITTER_MS)
    assert watcher.asked_for == []
    assert watcher.page.locator("#idea-lanes").get_attribute("data-live-version") == "39"


def test_change_of_more_than_figures_fetches_every_stale_part_once(watcher: Watcher, live_server: LiveServer) -> None:
    idea = shown_idea()
    watcher.open(f"{live_server.url}/ideas/{idea.ref}/")
    IdeaTally.objects.filter(idea=idea).update(live_version=12, content_version=11)
    Idea.objects.filter(pk=idea.pk).update(stage="ready_for_decision")

    # The frame of the change itself was lost: the next vote tells of it.
    watcher.tell(t=f"idea:{idea.ref}", v=12, c=11, f=figures(1))

    for part in ("#idea-head", "#support", "#idea-lanes"):
        expect(watcher.page.locator(part)).to_have_attribute("data-live-version", "12", timeout=10_000)
    page = f"/ideas/{idea.ref}/"
    assert sorted(watcher.asked_for) == [f"{page}departments/", f"{page}head/", f"{page}support/"]
    assert watcher.page.locator("[data-live-stale]").count() == 0
    assert watcher.page.locator("#idea-head [data-live=stage]").get_attribute("data-stage") == "ready_for_decision"


def test_page_without_socket_asks_once_for_all_its_ideas(watcher: Watcher, live_server: LiveServer) -> None:
    first, second = shown_idea(), shown_idea()
    watcher.page.clock.install()
    watcher.open(f"{live_server.url}/ideas/")
    IdeaTally.objects.filter(idea=first).update(live_version=10, vote_count=3)

    watcher.tell(type="polling")
    watcher.page.wait_for_selector('[data-live-state="polling"]')
    watcher.page.clock.fast_forward(21_000)

    expect(watcher.page.locator(f'#idea-{first.ref} [data-live="votes"]')).to_have_text("3")
    assert watcher.page.locator(f"#idea-{second.ref}").get_attribute("data-live-version") == "9"
    assert watcher.asked_for == ["/live/"]
