"""Finds colleagues from what somebody typed: full names or e-mail addresses."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from ideas.models import User
from ideas.text import sort_key


@dataclass(frozen=True)
class NamedPeople:
    """Who was found, and the words that name nobody, or more than one person."""

    people: tuple[User, ...]
    unknown: tuple[str, ...]
    ambiguous: tuple[str, ...]


def people_named(*, words: Iterable[str]) -> NamedPeople:
    """Return the active people whose full name or e-mail address is one of `words`, regardless of case. One query."""
    wanted = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    by_name = Q(name_sort__in=[sort_key(word) for word in wanted])
    by_email = Q(email__in=[word.lower() for word in wanted])
    found = list(User.objects.filter(by_name | by_email, is_active=True).order_by("id"))
    matches = {word: [one for one in found if _is_named(one, word)] for word in wanted}
    return NamedPeople(
        people=tuple(people[0] for people in matches.values() if len(people) == 1),
        unknown=tuple(word for word, people in matches.items() if not people),
        ambiguous=tuple(word for word, people in matches.items() if len(people) > 1),
    )


def _is_named(person: User, word: str) -> bool:
    return person.email == word.lower() or person.name_sort == sort_key(word)
