"""Who wrote an idea, for those who may know: the one place that decides whether a name is shown."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from ideas.models import Idea, IdeaAuthor, User


@dataclass(frozen=True)
class Byline:
    """The people named above an idea. `is_protected`: they are not shown, and `people` is empty for this reader.

    `is_own`: the reader is one of them. The author comes first, then co-authors, then those for whom it was sent.
    """

    people: tuple[User, ...]
    on_behalf_of: tuple[User, ...]
    is_protected: bool
    is_own: bool

    @property
    def author(self) -> User | None:
        """The first of them, None where they are protected."""
        return self.people[0] if self.people else None


_ORDER = {IdeaAuthor.Kind.AUTHOR: 0, IdeaAuthor.Kind.CO_AUTHOR: 1, IdeaAuthor.Kind.ON_BEHALF_OF: 2}


def with_authors() -> "Prefetch[str]":
    """Return what lists prefetch, so that `shown_author` needs no query for each row (two for the list)."""
    return Prefetch("authors", IdeaAuthor.objects.select_related("person__department").order_by("id"))


def may_read_names(*, author_shown: bool, is_own: bool) -> bool:
    """Return the rule itself, for rows of lists: names are shown, or the reader is one of them."""
    return author_shown or is_own


def shown_author(idea: Idea, viewer: User) -> Byline:
    """Return who wrote `idea`, as far as `viewer` may know. One query, none after `with_authors`.

    Where the author is not shown only the authors themselves see names, in every page, message and file.
    """
    rows = sorted(_rows(idea), key=lambda row: (_ORDER[IdeaAuthor.Kind(row.kind)], row.pk))
    is_own = any(row.person_id == viewer.pk for row in rows)
    if not may_read_names(author_shown=idea.author_shown, is_own=is_own):
        return Byline((), (), is_protected=True, is_own=False)
    wrote = tuple(row.person for row in rows if row.kind != IdeaAuthor.Kind.ON_BEHALF_OF)
    sent_for = tuple(row.person for row in rows if row.kind == IdeaAuthor.Kind.ON_BEHALF_OF)
    return Byline(wrote, sent_for, is_protected=not idea.author_shown, is_own=is_own)


def author_ids(idea: Idea) -> frozenset[int]:
    """Return the keys of everybody who counts as an author of `idea`. One query."""
    return frozenset(IdeaAuthor.objects.filter(idea=idea).values_list("person_id", flat=True))


def authors_and_team(idea: Idea) -> frozenset[int]:
    """Return the keys of the authors and of everybody with the same manager as one of them. Two queries.

    None of them reviews the idea.
    """
    return people_and_team(author_ids(idea))


def people_and_team(people: frozenset[int]) -> frozenset[int]:
    """Return `people` and everybody with the same manager as one of them, as keys. One query."""
    managers = User.objects.filter(pk__in=people, manager__isnull=False).values("manager_id")
    team = User.objects.filter(Q(manager_id__in=managers)).values_list("pk", flat=True)
    return people | frozenset(team)


def own_among(person: User, ideas: Collection[Idea]) -> frozenset[int]:
    """Return the keys of those of `ideas` that `person` wrote. One query, none after `with_authors`."""
    if all(_has_authors(idea) for idea in ideas):
        return frozenset(idea.pk for idea in ideas if any(row.person_id == person.pk for row in idea.authors.all()))
    return frozenset(IdeaAuthor.objects.filter(person=person, idea__in=ideas).values_list("idea_id", flat=True))


def _has_authors(idea: Idea) -> bool:
    return "authors" in getattr(idea, "_prefetched_objects_cache", {})


def _rows(idea: Idea) -> list[IdeaAuthor]:
    if _has_authors(idea):
        return list(idea.authors.all())
    return list(idea.authors.select_related("person__department").order_by("id"))
