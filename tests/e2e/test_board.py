"""The board votes: nobody sees how others vote, a quorum is needed, the chair breaks a tie, dissent is kept."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Arranger, Enter, Visitor, become

pytestmark = pytest.mark.browser

TITLE = "Close the north depot and run it from the south one"
AGAINST = "The south depot has no room for six more lorries before 2028."
CASTING = "The lease ends in either case; we had better be ready."
EXPLANATION = "Yes. The lease of the north depot ends, and the south one can be ready in time if we begin now."


def vote(visitor: Visitor, name: str, choice: str, reason: str = "") -> None:
    """Find the vote on the desk, and vote as this holder of a seat."""
    become(visitor, name)
    page = visitor.go("/reviews/")
    page.get_by_role("link", name=TITLE).first.click()
    page.locator(f'input[name="choice"][value="{choice}"]').check(force=True)
    page.get_by_label("Why?").fill(reason)
    page.get_by_role("button", name="Vote", exact=True).click()


def test_board_votes_with_quorum_tie_and_dissent(enter: Enter, arrange: Arranger) -> None:
    idea = arrange("ready_idea", TITLE, novel="yes")
    seats = {slug: names[0] for slug, names in idea["leads"].items()}
    member, plain = enter(), enter(with_script=False)

    vote(member, seats["business"], "yes")
    expect(member.page.get_by_text("Your vote is kept.")).to_be_visible()
    vote(plain, seats["finance"], "no")
    expect(plain.page.get_by_role("alert")).to_contain_text("Say why. It is kept with the decision.")
    assert plain.page.locator('input[name="choice"][value="no"]').is_checked()
    plain.page.get_by_label("Why?").fill(AGAINST)
    plain.page.get_by_role("button", name="Vote", exact=True).click()
    expect(plain.page.get_by_text("Your vote is kept.")).to_be_visible()
    assert AGAINST not in member.go(f"{idea['address']}ballot/").content()

    # Two votes are no quorum: the time passes, and it stays open.
    arrange("let_time_of_ballot_pass", idea["ref"])
    history = member.go(idea["address"]).locator("#idea-timeline")
    expect(history).to_contain_text("Too few of the board have voted; it stays open")
    yes, no = ("procurement", "operations"), ("security", "legal")
    choices = dict.fromkeys(yes, "yes") | dict.fromkeys(no, "no") | {"commercial": "abstain"}
    arrange("let_board_vote", idea["ref"], choices)

    chair = enter("Amina Farouk")
    page = chair.go(f"{idea['address']}ballot/")
    expect(page.get_by_text("3 for it, 3 against, 1 abstained.")).to_be_visible()
    page.locator('input[name="choice"][value="yes"]').check(force=True)
    page.get_by_label("Why?").fill(CASTING)
    page.get_by_role("button", name="Vote", exact=True).click()
    page.get_by_role("link", name="Write the decision").click()
    decide_for_the_board(chair)

    page = plain.go(idea["address"])
    answer = page.locator("#decision")
    for words in ("3 for it, 3 against, 1 abstained.", f"Amina Farouk decided it: {CASTING}", AGAINST):
        expect(answer).to_contain_text(words)
    assert [one.complaints for one in (member, plain, chair)] == [[], [], []]


def decide_for_the_board(chair: Visitor) -> None:
    """Write the decision: first another one than the board's, which is refused, then its own; tell everybody."""
    page = chair.page
    page.locator('input[name="kind"][value="declined"]').check(force=True)
    page.get_by_label("Reason", exact=True).select_option("not_affordable_now")
    page.get_by_label("In plain words").fill(EXPLANATION)
    page.get_by_label("What would change the answer").fill("A lease that goes on.")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The board has voted otherwise.")
    page.locator('input[name="kind"][value="approved"]').check(force=True)
    page.get_by_label("Reason", exact=True).select_option("good_value")
    page.get_by_label("What happens next").fill("Facilities measure the south depot.")
    page.get_by_label("By when").fill((date.today() + timedelta(days=10)).isoformat())
    page.get_by_role("button", name="Decide", exact=True).click()
    page.get_by_role("button", name="Announce now").click()
    expect(page.get_by_text(EXPLANATION).first).to_be_visible()
