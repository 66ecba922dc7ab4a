"""Axe on a page of every name that `test_pages` leaves out, with one object of every kind."""

import json
import re
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.browsing import violations
from tests.e2e.conftest import Enter
from tests.e2e.pages import PAGES, SIGNED_OUT
from tests.installation import Installation
from tests.permissions.table import FILE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

# Parts of pages, fetched into one that is open already, and addresses that only lead on to a page.
PARTS: Final = frozenset(
    {
        "board-fresh", "comment", "comments", "decision", "home", "idea-card", "idea-departments", "idea-head",
        "idea-history", "idea-new-similar", "idea-support", "live-changes", "notification-bell", "notification-list",
        "review-claimable", "review-mine", "settings-endpoint-attempts",
    }
)  # fmt: skip
FOR_PROGRAMS: Final = frozenset(
    {
        "decision-pack", "file", "healthz", "idea-case-file", "livez", "organisation-logo", "readyz", "rule-set-file",
        "version",
    }
)  # fmt: skip
TOKEN_OF_A_MAIL: Final = """
from ideas.models import User
from ideas.stop_links import stop_token
print(stop_token(person=User.objects.get(name="Megan Hughes"), kinds=["digest"]))
"""
ONE_OF_EACH: Final = "from tests.e2e.one_of_each import make_and_tell; make_and_tell()"
OF_A_PASSWORD: Final = frozenset({"account_set_password", "account_change_password"})
SHARES: Final = 6  # small enough for two processes to end at about the same time


def page_names() -> list[str]:
    """The names of what answers a GET with a page and is not looked at elsewhere, from the table of permissions."""
    names = set(re.findall(r"^GET (\S+) \|", FILE.read_text(), re.MULTILINE))
    answered = {name for name in names if not name.startswith("api:") and not name.endswith("-csv")}
    elsewhere = {name_of(path) for paths in [SIGNED_OUT, *PAGES.values()] for path in paths}
    return sorted(answered - elsewhere - OF_A_PASSWORD - PARTS - FOR_PROGRAMS)


def name_of(address: str) -> str | None:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


@pytest.fixture(scope="session")
def one_of_each(site: Installation) -> dict[str, Any]:
    """Who may open which page, by its name, once there is one object of every kind."""
    told: dict[str, Any] = json.loads(site.run_script(ONE_OF_EACH).splitlines()[-1])
    return told


def pages_before_sign_in(site: Installation) -> dict[str, str]:
    """Addresses for people who are not signed in, by name of page."""
    stop_mail = f"/news/stop/{site.run_script(TOKEN_OF_A_MAIL)}/"
    paths = ["/accounts/inactive/", f"/link/{'x' * 43}/", stop_mail]
    return {name_of(path) or path: path for path in paths}


@pytest.mark.parametrize("share", range(SHARES))
def test_page_of_every_name_is_accessible(enter: Enter, one_of_each: dict[str, Any], share: int) -> None:
    names = page_names()[share::SHARES]
    visitors = {"nobody": enter()}
    site = visitors["nobody"].site
    before_sign_in = pages_before_sign_in(site)
    found = {}

    for name in names:
        caller, path = ("nobody", before_sign_in[name]) if name in before_sign_in else one_of_each["pages"][name]
        if caller not in visitors:
            visitors[caller] = enter()
            session = {"name": one_of_each["cookie"], "value": one_of_each["sessions"][caller], "url": site.address}
            visitors[caller].context.add_cookies([session])
        visitors[caller].go(path)
        found[name] = (name_of(visitors[caller].page.url), violations(visitors[caller].page))

    assert found == {name: (name, []) for name in names}


def test_pages_of_a_password_are_accessible(enter: Enter) -> None:
    """People of the demonstration come in by link: there is no password to change until the first is chosen."""
    visitor = enter("Megan Hughes")
    page = visitor.go("/accounts/password/set/")
    found = {name_of(page.url): violations(page)}
    for field in ("password1", "password2"):
        page.locator(f"#id_{field}").fill("a-quiet-harbour-at-dawn")

    page.locator("form[action*='password'] button, main form button").first.click()
    page.wait_for_url(lambda url: "password/set" not in url)
    visitor.go("/accounts/password/change/")

    found[name_of(page.url)] = violations(page)
    assert found == {name: [] for name in OF_A_PASSWORD}
