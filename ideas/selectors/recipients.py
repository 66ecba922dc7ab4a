"""Who is told of a fact, as what kind of news, and why.

Source: docs/notifications.md "Who is told".
"""

from collections.abc import Iterable, Iterator, Sequence

from ideas.models import Event, Follow, User
from ideas.news import NewsKind, is_mandatory
from ideas.selectors.recipient_rules import RULES, RULES_OF_MANY, Recipient
from ideas.selectors.recipient_rules.presence import readers_of


def recipients_of(*, event: Event) -> list[Recipient]:
    """Return everybody who hears of one event; see `recipients_of_all`."""
    return next(found for _event, found in recipients_of_all(events=[event]))


def recipients_of_all(*, events: Sequence[Event]) -> list[tuple[Event, list[Recipient]]]:
    """Return everybody who hears of each of `events`, each once an event, with the strongest of their reasons.

    Left out: who did it (but for the receipt of one's own idea), people who left, people who muted the idea (but for tasks
    and decisions), and whoever may not see the idea now. Rows should have `idea` loaded. What comes in great numbers, the
    news of ideas sent and reviews assigned, costs as many queries for fifty events as for one.
    """
    found = {event.pk: _first_of_each(event, named) for event, named in _named(events)}
    people = _active({person for first in found.values() for person in first})
    muted = _muted(found, events)
    return [(event, _kept(event, found[event.pk], people, muted)) for event in events]


def _named(events: Sequence[Event]) -> Iterator[tuple[Event, Iterable[Recipient]]]:
    """Each event with whom its rule names."""
    for kind, of_all in RULES_OF_MANY.items():
        alike = [event for event in events if event.type == kind]
        named = of_all(alike) if alike else {}
        yield from ((event, named.get(event.pk, ())) for event in alike)
    for event in events:
        if event.type not in RULES_OF_MANY:
            rule = RULES.get(event.type)
            yield event, rule(event) if rule else ()


def _first_of_each(event: Event, named: Iterable[Recipient]) -> dict[int, Recipient]:
    first: dict[int, Recipient] = {}
    for recipient in named:
        if recipient.person_id != event.actor_id or recipient.kind == NewsKind.IDEA_RECEIVED:
            first.setdefault(recipient.person_id, recipient)
    return first


def _active(people: set[int]) -> dict[int, User]:
    return {person.pk: person for person in User.objects.filter(pk__in=people, is_active=True)} if people else {}


def _muted(found: dict[int, dict[int, Recipient]], events: Sequence[Event]) -> set[tuple[int, int]]:
    """Ideas with people who muted them, of those who hear of something that muting stops."""
    optional = {one.person_id for first in found.values() for one in first.values() if not is_mandatory(one.kind)}
    if not optional:
        return set()
    ideas = {event.idea_id for event in events if event.idea_id is not None}
    rows = Follow.objects.filter(idea__in=ideas, level=Follow.Level.MUTED, person__in=optional)
    return set(rows.values_list("idea_id", "person_id"))


def _kept(
    event: Event, first: dict[int, Recipient], people: dict[int, User], muted: set[tuple[int, int]]
) -> list[Recipient]:
    active = [people[key] for key in first if key in people]
    allowed = {one.pk for one in active} if event.idea is None else readers_of(idea=event.idea, people=active)
    return [
        one
        for one in first.values()
        if one.person_id in allowed and (is_mandatory(one.kind) or (event.idea_id, one.person_id) not in muted)
    ]
