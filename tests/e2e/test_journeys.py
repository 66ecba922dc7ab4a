"""A stranger's tour: share an idea, see who looks at it, answer for two departments, decide, and hear of it."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.answers import ANSWERS
from tests.e2e.conftest import Enter, Visitor, become
from tests.installation import wait_for

pytestmark = pytest.mark.browser

TITLE = "A spare key for the salt store at the gatehouse"
SHOWN = r"\|1\|business:required,finance:advisory,operations:required,legal:advisory\|"
EXPLANATION = "Yes. The gatehouse is staffed all night, so the key hangs there from Monday; please show both crews."


def share(visitor: Visitor, title: str) -> str:
    """Send an idea that Business and Operations must answer; return its address."""
    page = visitor.go("/share/")
    page.get_by_label("Give it a short name").fill(title)
    page.get_by_label("What is the problem?").fill("At four in the morning the store is locked and the key is at home.")
    page.get_by_label("What is your idea?").fill("Hang a second key behind the desk of the gatehouse.")
    page.get_by_label("What will be better").fill("Gritters leave on time on the first icy night.")
    for question, answer in ANSWERS.items():
        page.locator(f'input[name="answers__{question}"][value="{answer}"]').check(force=True)
    if page.locator("noscript button, button[value=preview]").count():
        page.locator("button[value=preview]").click()
    # The panel follows each answer; who sends before it has caught up is shown it once more.
    expect(page.locator('#forecast input[name="shown"]')).to_have_value(re.compile(SHOWN))
    expect(page.locator("#forecast")).to_contain_text("You will have an answer by")
    expect(page.locator("#forecast")).to_contain_text("Operations")
    page.get_by_role("button", name="Send idea").click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    return "/" + page.url.split("/", 3)[3]


def wait_for_triage(visitor: Visitor, title: str) -> None:
    """Wait until the worker has put the idea into the triager's inbox."""
    wait_for(lambda: visitor.go("/triage/").get_by_text(title).count() > 0, seconds=60)


def sort(visitor: Visitor, title: str) -> None:
    """Send the idea for review, as the triager who is signed in."""
    visitor.go("/triage/").get_by_role("link", name=re.compile(re.escape(title))).first.click()
    visitor.page.get_by_role("button", name="Send for review", exact=True).click()
    expect(visitor.page.get_by_text("its departments are asked now")).to_be_visible()


def owners(page: Page, address: str, site: str) -> dict[str, str]:
    """Return who answers for each department that the decision waits for."""
    page.goto(site + address)
    found = {}
    for lane in page.locator(".gs-lane").all():
        is_asked = lane.get_attribute("data-review") != "not_asked"
        if is_asked and not lane.locator(".gs-lane-mode").count() and lane.locator(".gs-lane-o").count():
            found[lane.locator(".gs-lane-d").inner_text().strip()] = lane.locator(".gs-lane-o").inner_text()
    return found


def answer(visitor: Visitor, title: str) -> None:
    """Support the idea as the reviewer who is signed in."""
    page = visitor.go("/reviews/")
    page.get_by_role("link", name=re.compile(re.escape(title))).first.click()
    form = page.locator("form.gs-review")
    form.wait_for()  # `all` below takes what is there, and on the page before there is none
    for radio in form.locator('input[type="radio"][value="5"]').all():
        radio.check(force=True)
    form.locator('input[name="recommendation"][value="support"]').check(force=True)
    form.locator('input[name="confidence"][value="high"]').check(force=True)
    form.get_by_label(re.compile("In plain words")).fill(
        "We can hang the key on Monday and show both crews where it is."
    )
    answered = page.url
    form.get_by_role("button", name="Submit and next").click()
    wrong = page.locator(".gs-errsum, .gs-wrong").first
    wait_for(lambda: page.url != answered or wrong.is_visible(), seconds=45)
    assert page.url != answered, page.locator("body").inner_text()


def decide(visitor: Visitor, address: str) -> None:
    """Say yes, and announce it at once."""
    page = visitor.go(address)
    page.get_by_role("link", name="Decide", exact=True).click()
    page.locator('input[name="kind"][value="approved"]').check(force=True)
    page.get_by_label("Reason", exact=True).select_option("quick_win")
    page.get_by_label(re.compile("In plain words")).fill(EXPLANATION)
    page.get_by_label("What happens next").fill("Ravi hangs the key and writes to both crews.")
    page.get_by_label("By when").first.fill((date.today() + timedelta(days=10)).isoformat())
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text(EXPLANATION).first).to_be_visible()
    page.get_by_role("button", name=re.compile("nnounce")).click()


