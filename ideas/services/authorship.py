"""Who wrote an idea and who was named to read it."""

import uuid
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from ideas.models import (
    Appeal,
    Ballot,
    BallotVote,
    Decision,
    Idea,
    IdeaAuthor,
    IdeaReader,
    Review,
    SecondReading,
    User,
)
from ideas.typed_text import TypedText

MAX_PEOPLE: Final = 20

Ids = tuple[uuid.UUID, ...]


@dataclass(frozen=True)
class AuthorChanges:
    """Which of co_authors, on_behalf_of and readers changed, and who became an author by it (keys)."""

    fields: frozenset[str]
    new_authors: frozenset[int]


def change_people(
    *, idea: Idea, co_authors: Ids | None, on_behalf_of: Ids | None, readers: Ids | None, typed: TypedText
) -> AuthorChanges:
    """Replace the co-authors, those for whom the idea is sent, and its named readers; None leaves a group as it is.

    Part of a larger service that holds the lock on the idea. The first author stays. What is wrong goes to `typed`,
    and nothing is written where anything is wrong already. Nobody becomes an author who has judged the idea in any of its rounds.
    """
    asked = {"co_authors": co_authors, "on_behalf_of": on_behalf_of, "readers": readers}
    if not any(ids is not None for ids in asked.values()):
        return AuthorChanges(frozenset(), frozenset())
    groups = {field: _people(field, ids, typed) for field, ids in asked.items() if ids is not None}
    _refuse_double_authors(idea, groups, typed)
    if typed.problems:
        return AuthorChanges(frozenset(), frozenset())
    before = _authors(idea)
    changed = {field for field, people in groups.items() if _replace(idea, field, people)}
    return AuthorChanges(frozenset(changed), _authors(idea) - before)


_KINDS: Final = {"co_authors": IdeaAuthor.Kind.CO_AUTHOR, "on_behalf_of": IdeaAuthor.Kind.ON_BEHALF_OF}


def _people(field: str, ids: Ids, typed: TypedText) -> frozenset[int]:
    """Return the keys of the people named; unknown and inactive ones are a problem of `field`."""
    wanted = set(ids)
    if len(wanted) > MAX_PEOPLE:
        typed.add(field, "too_many", _("At most %(max)d people.") % {"max": MAX_PEOPLE})
        return frozenset()
    found = frozenset(User.objects.filter(public_id__in=wanted, is_active=True).values_list("pk", flat=True))
    if len(found) != len(wanted):
        typed.add(field, "unknown_person", _("One of these people does not work here."))
    return found


def _refuse_double_authors(idea: Idea, groups: dict[str, frozenset[int]], typed: TypedText) -> None:
    first = frozenset(_of_kind(idea, IdeaAuthor.Kind.AUTHOR))
    named: frozenset[int] = first
    for field, kind in _KINDS.items():
        people = groups.get(field, frozenset())
        if people & named:
            typed.add(field, "named_twice", _("The same person is named twice among the authors."))
        named |= people if field in groups else frozenset(_of_kind(idea, kind))
        if people and _have_judged(idea, people):
            sentence = _(
                "Somebody who has reviewed or decided this idea, or voted on it for the board, cannot become an author."
            )
            typed.add(field, "has_reviewed", sentence)


def _have_judged(idea: Idea, people: frozenset[int]) -> bool:
    """Whether one of `people` reviewed, read, voted or decided, or somebody did in their place. One query."""
    answered = Review.objects.filter(idea=idea, state=Review.State.SUBMITTED)
    judged = (
        answered.filter(Q(owner__in=people) | Q(acted_for__in=people)),
        SecondReading.objects.filter(review__idea=idea, reader__in=people).exclude(verdict=""),
        BallotVote.objects.filter(seat__ballot__idea=idea, voter__in=people),
        Ballot.objects.filter(idea=idea, casting_by__in=people),
        Decision.objects.filter(Q(decided_by__in=people) | Q(acted_for__in=people), idea=idea),
        Appeal.objects.filter(decision__idea=idea, decided_by__in=people),
    )
    found = Q()
    for rows in judged:
        found |= Q(Exists(rows))
    return Idea.objects.filter(found, pk=idea.pk).exists()


def _of_kind(idea: Idea, kind: IdeaAuthor.Kind) -> list[int]:
    return list(IdeaAuthor.objects.filter(idea=idea, kind=kind).values_list("person_id", flat=True))


def _authors(idea: Idea) -> frozenset[int]:
    return frozenset(IdeaAuthor.objects.filter(idea=idea).values_list("person_id", flat=True))


def _replace(idea: Idea, field: str, people: frozenset[int]) -> bool:
    """Make `people` the ones of `field`; return whether that changed anything."""
    if field == "readers":
        return _replace_readers(idea, people)
    kind = _KINDS[field]
    before = frozenset(_of_kind(idea, kind))
    IdeaAuthor.objects.filter(idea=idea, kind=kind, person__in=before - people).delete()
    IdeaAuthor.objects.bulk_create([IdeaAuthor(idea=idea, person_id=key, kind=kind) for key in sorted(people - before)])
    return before != people


def _replace_readers(idea: Idea, people: frozenset[int]) -> bool:
    before = frozenset(IdeaReader.objects.filter(idea=idea).values_list("person_id", flat=True))
    IdeaReader.objects.filter(idea=idea, person__in=before - people).delete()
    IdeaReader.objects.bulk_create([IdeaReader(idea=idea, person_id=key) for key in sorted(people - before)])
    return before != people
