"""A lead's list in a real browser, with the keyboard alone: rows are chosen, reminded of, and the page says what was not done."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from ideas.models import Department, Reminder
from ideas.services.defaults import install_defaults
from tests.browsing import violations, window_of
from tests.factories import ReviewFactory, submitted_idea
from tests.factories.reviews import pool_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page of the lead of Business, who has five open reviews there, the fourth held by nobody."""
    install_defaults()
    lead = pool_member(lead=True).person
    for number in range(1, 6):
        ReviewFactory(
            idea=submitted_idea(title=f"Idea {number}"),
            department=Department.objects.get(slug="business"),
            due_at=timezone.now() + timedelta(days=number),
            assigned=number != 4,
        )
    context = window_of(browser, lead, live_server.url)
    yield context.new_page()
    context.close()


def test_lead_reminds_several_reviewers_with_the_keyboard(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/reviews/several/departments/?department=business")
    keyboard = page.keyboard
    keyboard.press("j")
    keyboard.press("j")
    keyboard.press("x")
    expect(page.locator("[data-bulk-count]")).to_have_text("1 chosen")
    for _each in range(3):
        keyboard.press("j")
    keyboard.press("Shift+X")
    expect(page.locator("[data-bulk-count]")).to_have_text("4 chosen")

    page.get_by_role("button", name="Remind the reviewers").press("Enter")

    expect(page.locator(".gs-bulk-report")).to_contain_text("3 of 4 done.")
    expect(page.get_by_text("Nobody holds this review yet. Give it to somebody.")).to_be_visible()
    assert page.url.endswith("?department=business")
    expect(page.locator("[data-bulk-row]:checked")).to_have_count(4)
    assert Reminder.objects.filter(kind=Reminder.Kind.ASKED).count() == 3
    assert violations(page) == []


def test_all_rows_of_a_page_are_chosen_at_once(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/reviews/several/departments/")

    page.get_by_role("link", name="Choose all on this page").click()

    expect(page.locator("[data-bulk-count]")).to_have_text("5 chosen")
    assert "select" not in page.url
