"""A reviewer goes on leave: a colleague answers in their place, or the review finds another reviewer."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Arranger, Enter, Visitor, become
from tests.e2e.test_journeys import answer, owners
from tests.installation import wait_for

pytestmark = pytest.mark.browser

TITLE = "A lamp over the back door of the depot"
COLLEAGUES = ("Gordon Baird", "Hannah Osei")
FIRST_DAY, LAST_DAY = date.today(), date.today() + timedelta(days=9)


def go_away(visitor: Visitor) -> None:
    """Say that one is away from today on, as whoever is signed in."""
    page = visitor.go("/profile/")
    page.get_by_label("First day away").fill(FIRST_DAY.isoformat())
    page.get_by_label("Last day away").fill(LAST_DAY.isoformat())
    page.get_by_role("button", name="Add these days").click()
    expect(page.get_by_text("Kept. Nothing new comes to you on these days.")).to_be_visible()


def name_somebody(visitor: Visitor, name: str) -> None:
    """Let a colleague act for one on those days."""
    page = visitor.go("/profile/")
    page.get_by_role("link", name="Name somebody").click()
    page.get_by_label("Who acts for you?").fill(name)
    page.get_by_label("First day").fill(FIRST_DAY.isoformat())
    page.get_by_label("Last day").fill(LAST_DAY.isoformat())
    page.get_by_role("button", name="Name them").click()
    expect(page.get_by_text(f"{name} acts for you on these days.")).to_be_visible()


def test_whoever_acts_for_a_reviewer_on_leave_answers_in_their_place(enter: Enter, arrange: Arranger) -> None:
    idea = arrange("idea_in_review", TITLE)
    away = idea["owners"]["operations"]
    acting = next(name for name in COLLEAGUES if name != away)
    visitor, author = enter(), enter("Sam Okafor")
    become(visitor, away)

    name_somebody(visitor, acting)
    go_away(visitor)

    # What is due meanwhile was given on in that moment.
    expect(visitor.go("/reviews/").get_by_role("link", name=re.compile(TITLE))).to_have_count(0)
    become(visitor, acting)
    page = visitor.go(idea["reviews"]["operations"])
    expect(page.get_by_text(f"For: {away}")).to_be_visible()
    answer(visitor, TITLE)
    page = author.go(idea["address"])
    expect(page.locator("#idea-timeline")).to_contain_text(f"{acting} for {away}")
    assert [one.complaints for one in (visitor, author)] == [[], []]


def test_review_of_somebody_away_finds_another_reviewer_without_script(enter: Enter, arrange: Arranger) -> None:
    title = f"{TITLE}, and one for the yard"
    idea = arrange("idea_in_review", title)
    away = idea["owners"]["operations"]
    visitor = enter(with_script=False)
    become(visitor, away)

    go_away(visitor)

    wait_for(
        lambda: owners(visitor.page, idea["address"], visitor.site.address).get("Operations", away) != away,
        seconds=60,
    )
    expect(visitor.go("/reviews/").get_by_role("link", name=re.compile(title))).to_have_count(0)
    history = visitor.go(idea["address"]).locator("#idea-timeline")
    expect(history).to_contain_text("gave it to")
