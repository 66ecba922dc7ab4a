"""Axe on every page there is: links are followed to one page of each kind, from where each of these people begins."""

import json
import re
from collections import deque
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.e2e.conftest import Enter, Visitor, become
from tests.e2e.pages import SIGNED_OUT
from tests.e2e.test_pages import violations
from tests.permissions.table import FILE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

# Parts of pages, fetched into one that is open already, and addresses that only lead on to a page.
PARTS: Final = frozenset(
    {
        "board-fresh", "comment", "comments", "decision", "home", "idea-card", "idea-departments", "idea-head",
        "idea-history", "idea-new-similar", "idea-support", "live-changes", "notification-bell", "notification-list",
        "review-claimable", "review-mine", "settings-endpoint-attempts",
    }
)  # fmt: skip
FOR_PROGRAMS: Final = frozenset(
    {"decision-pack", "file", "healthz", "livez", "organisation-logo", "readyz", "rule-set-file", "version"}
)
DEAD_LINK: Final = f"/link/{'x' * 43}/"
# What the demonstration has not: it sent everything at the first try, and its mails wait for the morning.
GIVE_UP_ONE_DELIVERY: Final = """
from django.utils import timezone
from ideas.models import Delivery
one = Delivery.objects.filter(event__idea__isnull=False).latest("id")
one.state, one.finished_at, one.attempts, one.last_error = "dead", timezone.now(), 12, "The receiver answered 500."
one.save()
"""
TOKEN_OF_A_MAIL: Final = """
from ideas.models import User
from ideas.stop_links import stop_token
print(stop_token(person=User.objects.get(name="Megan Hughes"), kinds=["digest"]))
"""
ONE_OF_EACH: Final = "from tests.e2e.one_of_each import make_and_tell; make_and_tell()"
STARTS: Final = {
    "Lewis Grant": ["/", "/settings/"],
    "Owen Parry": ["/reports/"],
    "Dafydd Rees": ["/reviews/"],
    "Helen Pritchard": ["/reviews/"],
}


def page_names() -> set[str]:
    """The names of everything that answers a GET with a page, from the table of who gets which answer."""
    names = set(re.findall(r"^GET (\S+) \|", FILE.read_text(), re.MULTILINE))
    answered = {name for name in names if not name.startswith("api:") and not name.endswith("-csv")}
    return answered - PARTS - FOR_PROGRAMS


def name_of(address: str) -> str | None:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def links(visitor: Visitor) -> list[str]:
    found = visitor.page.evaluate("[...document.querySelectorAll('a[href]')].map(one => one.href)")
    return [one.removeprefix(visitor.site.address) for one in found if one.startswith(visitor.site.address)]


def look(visitor: Visitor, starts: Iterable[str], found: dict[str, list[str]]) -> None:
    """Open every start, and from there one page of each name; note what axe says of those not looked at yet."""
    begin = list(starts)
    wanted = page_names()
    known, queue = set(begin), deque(begin)
    seen: set[str] = set()
    while queue:
        path = queue.popleft()
        name = name_of(path)
        if path not in begin and (name is None or name in seen or name not in wanted):
            continue
        visitor.go(path)
        here = name_of(visitor.page.url)
        if here is not None and here in wanted:
            seen.add(here)
            if here not in found:
                found[here] = violations(visitor)
        for link in links(visitor):
            if link not in known:
                known.add(link)
                queue.append(link)


def pages_of_author(visitor: Visitor) -> list[str]:
    """Leave a draft and a comment; return where they stand, and the author's own open idea."""
    page = visitor.go("/share/")
    page.get_by_label("Give it a short name").fill("A second bell for the loading bay")
    page.get_by_role("button", name="Keep as draft").click()
    page.wait_for_url(lambda url: not url.endswith("/share/"))
    draft = page.url.removeprefix(visitor.site.address)
    visitor.go("/my-ideas/")
    own = [link for link in links(visitor) if re.fullmatch(r"/ideas/GS-\d+/", link)]
    open_ideas = [one for one in own if visitor.go(one).get_by_role("link", name="Edit", exact=True).count()]
    page.get_by_label("Add to it").fill("The crews asked for this again today.")
    page.get_by_role("button", name="Post").click()
    page.get_by_text("The crews asked for this again today.").wait_for()
    changes = [f"{one}changes/" for one in open_ideas]
    return [
        draft,
        *own,
        *open_ideas,
        *changes,
        "/my-ideas/",
        "/absences/add/",
        "/profile/",
        "/accounts/password/change/",
        "/gallery/",
    ]


def pages_of_rules(visitor: Visitor) -> list[str]:
    """Draft the next rules; return where the draft and its parts stand."""
    page = visitor.go("/rules/versions/")
    page.get_by_role("button", name="Draft the next version").click()
    page.get_by_role("heading", level=1, name="Rules, version").wait_for()
    draft = page.url.removeprefix(visitor.site.address)
    return [draft, f"{draft}edit/rules/", f"{draft}edit/rules/3/", f"{draft}edit/reasons/", "/rules/versions/"]


def choose_a_password(visitor: Visitor) -> None:
    """People of the demonstration come in by link: there is no password to change until the first is chosen."""
    page = visitor.go("/accounts/password/set/")
    for field in ("password1", "password2"):
        page.locator(f"#id_{field}").fill("a-quiet-harbour-at-dawn")
    page.locator("form[action*='password'] button, main form button").first.click()
    page.wait_for_url(lambda url: "password/set" not in url)


def look_at_one_of_each(stranger: Visitor, enter: Enter, found: dict[str, list[str]]) -> None:
    """Open what no link of the demonstration leads to, as somebody who may."""
    told = json.loads(stranger.site.run_script(ONE_OF_EACH).splitlines()[-1])
    for name in sorted(page_names() - found.keys()):
        if name in told["pages"]:
            caller, path = told["pages"][name]
            visitor = enter()
            session = {"name": told["cookie"], "value": told["sessions"][caller], "url": visitor.site.address}
            visitor.context.add_cookies([session])
            visitor.go(path)
            if name_of(visitor.page.url) == name:
                found[name] = violations(visitor)
            visitor.context.close()


def test_every_page_is_accessible(enter: Enter) -> None:
    found: dict[str, list[str]] = {}

    stranger = enter()
    stranger.site.run_script(GIVE_UP_ONE_DELIVERY)
    stop_mail = f"/news/stop/{stranger.site.run_script(TOKEN_OF_A_MAIL)}/"
    look(stranger, [*SIGNED_OUT, "/accounts/inactive/", DEAD_LINK, stop_mail], found)
    for person, starts in STARTS.items():
        visitor = enter()
        become(visitor, person)
        look(visitor, starts, found)
    manager = enter("Fiona McAllister")
    look(manager, pages_of_rules(manager), found)
    author = enter("Megan Hughes")
    look(author, pages_of_author(author), found)
    choose_a_password(author)
    look(author, ["/accounts/password/change/", "/accounts/logout/"], found)
    look_at_one_of_each(stranger, enter, found)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert sorted(page_names() - found.keys()) == []
