"""The triager: lanes by keys, a merge and its undoing, another tier with a reason, another door; and what is no idea."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Arranger, Enter, Visitor

pytestmark = pytest.mark.browser

TITLE = "Number the gates of the recycling centre"
GRIEVANCE = "My supervisor has bullied me since the spring, and nobody listens."


def sort(visitor: Visitor, title: str) -> None:
    """Open an idea from the inbox with the keys alone."""
    page = visitor.go("/triage/")
    row = page.get_by_role("link", name=re.compile(re.escape(title)))
    for _step in range(page.locator("[data-key-item]").count()):
        page.keyboard.press("j")
        if row.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("o")
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_merge_by_keys_leads_to_the_other_idea_and_can_be_undone(enter: Enter, arrange: Arranger) -> None:
    kept = arrange("idea_in_review", TITLE)
    ended = arrange("new_idea", f"{TITLE}, large", author="Megan Hughes")
    triager = enter("Owen Parry")
    sort(triager, f"{TITLE}, large")
    page = triager.page

    page.keyboard.press("m")
    page.keyboard.type(kept["ref"])
    page.keyboard.press("Tab")
    page.keyboard.type("The same gates.")
    page.keyboard.press("Enter")

    expect(page.get_by_text(f"{ended['ref']}: it is merged into {kept['ref']}.")).to_be_visible()
    page = triager.go(ended["address"])
    expect(page.get_by_text(f"It is merged into {kept['ref']}.")).to_be_visible()
    expect(triager.go(kept["address"]).locator("#idea-timeline")).to_contain_text("The same gates.")
    page = triager.go(ended["address"])
    page.get_by_role("link", name="Take it out again").click()
    page.get_by_role("textbox").last.fill("They are other gates after all.")
    page.get_by_role("button", name="Take it out").click()
    expect(page.get_by_text("It goes on by itself again.")).to_be_visible()
    expect(page.locator("#idea-timeline")).to_contain_text("They are other gates after all.")
    assert triager.complaints == []


def test_another_tier_and_department_stand_in_the_history_with_their_reason_without_script(
    enter: Enter, arrange: Arranger
) -> None:
    idea = arrange("new_idea", f"{TITLE} in Welsh")
    triager, author = enter("Owen Parry", with_script=False), enter("Sam Okafor", with_script=False)
    page = triager.go(f"/triage/{idea['ref']}/")
    page.get_by_role("link", name="Change tier or departments").click()

    page.get_by_label("Tier").select_option("2")
    page.get_by_label("Legal").select_option("required")
    page.get_by_role("button", name="Let it hold").click()
    expect(page.get_by_label("Legal")).to_have_value("required")
    page.get_by_label("Why?").fill("The language standards apply to signs.")
    page.get_by_role("button", name="Let it hold").click()
    expect(page.get_by_text("Tier and departments are changed; the author is told.")).to_be_visible()
    page.get_by_role("button", name="Send for review", exact=True).click()

    page = author.go(idea["address"])
    history = page.locator("#idea-timeline")
    expect(history).to_contain_text("changed the tier from 1 to 2: “The language standards apply to signs.”")
    lane = page.locator(".gs-lane", has=page.get_by_role("heading", name="Legal", exact=True))
    expect(lane).to_contain_text("The language standards apply to signs.")


def test_idea_for_another_door_is_hidden_and_its_author_reads_where_it_belongs(enter: Enter, arrange: Arranger) -> None:
    title = f"{TITLE} that is broken"
    idea = arrange("new_idea", title)
    triager, author, member = enter("Owen Parry"), enter("Sam Okafor"), enter("Tom Ashworth")
    sort(triager, title)
    page = triager.page

    page.keyboard.press("d")
    expect(page.get_by_label("Where it belongs")).to_be_focused()
    page.get_by_label("Where it belongs").select_option("service_desk")
    lane = page.locator("#lane-redirect")
    lane.get_by_label("What you write to the author").fill("The service desk mends it this week.")
    lane.get_by_role("button").click()
    expect(page.get_by_text(f"{idea['ref']}: its author reads where it belongs.")).to_be_visible()

    page = author.go(idea["address"])
    expect(page.get_by_text("Its place is: Service desk.")).to_be_visible()
    expect(page.get_by_text("The service desk mends it this week.").first).to_be_visible()
    expect(member.go(idea["address"]).get_by_role("heading", level=1)).not_to_contain_text(title)
    assert [one.complaints for one in (triager, author)] == [[], []]


@pytest.mark.parametrize("with_script", [True, False], ids=["script", "no-script"])
def test_concern_is_offered_its_door_and_nothing_of_it_is_stored(
    enter: Enter, arrange: Arranger, with_script: bool
) -> None:
    author = enter("Megan Hughes", with_script=with_script)
    title = f"Somebody should listen{'' if with_script else ' to us'}"
    page = author.go("/share/")
    page.get_by_label("Give it a short name").fill(title)
    page.get_by_label("What is the problem?").fill(GRIEVANCE)
    if not with_script:
        page.get_by_role("button", name="Keep as draft").click()

    expect(page.get_by_text("in confidence").first).to_be_visible(timeout=10_000)
    expect(page.get_by_label("It is an improvement idea all the same")).to_be_visible()
    expect(page.get_by_label("What is the problem?")).to_have_value(GRIEVANCE)
    assert arrange("count_ideas", title) == 0
    assert author.complaints == []
