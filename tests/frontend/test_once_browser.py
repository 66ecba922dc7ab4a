"""A double click in a browser that runs no script."""

import pytest
from playwright.sync_api import Browser, Request, expect
from pytest_django.live_server_helper import LiveServer

from ideas.models import Comment
from tests.browsing import window_of
from tests.factories import UserFactory, submitted_idea
from tests.pages import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_double_click_without_script_posts_one_comment_and_shows_it(browser: Browser, live_server: LiveServer) -> None:
    idea = submitted_idea()
    page = window_of(browser, UserFactory(), live_server.url, java_script_enabled=False).new_page()
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.goto(f"{live_server.url}{address(idea)}")
    page.get_by_label("Add to it").fill("The yard is dark too.")

    page.get_by_role("button", name="Post").dblclick()

    expect(page.locator(".gs-comment", has_text="The yard is dark too.")).to_have_count(1)
    assert len(sent) == 2
    assert Comment.objects.get().body == "The yard is dark too."
