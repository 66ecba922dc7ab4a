"""Whoever decides: what lacks comes back with what was typed, the author reads the answer first, then everybody does."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Arranger, Enter, become

pytestmark = pytest.mark.browser

TITLE = "Heat the gritting lorries overnight"
NO = "The lorries start without it on all but two mornings a winter, so the heaters would idle."
YES = "Yes, once the landlord agrees: warm lorries leave on time, and the crews do not wait in the cold."


def decision(page: Page, title: str) -> None:
    """Open the form of the decision from the desk."""
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=2, name="Your decision")).to_be_visible()


def test_no_with_reasons_is_read_by_its_author_first_and_then_by_all(enter: Enter, arrange: Arranger) -> None:
    idea = arrange("ready_idea", TITLE)
    decider, author, watcher = enter(), enter("Sam Okafor"), enter("Tom Ashworth")
    become(decider, idea["leads"]["business"][0])
    page = decider.go("/reviews/")
    decision(page, TITLE)

    page.locator('input[name="kind"][value="declined"]').check(force=True)
    page.get_by_label("In plain words").fill(NO)
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("to put right")
    expect(page.get_by_label("In plain words")).to_have_value(NO)
    page.get_by_label("Reason", exact=True).select_option("benefit_too_small")
    page.get_by_label("What would change the answer").fill("Ten such mornings in one winter.")
    page.get_by_text("Look at it again sooner, when…").click()
    page.get_by_label("Something costs less").fill("A set of heaters")
    page.get_by_role("spinbutton", name="Less than (optional)").fill("2000")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text(NO).first).to_be_visible()

    expect(author.go(idea["address"]).get_by_text(NO).first).to_be_visible()
    page = watcher.go(idea["address"])
    assert NO not in page.content()
    expect(page.locator('[data-live="stage"]').first).to_have_attribute("data-stage", "ready_for_decision")
    decider.page.get_by_role("button", name="Announce now").click()

    expect(page.locator('[data-live="stage"]').first).to_have_attribute("data-stage", "declined", timeout=20_000)
    answer = page.locator("#decision")
    for words in (NO, "The benefit is too small for the effort", "Ten such mornings", "A set of heaters"):
        expect(answer).to_contain_text(words)
    expect(page.locator("#idea-timeline")).to_contain_text("The answer was told to everybody")
    assert [one.complaints for one in (decider, author, watcher)] == [[], [], []]


def test_yes_with_conditions_names_who_sees_to_them_without_script(enter: Enter, arrange: Arranger) -> None:
    title = f"{TITLE}, on the landlord’s side"
    idea = arrange("ready_idea", title)
    decider, owner = enter(with_script=False), enter("Tom Ashworth", with_script=False)
    become(decider, idea["leads"]["business"][0])
    page = decider.go("/reviews/")
    decision(page, title)
    in_a_week = (date.today() + timedelta(days=7)).isoformat()

    page.locator('input[name="kind"][value="approved_with_conditions"]').check(force=True)
    page.get_by_label("Reason", exact=True).select_option("good_value")
    page.get_by_label("In plain words").fill(YES)
    conditions = page.get_by_role("group", name="Conditions")
    conditions.get_by_label("What must be true").fill("The landlord has agreed in writing")
    conditions.get_by_role("button", name="Add a condition").click()
    expect(conditions.get_by_label("What must be true")).to_have_count(2)
    expect(page.get_by_label("In plain words")).to_have_value(YES)
    conditions.get_by_label("Who sees to it").first.fill("Tom Ashworth")
    conditions.get_by_label("By", exact=True).first.fill(in_a_week)
    page.get_by_label("What happens next").fill("Facilities write to the landlord.")
    page.get_by_label("By when").fill(in_a_week)
    page.locator('input[name="owner"]').fill("Gordon Baird")
    page.get_by_role("button", name="Decide", exact=True).click()
    page.get_by_role("button", name="Announce now").click()

    page = owner.go("/conditions/")
    row = page.get_by_role("row", name="The landlord has agreed in writing")
    expect(row).to_contain_text(title)
    row.get_by_role("link", name="It is met").click()
    page.locator("textarea, input[type=text]").first.fill("Letter of today, in the file.")
    page.locator("main form button").first.click()
    page = owner.go(idea["address"])
    expect(page.locator("#decision")).to_contain_text("Letter of today, in the file.")
    expect(page.locator("#progress")).to_contain_text("Gordon Baird sees to it.")
