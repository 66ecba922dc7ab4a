"""A form pressed twice in a browser that runs no script."""

import pytest
from playwright.sync_api import Browser, Route, expect
from pytest_django.live_server_helper import LiveServer

from ideas.models import Comment
from tests.browsing import window_of
from tests.factories import UserFactory, submitted_idea
from tests.pages import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_second_press_without_script_posts_no_second_comment_and_shows_the_first(
    browser: Browser, live_server: LiveServer
) -> None:
    idea = submitted_idea()
    page = window_of(browser, UserFactory(), live_server.url, java_script_enabled=False).new_page()
    answers: list[int] = []

    def lose_the_answer(route: Route) -> None:
        answers.append(route.fetch(max_redirects=0).status)
        route.abort("aborted")

    page.route("**/comments/*", lose_the_answer, times=1)
    page.goto(f"{live_server.url}{address(idea)}")
    page.get_by_label("Add to it").fill("The yard is dark too.")
    post = page.get_by_role("button", name="Post")

    with page.expect_event("requestfailed"):
        post.click()
    assert (answers, Comment.objects.count()) == ([302], 1)
    post.click()

    expect(page.get_by_text("This was sent twice. It is done once.")).to_be_visible()
    expect(page.locator(".gs-comment", has_text="The yard is dark too.")).to_have_count(1)
    assert Comment.objects.get().body == "The yard is dark too."
