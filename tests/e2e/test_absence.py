"""A reviewer goes on leave: a colleague answers in their place, or the review finds another reviewer."""

import re
from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Arranger, Enter, Visitor, become
from tests.e2e.test_journeys import answer, owners
from tests.installation import wait_for

pytestmark = pytest.mark.browser

TITLE = "A lamp over the back door of the depot"
RETURN_TITLE = f"{TITLE}, that lights the bins too"
COLLEAGUES = ("Gordon Baird", "Hannah Osei")
FIRST_DAY, LAST_DAY = date.today(), date.today() + timedelta(days=9)


def go_away(visitor: Visitor) -> None:
    """Say that one is away from today on, as whoever is signed in."""
    page = visitor.go("/profile/")
    page.get_by_label("First day away").fill(FIRST_DAY.isoformat())
    page.get_by_label("Last day away").fill(LAST_DAY.isoformat())
    page.get_by_role("button", name="Add these days").click()
    expect(page.get_by_text("Kept. Nothing new comes to you on these days.")).to_be_visible()


def want_mail_in_working_hours(visitor: Visitor) -> None:
    """Let mail wait while one is away, which people of the demonstration do not."""
    page = visitor.go("/news/preferences/")
    page.get_by_label("Mail me in working hours only").check()
    page.get_by_role("button", name="Keep these choices").click()
    expect(page.get_by_label("Mail me in working hours only")).to_be_checked()


def come_back(visitor: Visitor) -> None:
    """Say that one is here again."""
    page = visitor.go("/profile/")
    page.get_by_role("link", name=re.compile(f"Remove.*{FIRST_DAY.day} {FIRST_DAY:%b %Y}")).click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("The absence is removed.")).to_be_visible()


def mails_to(visitor: Visitor, address: str) -> list[str]:
    """Return what was written to an address about the idea, the latest last; the page shows the last 50 to anybody."""
    found = []
    for file in sorted((visitor.site.home / "mail").glob("*.log")):
        for part in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            mail: EmailMessage = message_from_bytes(part.lstrip(b"\n"), policy=default)
            body = mail.get_body(("plain",))
            text = body.get_content() if body is not None else ""
            if mail["To"] == address and RETURN_TITLE in text:
                found.append(f"{mail['Subject']}\n{text}")
    return found


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


def test_news_of_the_time_away_is_one_mail_on_return(enter: Enter, arrange: Arranger) -> None:
    idea = arrange("idea_in_review", RETURN_TITLE)
    away = idea["owners"]["operations"]
    visitor, author = enter(), enter("Sam Okafor")
    become(visitor, away)
    want_mail_in_working_hours(visitor)
    address = visitor.go("/profile/").locator("dd", has_text="@").first.inner_text()
    go_away(visitor)
    before = mails_to(visitor, address)

    for words in ("is there a cable?", "the yard is dark too."):
        page = author.go(idea["address"])
        page.get_by_label("Add to it").fill(f"@{away}, {words}")
        page.get_by_role("button", name="Post").click()
        expect(page.get_by_text(words)).to_be_visible()
    wait_for(lambda: arrange("news_kept_for_the_daily_mail", away, idea["ref"]) == 2, seconds=60)
    assert mails_to(visitor, address) == before

    come_back(visitor)
    visitor.go("/demo/mail/").get_by_role("button", name="Send the daily mail now").click()
    wait_for(lambda: len(mails_to(visitor, address)) > len(before), seconds=60)

    *earlier, told = mails_to(visitor, address)
    assert earlier == before
    assert "pieces of news on ideas" in told
    assert told.count(idea["address"]) == 2
    expect(
        visitor.go("/demo/mail/").get_by_role("heading", name=re.compile("pieces of news on ideas")).first
    ).to_be_visible()
    assert [one.complaints for one in (visitor, author)] == [[], []]


def new_token(visitor: Visitor) -> str:
    """Make a token with which an administrator's program may do everything, and return it."""
    page = visitor.go("/profile/tokens/")
    page.get_by_label("What is it for?").fill("Personnel system")
    for scope in ("write", "admin"):
        page.locator(f'input[name="scopes"][value="{scope}"]').check(force=True)
    page.get_by_role("button", name="Make a token").click()
    expect(page.get_by_text("It is shown this once.")).to_be_visible()
    found = re.search(r"gsp_[\w-]{40,}", page.content())
    assert found is not None
    return found[0]


def test_absence_told_by_the_personnel_system_moves_reviews_until_the_person_is_back(
    enter: Enter, arrange: Arranger
) -> None:
    title = f"{TITLE}, and one for the gate"
    idea = arrange("idea_in_review", title)
    away = idea["owners"]["operations"]
    admin, visitor = enter("Lewis Grant"), enter()
    href = admin.go(f"/settings/people/?q={away}").get_by_role("link", name=away).get_attribute("href") or ""
    told = {
        "headers": {"Authorization": f"Bearer {new_token(admin)}"},
        "data": {"person": href.split("/")[-2], "from_on": FIRST_DAY.isoformat(), "to_on": LAST_DAY.isoformat()},
    }
    absences = f"{visitor.site.address}/api/v1/absences"

    first, again = (visitor.context.request.post(absences, **told) for _ in range(2))

    assert [one.status for one in (first, again)] == [201, 201]
    assert first.json() == again.json()
    become(visitor, away)
    wait_for(
        lambda: owners(visitor.page, idea["address"], visitor.site.address).get("Operations", away) != away,
        seconds=60,
    )
    history = visitor.page.locator("#idea-timeline")
    expect(history).to_contain_text("looks for another reviewer: the one before is away")
    expect(visitor.go("/reviews/").get_by_text("You are away until")).to_be_visible()
    expect(visitor.go("/profile/").get_by_text("told by the personnel system")).to_be_visible()
    come_back(visitor)
    expect(visitor.go("/reviews/").get_by_text("You are away until")).to_have_count(0)
    gone = visitor.context.request.delete(f"{absences}/{first.json()['id']}", headers=told["headers"])
    assert gone.status == 404
    assert [one.complaints for one in (admin, visitor)] == [[], []]
