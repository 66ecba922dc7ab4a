"""New rules: drafted and tried by one person, activated by another, and the next idea goes by them."""

import re
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.e2e.answers import ANSWERS
from tests.e2e.conftest import Enter, become

pytestmark = pytest.mark.browser
WORDS: Final = {
    "Give it a short name": "One leaflet for all libraries",
    "What is the problem?": "Every library prints its own, and readers find five different opening hours.",
    "What is your idea?": "Print one leaflet for all of them.",
    "What will be better": "One print run, and the hours are right.",
}


def test_draft_is_tried_activated_by_a_second_person_and_routes_the_next_idea(enter: Enter) -> None:
    visitor = enter("Fiona McAllister")
    page = visitor.go("/rules/versions/")
    page.get_by_role("button", name="Draft the next version").click()
    expect(page.get_by_role("heading", level=1, name="Rules, version")).to_be_visible()
    here = page.url.removeprefix(visitor.site.address)
    version = here.split("/")[-2]

    page.get_by_role("link", name="Rules", exact=True).click()
    page.get_by_role("link", name="FIN-1").click()
    page.get_by_label("Amount").first.fill("100000")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    visitor.go(here).get_by_role("link", name="Try it on past ideas").click()
    expect(page.get_by_text(re.compile(r"^[1-9]\d* ideas tried"))).to_be_visible()
    expect(page.get_by_role("row", name="FIN-1 Finance")).to_be_visible()
    visitor.go(here)
    expect(page.get_by_text("somebody else has to activate it")).to_be_visible()

    become(visitor, "Owen Parry")
    visitor.go(here)
    expect(page.locator("section", has_text="What differs from version 1").first).to_contain_text("Rule FIN-1")
    page.get_by_label("Why do the rules change?").fill("Small purchases no longer wait for Finance.")
    page.get_by_role("button", name="Let it hold").click()
    expect(page.get_by_text("It holds from now on.")).to_be_visible()

    become(visitor, "Megan Hughes")
    page = visitor.go("/share/")
    for label, words in WORDS.items():
        page.get_by_label(label).fill(words)
    for question, answer in {**ANSWERS, "one_off": "1000"}.items():
        page.locator(f'input[name="answers__{question}"][value="{answer}"]').check(force=True)
    by_the_new_rules = re.compile(rf"^{version}\|1\|business:required,finance:advisory,operations:required,")
    expect(page.locator('#forecast input[name="shown"]')).to_have_value(by_the_new_rules)
    page.get_by_role("button", name="Send idea").click()
    expect(page.get_by_role("heading", level=1, name=WORDS["Give it a short name"])).to_be_visible()
    visitor.go("/rules/")
    expect(page.get_by_text(f"version {version}")).to_be_visible()
    assert visitor.complaints == []
