"""A reviewer has an interest: an actual one takes the review away, a possible one needs the lead's word and a safeguard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Arranger, Enter, become
from tests.e2e.test_journeys import answer, owners
from tests.installation import wait_for

pytestmark = pytest.mark.browser

TITLE = "Lease the kerb sweepers instead of buying them"
OWN_WORDS = "My brother leases sweepers to councils."
ANSWERED = "We can hang the key on Monday"


def open_declaration(page: Page) -> None:
    """Go from a review to where one says whether one has an interest."""
    page.get_by_role("link", name="Say so, or that it does not").click()
    expect(page.get_by_role("heading", level=1, name="Have you an interest in")).to_be_visible()


def test_actual_interest_gives_the_review_to_another_who_answers_unseen(enter: Enter, arrange: Arranger) -> None:
    idea = arrange("idea_in_review", TITLE)
    conflicted = idea["owners"]["operations"]
    visitor, other = enter(), enter()
    become(visitor, conflicted)
    page = visitor.go(idea["reviews"]["operations"])
    open_declaration(page)

    page.locator('input[name="nature"][value="actual"]').check(force=True)
    page.locator('input[name="kind"][value="personal"]').check(force=True)
    page.get_by_role("button", name="Declare it").click()
    assert page.locator('input[name="nature"][value="actual"]').is_checked()
    page.get_by_label("What is it about?").fill(OWN_WORDS)
    page.get_by_role("button", name="Declare it").click()
    expect(page.get_by_text("Somebody else takes it over, with two working days more.")).to_be_visible()

    def holder() -> str:
        return owners(other.page, idea["address"], other.site.address).get("Operations", conflicted)

    become(other, "Megan Hughes")
    wait_for(lambda: holder() != conflicted, seconds=60)
    history = other.page.locator("#idea-timeline")
    expect(history).to_contain_text("looks for another reviewer: the one before stepped aside")
    assert OWN_WORDS not in other.page.content()
    become(other, holder())
    answer(other, TITLE)
    page = visitor.go(idea["address"])
    expect(page.locator("#idea-timeline")).to_contain_text("Operations has answered")
    assert ANSWERED not in page.content()
    assert visitor.go(idea["reviews"]["operations"]).get_by_text(ANSWERED).count() == 0
    assert [one.complaints for one in (visitor, other)] == [[], []]


def test_possible_interest_waits_for_the_lead_and_a_safeguard_without_script(enter: Enter, arrange: Arranger) -> None:
    title = f"{TITLE}, in the north too"
    idea = arrange("idea_in_review", title)
    person = idea["owners"]["business"]
    judge = next(name for name in idea["leads"]["business"] if name != person)
    visitor, lead = enter(with_script=False), enter(with_script=False)
    become(visitor, person)
    page = visitor.go(idea["reviews"]["business"])
    open_declaration(page)
    page.locator('input[name="nature"][value="potential"]').check(force=True)
    page.locator('input[name="kind"][value="professional"]').check(force=True)
    page.get_by_label("What is it about?").fill(OWN_WORDS)
    page.get_by_role("button", name="Declare it").click()
    expect(page.get_by_text("Your lead decides whether you go on")).to_be_visible()
    expect(page.get_by_role("button", name="Save draft")).to_be_visible()
    expect(page.get_by_role("button", name="Submit and next")).to_have_count(0)

    become(lead, judge)
    page = lead.go("/interests/")
    page.get_by_role("link", name=re.compile(f"{person}, {idea['ref']}")).click()
    expect(page.get_by_text(OWN_WORDS)).to_be_visible()
    page.locator('input[name="answer"][value="go_on"]').check(force=True)
    page.get_by_role("button", name="Decide", exact=True).click()
    assert page.locator('input[name="answer"][value="go_on"]').is_checked()
    page.get_by_label("The safeguard").fill("A colleague reads the answer before it is sent.")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text(f"{person} may go on.")).to_be_visible()

    page = visitor.go(idea["reviews"]["business"])
    expect(page.get_by_text("A colleague reads the answer before it is sent.")).to_be_visible()
    answer(visitor, title)
    expect(visitor.go(idea["address"]).locator("#idea-timeline")).to_contain_text("Business has answered")


def test_interest_named_by_mistake_is_struck_out_and_the_person_asked_again_without_script(
    enter: Enter, arrange: Arranger
) -> None:
    title = f"{TITLE}, on trial"
    idea = arrange("idea_in_review", title)
    person = idea["owners"]["operations"]
    visitor, manager, lead = (enter(with_script=False) for _ in range(3))
    become(visitor, person)
    page = visitor.go(idea["reviews"]["operations"])
    open_declaration(page)
    page.locator('input[name="nature"][value="actual"]').check(force=True)
    page.locator('input[name="kind"][value="personal"]').check(force=True)
    page.get_by_label("What is it about?").fill(OWN_WORDS)
    page.get_by_role("button", name="Declare it").click()
    page = visitor.go(idea["reviews"]["operations"])
    expect(page.get_by_text("You stepped aside from this idea.")).to_be_visible()

    become(manager, "Fiona McAllister")
    page = manager.go("/interests/")
    page.get_by_role("link", name="Who stepped aside from an open idea").click()
    page.get_by_role("link", name=re.compile(f"{person}, {idea['ref']}")).click()
    page.get_by_role("button", name="Strike it out").click()
    expect(page.get_by_text("Say in a few words why.").first).to_be_visible()
    page.get_by_label("Why was it a mistake?").fill("The brother leases to another council.")
    page.get_by_role("button", name="Strike it out").click()
    expect(page.get_by_text(f"Struck out. {person} can be asked again.")).to_be_visible()

    become(lead, next(name for name in idea["leads"]["operations"] if name != person))
    wait_for(
        lambda: owners(lead.page, idea["address"], lead.site.address).get("Operations", person) != person, seconds=60
    )
    page = lead.go(f"{idea['reviews']['operations']}hand-over/")
    page.get_by_label("Who takes it over?").select_option(label=person)
    page.get_by_label("Why?").fill("There is no interest after all.")
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text(f"Handed over to {person}.")).to_be_visible()
    answer(visitor, title)
    expect(visitor.go(idea["address"]).locator("#idea-timeline")).to_contain_text("Operations has answered")
