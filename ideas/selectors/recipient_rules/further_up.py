"""Who hears further up: programme managers, and whoever decides the idea; and over which steps of a ladder."""

from collections.abc import Iterator

from ideas.models import Event
from ideas.news import NewsKind, NewsReason
from ideas.policies.deciders import deciders_of
from ideas.policies.permissions import Permission
from ideas.selectors.authors import author_ids
from ideas.selectors.recipient_rules.naming import Recipient, holders, idea_of
from ideas.selectors.recipient_rules.presence import first_able


def managers(event: Event, kind: NewsKind) -> Iterator[Recipient]:
    """The programme managers who did not write the idea."""
    found = sorted(set(holders(Permission.DECIDE_INTERESTS)) - author_ids(idea_of(event)))
    return (Recipient(one, kind, NewsReason.PROGRAMME_MANAGER) for one in found)


def deciding(event: Event, kind: NewsKind) -> Iterator[Recipient]:
    """Whoever may decide the idea."""
    return (Recipient(one.person.pk, kind, NewsReason.DECIDER) for one in deciders_of(idea_of(event)))


def managing(event: Event, kind: NewsKind) -> list[Recipient]:
    """Return the programme managers who may read the idea, the present first of all; where there is none, who decides."""
    return first_able(event, lambda: managers(event, kind), lambda: deciding(event, kind))


def steps_of(event: Event) -> list[str]:
    """Return the steps that an event tells of, the latest first: its own, then those that it passed over."""
    passed = event.payload.get("passed_over")
    return [str(event.payload["step"]), *(reversed(passed) if isinstance(passed, list) else ())]
