"""Who wrote an idea and who is close to them: the people who may neither review nor vote for it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ideas.models import IdeaAuthor, User


@dataclass(frozen=True)
class Authorship:
    """The authors of one idea (author, co-authors, those it was sent for) and everybody with the same manager."""

    author_ids: frozenset[int]
    team_ids: frozenset[int]

    @property
    def conflicted_ids(self) -> frozenset[int]:
        """Authors and their team: whoever must not review the idea."""
        return self.author_ids | self.team_ids


def authorship_of(idea_ids: Collection[int]) -> Mapping[int, Authorship]:
    """Return the authorship of each idea by its key. Two queries, however many ideas.

    Source: docs/review-process.md 3.8.
    """
    rows = list(IdeaAuthor.objects.filter(idea__in=idea_ids).values_list("idea", "person", "person__manager"))
    managers = {manager for _idea, _person, manager in rows if manager is not None}
    teams: dict[int, set[int]] = {manager: set() for manager in managers}
    for person in User.objects.filter(manager__in=managers).only("pk", "manager_id"):
        if person.manager_id is not None:
            teams[person.manager_id].add(person.pk)
    return {idea_id: _authorship([row for row in rows if row[0] == idea_id], teams) for idea_id in idea_ids}


def _authorship(rows: list[tuple[int, int, int | None]], teams: Mapping[int, set[int]]) -> Authorship:
    authors = frozenset(person for _idea, person, _manager in rows)
    team = {one for _idea, _person, manager in rows if manager is not None for one in teams[manager]}
    return Authorship(authors, frozenset(team) - authors)
