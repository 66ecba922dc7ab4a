"""A reviewer named a supplier by mistake: they cannot take it off alone, a programme manager strikes it out."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Arranger, Enter, become
from tests.installation import wait_for

pytestmark = pytest.mark.browser

TITLE = "Grit bins from another firm"
SUPPLIER = "Saltworks of Dunmore"
WHY = "I meant the bakery of that name."


def test_supplier_named_by_mistake_is_struck_out_without_script(enter: Enter, arrange: Arranger) -> None:
    idea = arrange("idea_in_review", TITLE)
    person = idea["owners"]["operations"]
    holder, author, manager = enter(with_script=False), enter(with_script=False), enter(with_script=False)
    become(author, "Sam Okafor")
    page = author.go(f"{idea['address']}suppliers/")
    page.get_by_label("Suppliers, one on each line").fill(SUPPLIER)
    page.get_by_role("button", name="Keep this list").click()
    expect(page.get_by_text("Whoever has a stake in one of them does not judge the idea.").first).to_be_visible()

    become(holder, person)
    page = holder.go("/profile/suppliers/")
    page.get_by_label("Suppliers, one on each line").fill(SUPPLIER.upper())
    page.get_by_role("button", name="Keep this list").click()
    expect(page.get_by_text("Kept. Ideas that name one of them do not come to you.")).to_be_visible()
    page = holder.go("/profile/suppliers/")
    page.get_by_label("Suppliers, one on each line").fill("")
    page.get_by_role("button", name="Keep this list").click()
    expect(page.get_by_text("ask to have it struck out").first).to_be_visible()
    page.get_by_role("radio", name=SUPPLIER.upper()).check(force=True)
    page.get_by_label("Why was it a mistake?").fill(WHY)
    page.get_by_role("button", name="Ask to strike it out").click()
    expect(page.get_by_text(f"You asked to strike {SUPPLIER.upper()} out: {WHY}")).to_be_visible()

    become(manager, "Fiona McAllister")
    wait_for(
        lambda: manager.go("/news/").get_by_text("Somebody named a supplier by mistake").count() > 0,
        seconds=60,
    )
    page = manager.go("/interests/")
    page.get_by_role("link", name="Suppliers named by mistake").click()
    page.get_by_role("link", name=re.compile(person)).click()
    expect(page.get_by_text(WHY)).to_be_visible()
    expect(page.get_by_role("link", name=idea["ref"])).to_be_visible()
    page.get_by_role("radio", name="Yes, strike it out").check(force=True)
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text(f"Struck out. {person} can be asked again.")).to_be_visible()

    page = holder.go("/profile/suppliers/")
    expect(page.get_by_label("Suppliers, one on each line")).to_have_value("")
    assert [one.complaints for one in (holder, author, manager)] == [[], [], []]
