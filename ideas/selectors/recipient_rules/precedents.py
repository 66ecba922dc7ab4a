"""Who hears that a declined idea came first."""

from collections.abc import Iterator, Mapping
from typing import Final

from ideas.events.precedents import PrecedentCredited, PrecedentsFound
from ideas.models import Event
from ideas.news import NewsKind, NewsReason
from ideas.policies.permissions import Permission
from ideas.selectors.recipient_rules.naming import Recipient, Rule, all_authors, holders


def _found(event: Event) -> Iterator[Recipient]:
    for person in holders(Permission.OVERRIDE_ROUTING):
        yield Recipient(person, NewsKind.PRECEDENTS_FOUND, NewsReason.TRIAGER)


def _credited(event: Event) -> Iterator[Recipient]:
    return all_authors(event, NewsKind.PRECEDENT_CREDITED)


RULES: Final[Mapping[str, Rule]] = {PrecedentsFound.type: _found, PrecedentCredited.type: _credited}
