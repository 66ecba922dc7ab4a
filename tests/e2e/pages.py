"""Which pages there are to look at, by whom; a page of one object is found through the list that leads to it."""

from typing import Final

from tests.e2e.conftest import Visitor

FIRST_IDEA: Final = "first idea of the board"
FIRST_REVIEW: Final = "first review of the queue"
SIGNED_OUT: Final = [
    "/accounts/login/",
    "/accounts/password/forgotten/",
    "/sign-in-as/",
    "/help/",
    "/help/decisions/",
    "/help/accessibility/",
    "/problems/",
    "/problems/unknown-field",
    "/help/keyboard/",
]
PAGES: Final[dict[str, list[str]]] = {
    "Megan Hughes": ["/ideas/", FIRST_IDEA, "/my-ideas/", "/share/", "/overview/", "/overview/waiting/", "/rules/"],
    "Sam Okafor": [
        "/ideas/?q=nothing-like-this",
        "/ideas/?order=due",
        "/news/",
        "/profile/",
        "/profile/tokens/",
        "/news/preferences/",
    ],
    "Tom Ashworth": ["/reviews/", "/reviews/several/mine/", FIRST_REVIEW, "/absences/add/", "/nowhere/"],
    "Owen Parry": ["/triage/", "/settings/answers/", "/reports/", "/ideas/confidential/"],
    "Fiona McAllister": [
        "/rules/versions/",
        "/rules/versions/1/",
        "/rules/versions/1/try/?ideas=50",
        "/rules/versions/import/",
        "/rules/report/?weeks=13",
    ],
    "Lewis Grant": [
        "/settings/",
        "/settings/organisation/",
        "/settings/people/",
        "/settings/people/import/",
        "/settings/departments/",
        "/settings/roles/",
        "/settings/board/",
        "/settings/board/finance/",
        "/settings/calendars/",
        "/settings/sites/",
        "/settings/channels/",
        "/settings/health/",
        "/settings/audit/",
        "/demo/mail/",
        "/demo/receiver/",
    ],
}
_LINKS: Final = {
    FIRST_IDEA: ("/ideas/", 'main a[href^="/ideas/GS-"]'),
    FIRST_REVIEW: ("/reviews/", 'main a[href^="/reviews/"]'),
}


def found_path(visitor: Visitor, path: str) -> str:
    """Return the address of `path`, which may be the name of an object in a list."""
    if path not in _LINKS:
        return path
    listed, link = _LINKS[path]
    address = visitor.go(listed).locator(link).first.get_attribute("href")
    assert address is not None, f"{listed} leads to nothing"
    return address
