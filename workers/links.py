"""Addresses of pages, for what leaves the server."""

from typing import Final

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from ideas.selectors.news_words import Place

# Kind of place -> name of the page.
_PAGES: Final = {
    "idea": "idea",
    "comment": "idea",
    "decision": "decision",
    "decide": "decision-new",
    "review": "review",
    "questions": "questions",
    "endpoint": "settings-endpoint",
    "interests": "interests",
    "load": "department-load",
    "delegations": "delegations",
    "profile": "profile",
    "bounces": "bounces",
    "apologise": "idea-apology",
    "rules": "rule-report",
}


def absolute(path: str) -> str:
    """Return the whole address of a path on this server."""
    return f"{settings.PUBLIC_URL}{path}"


def page(name: str, *arguments: str) -> str:
    """Return the whole address of a page; of the first page where it has none."""
    try:
        return absolute(reverse(name, args=arguments))
    except NoReverseMatch:
        return absolute("/")


def link_to(place: Place | None) -> str:
    """Return the address that a piece of news leads to. It opens a page; acting there is another step."""
    if place is None:
        return page("notifications")
    return page(_PAGES[place.kind], *filter(None, [place.key])) + place.ending