@pytest.mark.parametrize("with_script", [True, False], ids=["script", "no-script"])
def test_idea_goes_from_form_to_announced_decision(enter: Enter, with_script: bool) -> None:
    title = f"{TITLE}{'' if with_script else ', again'}"
    author = enter("Megan Hughes", with_script=with_script)
    address = share(author, title)
    triager = enter("Owen Parry", with_script=with_script)
    wait_for_triage(triager, title)
    sort(triager, title)
    worker = enter(with_script=with_script)
    wait_for(lambda: len(owners(author.page, address, author.site.address)) == 2, seconds=60)
    asked = owners(author.page, address, author.site.address)
    assert set(asked) == {"Business", "Operations"}

    for name in asked.values():
        become(worker, name)
        answer(worker, title)
    author.go(address)
    sentence = author.page.get_by_text(re.compile(r"Then .* decides")).inner_text()
    watcher = enter("Sam Okafor")
    watcher.go(address)
    become(worker, re.search(r"Then (.*?) decides", sentence).group(1))  # type: ignore[union-attr]
    decide(worker, address)

    # Somebody who only had the page open sees the stage move by itself.
    expect(watcher.page.locator('[data-live="stage"]').first).to_have_attribute(
        "data-stage", "approved", timeout=20_000
    )
    author.go(address)
    expect(author.page.get_by_text(EXPLANATION).first).to_be_visible()
    assert [one.complaints for one in (author, worker, watcher)] == [[], [], []]
    assert_told(author, title)


def assert_told(author: Visitor, title: str) -> None:
    """The decision arrives by mail, and in the demo's webhook receiver."""
    mails = author.site.home / "mail"
    wait_for(lambda: any(title in path.read_text() for path in mails.glob("*")), seconds=60)
    ref = re.search(r"GS-\d+", author.page.url).group(0)  # type: ignore[union-attr]
    kept = author.site.home / "receiver"
    wait_for(lambda: any(ref in path.read_text() for path in kept.glob("*")), seconds=60)


def test_vote_is_seen_in_a_second_browser(enter: Enter) -> None:
    voter, watcher = enter("Sam Okafor"), enter("Tom Ashworth")
    card = voter.go("/ideas/?view=waiting").locator("article:has(button.gs-vote:enabled)").first
    address = card.locator('a[href^="/ideas/GS-"]').first.get_attribute("href")
    assert address is not None
    for visitor in (voter, watcher):
        visitor.go(address)
    votes = watcher.page.locator('[data-live="votes"]').first
    before = int(votes.inner_text())
    expect(watcher.page.locator('[data-live-state="live"]')).to_be_visible(timeout=20_000)

    button = voter.page.locator("button.gs-vote").first
    is_given = button.get_attribute("aria-pressed") == "true"
    button.click()

    expect(votes).to_have_text(str(before - 1 if is_given else before + 1), timeout=10_000)


def test_answered_review_is_seen_live_and_a_vote_costs_no_request(enter: Enter) -> None:
    title = f"{TITLE}, a third one"
    author = enter("Megan Hughes")
    address = share(author, title)
    watcher, worker = enter("Sam Okafor"), enter("Tom Ashworth")
    triager = enter("Owen Parry")
    wait_for_triage(triager, title)
    sort(triager, title)
    wait_for(lambda: len(owners(author.page, address, author.site.address)) == 2, seconds=60)
    asked = owners(author.page, address, author.site.address)
    asked_for: list[str] = []
    watcher.page.on("request", lambda request: asked_for.append(urlsplit(request.url).path))
    page = watcher.go(address)
    expect(page.locator('[data-live-state="live"]')).to_be_visible(timeout=20_000)
    lane = page.locator(".gs-lane", has=page.get_by_role("heading", name="Operations", exact=True))
    history = page.locator("#idea-timeline")
    expect(lane).to_have_attribute("data-review", "assigned")

    asked_for.clear()
    worker.go(address).locator("button.gs-vote").first.click()
    expect(page.locator('#support [data-live="votes"]').first).to_have_text("1", timeout=10_000)
    page.wait_for_timeout(4_000)  # longer than the jitter of a fetch
    assert asked_for == []

    become(worker, asked["Operations"])
    answer(worker, title)

    expect(lane).to_have_attribute("data-review", "submitted", timeout=20_000)
    expect(history).to_contain_text("Operations has answered", timeout=5_000)
    assert sorted(set(asked_for)) == [f"{address}departments/", f"{address}head/", f"{address}support/"]
    assert watcher.complaints == []


def test_board_of_many_ideas_stays_connected(enter: Enter) -> None:
    voter, watcher = enter("Sam Okafor"), enter("Tom Ashworth")
    page = watcher.go("/ideas/")
    expect(page.locator('[data-live-state="live"]')).to_be_visible(timeout=20_000)
    assert page.locator("article[data-live-topic]").count() > 20
    card = voter.go("/ideas/").locator("article:has(button.gs-vote:enabled)").first
    ref = card.get_attribute("data-live-topic")
    votes = page.locator(f'article[data-live-topic="{ref}"] [data-live="votes"]')
    before = votes.inner_text()

    card.locator("button.gs-vote").click()

    expect(votes).not_to_have_text(before, timeout=10_000)
    expect(page.locator('[data-live-state="live"]')).to_be_visible()


def test_health_answers_without_sign_in(enter: Enter) -> None:
    visitor = enter()

    with urlopen(visitor.site.address + "/readyz", timeout=5) as response:  # noqa: S310 — our own address
        assert response.read() == b"ok"
