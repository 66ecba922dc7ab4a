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
from ideas.models import Event, RoutingOverride
from ideas.news import NewsKind, NewsReason
from ideas.selectors.recipient_rules.naming import Recipient, Rule, all_authors, followers, number_in, voters


def _responded(event: Event) -> Iterator[Recipient]:
    return all_authors(event, NewsKind.RESPONSE_GIVEN)


def _overridden(event: Event) -> Iterator[Recipient]:
    """The authors, and whoever asked a department that is not asked any more."""
    yield from all_authors(event, NewsKind.ROUTING_OVERRIDDEN)
    ended = RoutingOverride.objects.filter(taken_out_by=number_in(event, "override_id")).order_by("id")
    yield from (Recipient(one.by_id, NewsKind.ADDITION_ENDED, NewsReason.REVIEWER) for one in ended)


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
