"""Who hears of triage."""

from collections.abc import Iterator, Mapping
from typing import Final

from ideas.events.triage import (
    DepartmentAskedAlso,
    FirstResponseGiven,
    IdeaMerged,
    IdeaRedirected,
    IdeaUnmerged,
    RoutingOverridden,
)
from ideas.models import Event
from ideas.news import NewsKind
from ideas.selectors.recipient_rules.naming import Recipient, Rule, all_authors, followers, voters


def _responded(event: Event) -> Iterator[Recipient]:
    return all_authors(event, NewsKind.RESPONSE_GIVEN)


def _overridden(event: Event) -> Iterator[Recipient]:
    return all_authors(event, NewsKind.ROUTING_OVERRIDDEN)


def _asked_also(event: Event) -> Iterator[Recipient]:
    return all_authors(event, NewsKind.ASKED_ALSO)


def _redirected(event: Event) -> Iterator[Recipient]:
    return all_authors(event, NewsKind.IDEA_REDIRECTED)


def _merged(event: Event) -> Iterator[Recipient]:
    for group in (all_authors, followers, voters):
        yield from group(event, NewsKind.IDEA_MERGED)


RULES: Final[Mapping[str, Rule]] = {
    FirstResponseGiven.type: _responded,
    RoutingOverridden.type: _overridden,
    DepartmentAskedAlso.type: _asked_also,
    IdeaMerged.type: _merged,
    IdeaUnmerged.type: _merged,
    IdeaRedirected.type: _redirected,
}
