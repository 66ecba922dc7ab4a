"""Who hears of triage."""

from collections.abc import Iterator, Mapping
from typing import Final

from ideas.events.triage import FirstResponseGiven, IdeaRedirected, RoutingOverridden
from ideas.models import Event
from ideas.news import NewsKind
from ideas.selectors.recipient_rules.naming import Recipient, Rule, all_authors


def _responded(event: Event) -> Iterator[Recipient]:
    return all_authors(event, NewsKind.RESPONSE_GIVEN)


def _overridden(event: Event) -> Iterator[Recipient]:
    return all_authors(event, NewsKind.ROUTING_OVERRIDDEN)


def _redirected(event: Event) -> Iterator[Recipient]:
    return all_authors(event, NewsKind.IDEA_REDIRECTED)


RULES: Final[Mapping[str, Rule]] = {
    FirstResponseGiven.type: _responded,
    RoutingOverridden.type: _overridden,
    IdeaRedirected.type: _redirected,
}
