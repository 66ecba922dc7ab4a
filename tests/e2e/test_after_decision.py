"""After the answer: an appeal and a watch bring a no back, and a yes is carried out before everybody's eyes."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Arranger, Enter, become
from tests.factories.files import picture
from tests.installation import wait_for

pytestmark = pytest.mark.browser

TITLE = "Light the yard from five in the morning"
APPEAL = "The first shift has begun at half past five since October; the rota is in the depot's office."
GRANTED = "The rota shows it: the answer rested on the old hours, so the departments look at it again."


def test_appeal_that_is_granted_opens_another_round(enter: Enter, arrange: Arranger) -> None:
    idea = arrange("declined_idea", TITLE)
    author, judge = enter("Sam Okafor"), enter("Fiona McAllister")
    page = author.go(idea["address"])
    page.get_by_role("link", name="Appeal", exact=True).click()
    page.locator('input[name="ground"][value="new_information"]').check(force=True)
    page.get_by_label("In your words").fill("No, it is not.")
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_label("In your words")).to_have_value("No, it is not.")
    page.get_by_label("In your words").fill(APPEAL)
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_text("on its way to somebody who was not involved")).to_be_visible()

    page = judge.go("/appeals/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_text(APPEAL)).to_be_visible()
    page.locator('input[name="is_granted"][value="yes"]').check(force=True)
    page.get_by_label("Your reasons").fill(GRANTED)
    page.get_by_role("button", name="Answer the appeal").click()
    expect(page.get_by_text("Answered. The author is told.")).to_be_visible()

    page = author.go(idea["address"])
    expect(page.get_by_role("heading", name="Looked at again, round 2")).to_be_visible()
    expect(page.locator("#idea-timeline")).to_contain_text("granted the appeal")
    page.get_by_role("link", name="Answer of round 1").click()
    expect(page.get_by_text("The yard is lit by the street lamp until six")).to_be_visible()
    assert [one.complaints for one in (author, judge)] == [[], []]


def test_watch_that_has_come_about_wakes_the_idea_without_script(enter: Enter, arrange: Arranger) -> None:
    title = f"{TITLE}, and the car park"
    idea = arrange("declined_idea", title)
    triager = enter("Owen Parry", with_script=False)
    page = triager.go("/watches/")
    row = page.get_by_role("row", name=title)
    expect(row).to_contain_text("The rules on lighting of yards")
    row.get_by_role("link", name="It has happened").click()
    page.get_by_role("button", name="Look at it again").click()
    page.get_by_label("What has happened").fill("Yards where people work are lit from January on.")
    page.get_by_role("button", name="Look at it again").click()

    expect(page.get_by_role("heading", name="Looked at again, round 2")).to_be_visible()
    expect(page.locator("#idea-timeline")).to_contain_text("Yards where people work are lit from January on.")
    expect(triager.go("/watches/").get_by_role("row", name=title)).to_have_count(0)
    author = enter("Sam Okafor", with_script=False)
    page = author.go("/news/")
    expect(page.get_by_role("button", name=re.compile(title)).first).to_be_visible()
    expect(author.go(idea["address"]).locator('[data-live="vote"], button.gs-vote').first).to_be_visible()


def test_owner_carries_an_idea_out_and_a_follower_hears_of_it(enter: Enter, arrange: Arranger) -> None:
    idea = arrange("approved_idea", f"{TITLE} for the crews", owner="Gordon Baird", follower="Megan Hughes")
    owner, follower = enter(), enter("Megan Hughes")
    become(owner, "Gordon Baird")
    page = owner.go(idea["address"])
    page.get_by_role("link", name="Say how it goes").click()
    page.locator('input[name="stage"][value="in_delivery"]').check(force=True)
    page.get_by_label("In a few words").fill("The lamp is ordered and comes on Friday.")
    page.get_by_role("button", name="Save and tell everybody").click()
    page.get_by_role("link", name="Say how it goes").click()
    page.locator('input[name="stage"][value="implemented"]').check(force=True)
    page.get_by_label("In a few words").fill("It hangs, and it is bright.")
    page.get_by_label("A picture, if you have one").set_input_files(
        {"name": "lamp.png", "mimeType": "image/png", "buffer": picture(size=(64, 48))}
    )
    page.get_by_role("button", name="Save and tell everybody").click()
    expect(page.get_by_text("Saved. Its author and supporters are told.")).to_be_visible()

    page = follower.go(idea["address"])
    expect(page.locator('[data-live="stage"]').first).to_have_attribute("data-stage", "implemented")
    shown = page.locator("#progress img")
    shown.scroll_into_view_if_needed()
    wait_for(lambda: shown.evaluate("image => image.naturalWidth") == 64, seconds=10)
    page = follower.go("/news/")
    expect(page.get_by_text("It hangs, and it is bright.")).to_be_visible()
    assert [one.complaints for one in (owner, follower)] == [[], []]
