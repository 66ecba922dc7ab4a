"""Groups of people whom rules name: authors, followers, voters, reviewers, leads, holders of a right."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ideas.models import Event, Follow, Idea, IdeaAuthor, Membership, Review, RoleGrant, Vote
from ideas.news import NewsKind, NewsReason
from ideas.policies.permissions import ROLE_PERMISSIONS, Permission

_LEADERS = (Membership.Role.LEAD, Membership.Role.DEPUTY)


AUTHOR_REASONS: Final = {
    IdeaAuthor.Kind.AUTHOR.value: NewsReason.AUTHOR,
    IdeaAuthor.Kind.CO_AUTHOR.value: NewsReason.CO_AUTHOR,
    IdeaAuthor.Kind.ON_BEHALF_OF.value: NewsReason.ON_BEHALF_OF,
}


@dataclass(frozen=True)
class Recipient:
    """One person to tell. `department_id`: the department that the news is about, where no review says it."""

    person_id: int
    kind: NewsKind
    reason: NewsReason
    department_id: int | None = None


Named = Mapping[int, Sequence[Recipient]]  # by the event's key

Rule = Callable[[Event], Iterator[Recipient]]
RuleOfMany = Callable[[list[Event]], Named]
Waits = Callable[[Event], bool]  # whether what the event tells of still waits for somebody


def number_in(event: Event, name: str) -> int:
    """Return the number of that name in the event, which must have it.

    Raises:
        TypeError: it has none.
    """
    value = event.payload.get(name)
    if not isinstance(value, int):
        raise TypeError(f"{event.type} without {name}.")
    return value


def idea_of(event: Event) -> Idea:
    """Return the idea that the event is about, which it must have.

    Raises:
        ValueError: it has none.
    """
    if event.idea is None:
        raise ValueError(f"{event.type} without an idea.")
    return event.idea


def authors(event: Event, kinds: dict[str, NewsKind]) -> Iterator[Recipient]:
    """The authors of the idea whose sort is named in `kinds`, with the kind of news that each sort gets."""
    rows = IdeaAuthor.objects.filter(idea=idea_of(event), kind__in=kinds).order_by("id")
    for person, sort in rows.values_list("person_id", "kind"):
        yield Recipient(person, kinds[sort], AUTHOR_REASONS[sort])


def all_authors(event: Event, kind: NewsKind) -> Iterator[Recipient]:
    """All authors of the idea, whatever their sort."""
    return authors(event, dict.fromkeys(IdeaAuthor.Kind.values, kind))


def followers(event: Event, kind: NewsKind) -> Iterator[Recipient]:
    """Who follows the idea."""
    rows = Follow.objects.filter(idea=idea_of(event), level=Follow.Level.FOLLOWING)
    for person in rows.values_list("person_id", flat=True):
        yield Recipient(person, kind, NewsReason.FOLLOWER)


def voters(event: Event, kind: NewsKind) -> Iterator[Recipient]:
    """Who voted for the idea."""
    for person in Vote.objects.filter(idea=idea_of(event)).values_list("voter_id", flat=True):
        yield Recipient(person, kind, NewsReason.VOTER)


def reviewers(event: Event, kind: NewsKind) -> Iterator[Recipient]:
    """Who owns a review of the idea's present round."""
    rows = Review.objects.filter(idea=idea_of(event), round=idea_of(event).round, owner__isnull=False)
    for person in rows.exclude(state=Review.State.CANCELLED).values_list("owner_id", flat=True):
        yield Recipient(person, kind, NewsReason.REVIEWER)


def leaders(department_ids: list[int], kind: NewsKind) -> Iterator[Recipient]:
    """Leads and deputies of the departments, leads first."""
    places = Membership.objects.filter(department__in=department_ids, role__in=_LEADERS).order_by("-role", "id")
    for person, department in places.values_list("person_id", "department_id"):
        yield Recipient(person, kind, NewsReason.DEPARTMENT_LEAD, department)


def holders(permission: Permission) -> list[int]:
    """Return the keys of everybody whose roles give `permission`."""
    roles = [role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]
    return list(RoleGrant.objects.filter(role__in=roles).values_list("person_id", flat=True))
