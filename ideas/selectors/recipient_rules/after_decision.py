"""Who hears of what follows a decision."""

from collections.abc import Iterator, Mapping
from typing import Final

from ideas.events.after_decision import IdeaReopened
from ideas.models import Event
from ideas.news import NewsKind
from ideas.selectors.recipient_rules.naming import Recipient, Rule, all_authors, followers, voters


def _reopened(event: Event) -> Iterator[Recipient]:
    yield from all_authors(event, NewsKind.OWN_IDEA_REOPENED)
    yield from followers(event, NewsKind.IDEA_REOPENED)
    yield from voters(event, NewsKind.IDEA_REOPENED)


RULES: Final[Mapping[str, Rule]] = {
    IdeaReopened.type: _reopened,
}
