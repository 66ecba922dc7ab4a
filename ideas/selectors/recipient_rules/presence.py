"""Who of those that are named may be told at all, and is here today."""

from collections.abc import Callable, Iterable, Sequence

from ideas.models import Absence, Event, Idea, User
from ideas.policies.delegations import day_here
from ideas.selectors.recipient_rules.naming import Recipient, idea_of

Level = Callable[[], Iterable[Recipient]]


def present(people: Sequence[Recipient]) -> list[Recipient]:
    """Return those who are here today; all of them where nobody is. One query."""
    today = day_here()
    keys = [one.person_id for one in people]
    away = Absence.objects.whole_days().on(today).filter(person__in=keys)
    gone = set(away.values_list("person_id", flat=True))
    return [one for one in people if one.person_id not in gone] or list(people)


def readers_of(*, idea: Idea, people: list[User]) -> set[int]:
    """Return the keys of those of `people` who may read `idea` now; one query for each person unless it is open."""
    active = [person for person in people if person.is_active]
    if idea.is_open:
        return {person.pk for person in active}
    found = Idea.objects.filter(pk=idea.pk)
    return {person.pk for person in active if found.visible_to(person).exists()}


def able(event: Event, people: Sequence[Recipient]) -> list[Recipient]:
    """Return those who work here, may read the idea, and did not do it themselves. One query, as `readers_of` beside."""
    found = User.objects.filter(pk__in={one.person_id for one in people} - {event.actor_id})
    reading = readers_of(idea=idea_of(event), people=list(found)) if people else set()
    return [one for one in people if one.person_id in reading]


def first_able(event: Event, *levels: Level) -> list[Recipient]:
    """Return those of the first of `levels` at which anybody may be told, the present first of all; empty where nobody.

    A level is asked only where the ones before it have nobody. Two queries for each.
    """
    for level in levels:
        found = able(event, list(level()))
        if found:
            return present(found)
    return []
