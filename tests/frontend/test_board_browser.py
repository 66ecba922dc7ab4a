"""The board and the page of an idea in a real browser: what the script adds to pages that work without it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from ideas.models import Comment, Vote
from tests.browsing import window_of
from tests.factories import CommentFactory, UserFactory, submitted_idea

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page of Sam's, signed in."""
    context = window_of(browser, UserFactory(name="Sam Okafor"), live_server.url)
    yield context.new_page()
    context.close()


def test_board_filter_changes_list_and_address_at_once(page: Page, live_server: LiveServer) -> None:
    submitted_idea(title="Open one")
    submitted_idea(title="Parked one", stage="parked")
    page.goto(f"{live_server.url}/ideas/?order=new")

    page.get_by_role("checkbox", name=re.compile("Parked")).check()

    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.locator("#h-results")).to_contain_text("1 idea")
    assert "order=new" in page.url
    assert "stage=parked" in page.url
    page.locator("#q").fill("nothinglikethis")
    page.locator("#q").press("Enter")
    expect(page.get_by_role("heading", name="No idea matches")).to_be_visible()
    assert "stage=parked" in page.url


def test_board_vote_changes_the_button_and_keeps_the_focus(page: Page, live_server: LiveServer) -> None:
    submitted_idea(title="Leave form")
    page.goto(f"{live_server.url}/ideas/")
    button = page.get_by_role("button", name="for: Leave form")

    button.click()

    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    assert Vote.objects.count() == 1


def test_idea_page_vote_answer_and_follow_stay_on_the_page(page: Page, live_server: LiveServer) -> None:
    comment = CommentFactory(author=UserFactory(name="Kasia Nowak"), body="Night crews")
    page.goto(f"{live_server.url}/ideas/{comment.idea.ref}/")

    page.locator("#support .gs-vote").click()
    expect(page.locator("#support")).to_contain_text("You support this.")
    page.get_by_role("button", name="Follow").click()
    expect(page.get_by_role("button", name="Following")).to_be_visible()
    page.get_by_role("link", name="Reply to Kasia Nowak").click()
    expect(page.locator("#say")).to_contain_text("In answer to Kasia Nowak")
    page.get_by_label("Add to it").fill("Thank you")
    page.get_by_role("button", name="Post").click()

    expect(page.locator("#threads .gs-comments .gs-comments")).to_contain_text("Thank you")
    expect(page.get_by_label("Add to it")).to_have_value("")
    assert Comment.objects.get(body="Thank you").parent == comment


def test_idea_page_comment_refused_keeps_what_was_typed(page: Page, live_server: LiveServer) -> None:
    idea = submitted_idea()
    page.goto(f"{live_server.url}/ideas/{idea.ref}/")

    page.get_by_label("Add to it").fill("a\u202eb")
    page.get_by_role("button", name="Post").click()

    expect(page.locator(".gs-errsum")).to_contain_text("direction of reading")
    expect(page.get_by_label("Add to it")).to_have_value("a\u202eb")
    assert not Comment.objects.exists()
