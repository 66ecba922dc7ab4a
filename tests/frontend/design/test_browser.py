"""The gallery in a real browser: no accessibility violation, no sideways scroll, and what the modules of the browser do."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route, WebSocketRoute
from pytest_django.live_server_helper import LiveServer

from tests.browsing import BUILD, violations, window_of
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Gallery:
    """The gallery as Sam sees it, the live connection in the hands of the test."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        self.context = window_of(browser, UserFactory(name="Sam Okafor"), url, **options)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.said: list[dict[str, Any]] = []
        self.sockets: list[WebSocketRoute] = []
        self.page.on(
            "console", lambda message: self.complaints.append(message.text) if message.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.route_web_socket("**/ws/", self._connected)
        self.page.goto(f"{url}/gallery/")

    def _connected(self, socket: WebSocketRoute) -> None:
        self.sockets.append(socket)
        socket.on_message(lambda text: self.said.append(json.loads(text)))

    def tell(self, **frame: object) -> None:
        """Send one frame as the server would."""
        self.page.wait_for_selector('[data-live-state="live"]')
        self.sockets[-1].send(json.dumps(frame))


@pytest.fixture
def open_gallery(browser: Browser, live_server: LiveServer) -> Iterator[Any]:
    opened: list[Gallery] = []

    def open_it(**options: Any) -> Gallery:
        opened.append(Gallery(browser, live_server.url, **options))
        return opened[-1]

    yield open_it
    for gallery in opened:
        gallery.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_gallery_has_no_violation_and_no_sideways_scroll(open_gallery: Any, scheme: str, width: int) -> None:
    gallery = open_gallery(color_scheme=scheme, viewport={"width": width, "height": 900})

    assert violations(gallery.page) == []
    assert gallery.page.evaluate("document.documentElement.scrollWidth") == width
    assert gallery.complaints == []


def test_figures_of_a_frame_are_shown_without_a_request(open_gallery: Any) -> None:
    gallery = open_gallery()
    requests: list[str] = []
    gallery.page.on(
        "request", lambda request: requests.append(request.url) if request.resource_type == "fetch" else None
    )

    gallery.tell(t="idea:GS-000412", v=18, f={"votes": 1035, "departments": 6, "comments": 4, "stage": "in_review"})
    card = gallery.page.locator("#idea-GS-000412")
    gallery.page.wait_for_selector('#idea-GS-000412[data-live-version="18"]')

    assert card.locator('[data-live="votes"]').inner_text() == "1,035"
    assert card.locator('[data-live="departments"]').inner_text() == "6"
    assert requests == []


def test_older_frame_changes_nothing(open_gallery: Any) -> None:
    gallery = open_gallery()

    gallery.tell(t="idea:GS-000412", v=16, f={"votes": 1, "departments": 0, "comments": 0, "stage": "in_review"})
    gallery.tell(t="idea:GS-000412", v=18, f={"votes": 35, "departments": 5, "comments": 4, "stage": "in_review"})
    gallery.page.wait_for_selector('#idea-GS-000412[data-live-version="18"]')

    assert gallery.page.locator("#idea-GS-000412 [data-live=votes]").inner_text() == "35"


def test_connection_subscribes_with_the_version_shown_and_again_after_a_loss(open_gallery: Any) -> None:
    gallery = open_gallery()
    gallery.page.wait_for_selector('[data-live-state="live"]')
    gallery.sockets[-1].close()
    gallery.page.wait_for_selector('[data-live-state="connecting"]')

    gallery.page.wait_for_selector('[data-live-state="live"]')
    gallery.page.wait_for_timeout(200)

    assert gallery.said == [{"type": "subscribe", "shown": {"me": 0, "idea:GS-000412": 17}}] * 2


def test_server_without_live_news_turns_the_page_to_polling(open_gallery: Any) -> None:
    gallery = open_gallery()

    gallery.tell(type="polling")

    gallery.page.wait_for_selector('[data-live-state="polling"]')
    assert gallery.page.locator("[data-live-word=polling]").is_visible()


def test_key_opens_its_page_and_rests_while_somebody_types(open_gallery: Any) -> None:
    gallery = open_gallery()
    gallery.page.locator("#id_title").focus()
    gallery.page.keyboard.type("What?")
    typed_at = gallery.page.url

    gallery.page.locator("h1").click()
    gallery.page.keyboard.press("?")
    gallery.page.wait_for_url("**/help/keyboard/")

    assert typed_at.endswith("/gallery/")


def test_keys_move_through_a_list(open_gallery: Any) -> None:
    gallery = open_gallery()
    gallery.page.locator("h1").click()

    gallery.page.keyboard.press("j")

    assert gallery.page.evaluate("document.activeElement.textContent").startswith("Replace the paper leave form")


def test_keys_that_are_off_do_nothing(open_gallery: Any, live_server: LiveServer) -> None:
    gallery = open_gallery()
    gallery.context.add_cookies([{"name": "shortcuts", "value": "off", "url": live_server.url}])
    gallery.page.reload()
    gallery.page.locator("h1").click()

    gallery.page.keyboard.press("?")
    gallery.page.keyboard.press("j")
    gallery.page.wait_for_timeout(300)

    assert gallery.page.url.endswith("/gallery/")
    assert gallery.page.evaluate("document.activeElement.tagName") in {"BODY", "MAIN"}


def test_summary_of_errors_takes_the_focus(open_gallery: Any) -> None:
    gallery = open_gallery()

    assert gallery.page.evaluate("document.activeElement.className") == "gs-errsum"


def test_menu_closes_by_escape_and_gives_the_focus_back(open_gallery: Any) -> None:
    gallery = open_gallery()
    gallery.page.locator(".gs-menu summary").click()

    gallery.page.keyboard.press("Escape")

    assert gallery.page.locator(".gs-menu[open]").count() == 0
    assert gallery.page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_appearance_changes_without_script(browser: Browser, open_gallery: Any) -> None:
    gallery = open_gallery(java_script_enabled=False)

    gallery.page.get_by_role("button", name="dark").click()

    assert gallery.page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert gallery.page.url.endswith("/gallery/")


def test_every_class_of_the_kit_on_the_page_is_in_the_purged_file(open_gallery: Any) -> None:
    kit = BUILD.parents[2] / "node_modules/@tabler/core/dist/css/tabler.min.css"
    gallery = open_gallery()
    on_page = set(
        gallery.page.evaluate(
            "[...new Set([...document.querySelectorAll('[class]')].flatMap((e) => [...e.classList]))]"
        )
    )

    kept = (BUILD / "groundswell.css").read_text()
    full = kit.read_text()
    missing = {name for name in on_page if f".{name}" in full and f".{name}" not in kept}

    assert missing == set()


DRAFT = """<!doctype html><html lang="en-gb"><title>Draft</title><body>
<form method="post" action="/new/" data-autosave="/new/draft/"><textarea name="problem"></textarea>
<input type="hidden" name="version" value="1"><p data-autosave-state hidden><span data-autosave-word="saved">Saved <time></time></span>
<span data-autosave-word="unsaved">Not saved yet</span></p><button name="act" value="send">Send</button></form>
<script type="module" src="/static/build/groundswell.js"></script></body></html>"""


def test_draft_is_saved_after_a_pause_and_tries_again_after_a_failure(
    open_gallery: Any, live_server: LiveServer
) -> None:
    page = open_gallery().page
    answers = [503, 200]
    posted: list[str] = []

    def save(route: Route) -> None:
        posted.append(route.request.post_data or "")
        route.fulfill(status=answers.pop(0), json={"autosave": "/ideas/GS-000500/draft/", "version": 2})

    page.route("**/draft-page/", lambda route: route.fulfill(body=DRAFT, content_type="text/html"))
    page.route("**/draft/", save)
    page.goto(f"{live_server.url}/draft-page/")

    page.locator("textarea").fill("Callers hear the next desk")
    page.wait_for_selector('[data-autosave-state="unsaved"]')
    page.wait_for_selector('[data-autosave-state="saved"]')

    assert len(posted) == 2
    assert "Callers hear the next desk" in posted[1]
    assert page.locator("form").get_attribute("data-autosave") == "/ideas/GS-000500/draft/"
    assert page.locator("[name=version]").input_value() == "2"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("status", [200, 503])
def test_form_sent_while_its_draft_is_on_the_way_waits_for_the_answer_and_is_sent_once(
    open_gallery: Any, live_server: LiveServer, status: int
) -> None:
    page = open_gallery().page
    on_the_way: list[Route] = []
    sent: list[str] = []

    def take(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.fulfill(body="Thank you", content_type="text/html")

    page.route("**/draft-page/", lambda route: route.fulfill(body=DRAFT, content_type="text/html"))
    page.route("**/draft/", lambda route: on_the_way.append(route))  # noqa: PLW0108 - Playwright marks what it is given
    page.route("**/new/", take)
    page.goto(f"{live_server.url}/draft-page/")
    page.locator("textarea").fill("Callers hear the next desk")
    with page.expect_request("**/draft/"):
        pass

    for _press in range(2):
        page.get_by_role("button").click()
    sent_early = list(sent)
    on_the_way[0].fulfill(status=status, json={"version": 2})
    page.get_by_text("Thank you").wait_for()

    assert sent_early == []
    version = 2 if status == 200 else 1
    assert sent == [f"problem=Callers+hear+the+next+desk&version={version}&act=send"]


def answer_votes(page: Page, status: int, votes: int, has_voted: bool) -> list[dict[str, str]]:
    """Answer the vote of the card with the part as the server would; return the headers of each request."""
    heard: list[dict[str, str]] = []
    given = {"action": "/gallery/", "title": "Replace", "votes": votes, "has_voted": has_voted, "can_vote": True}

    def answer(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        heard.append(route.request.headers)
        route.fulfill(
            status=status, body=render_to_string("frontend/components/vote.html", given), content_type="text/html"
        )

    page.route("**/gallery/", answer)
    return heard


def test_vote_with_script_changes_in_place_and_keeps_the_focus(open_gallery: Any) -> None:
    page = open_gallery().page
    heard = answer_votes(page, 200, votes=33, has_voted=False)
    button = page.locator("#idea-GS-000412 .gs-vote")

    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector('#idea-GS-000412 .gs-vote[aria-pressed="false"]')

    assert button.locator('[data-live="votes"]').inner_text() == "33"
    assert page.evaluate("document.activeElement.className") == "gs-vote"
    assert [len(headers["x-csrftoken"]) for headers in heard] == [64]


def test_answer_that_is_an_error_page_is_not_put_into_the_page(open_gallery: Any) -> None:
    page = open_gallery().page
    answer_votes(page, 502, votes=99, has_voted=False)

    page.locator("#idea-GS-000412 .gs-vote").click()
    page.wait_for_selector("#messages [data-client-note]")

    assert page.locator("#idea-GS-000412 [data-live=votes]").inner_text() == "34"
    assert "Nothing is lost." in page.locator("#messages").inner_text()


def test_double_click_sends_a_form_once(open_gallery: Any) -> None:
    page = open_gallery().page
    heard = answer_votes(page, 502, votes=34, has_voted=False)
    button = page.locator("#idea-GS-000412 .gs-vote")

    button.dblclick()
    page.wait_for_selector("#messages [data-client-note]")
    assert len(heard) == 1

    page.wait_for_timeout(1100)
    with page.expect_response("**/gallery/"):
        button.click()
    assert len(heard) == 2
