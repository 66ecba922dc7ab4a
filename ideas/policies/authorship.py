"""Who wrote an idea, who is close to them, and who has an interest in it: the people who may not judge it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

# One statement however many ideas. A merged idea's authors count through any number of merges; whoever acts for somebody
# who may not judge the idea may not judge it either.
_CLOSE: Final = """
    with recursive family (idea_id, member_id) as (
        select asked.id, asked.id from unnest(%(ideas)s::bigint[]) as asked (id)
        union
        select family.idea_id, merged.id from family join ideas_idea as merged on merged.merged_into_id = family.member_id
    ),
    authors as (
        select family.idea_id, author.person_id, family.idea_id = family.member_id as is_own
        from family join ideas_ideaauthor as author on author.idea_id = family.member_id
    ),
    close (idea_id, person_id, how) as (
        select idea_id, person_id, case when is_own then 'author' else 'merged' end from authors
        union all
        select authors.idea_id, mate.id, 'team'
        from authors
        join ideas_user as person on person.id = authors.person_id
        join ideas_user as mate on mate.manager_id = person.manager_id
        where authors.is_own
        union all
        select idea_id, person_id, state
        from ideas_interest where idea_id = any(%(ideas)s) and state in ('declared', 'recused')
        union all
        select named.idea_id, stake.person_id, 'supplier'
        from ideas_ideasupplier as named join ideas_supplierinterest as stake on stake.name_key = named.name_key
        where named.idea_id = any(%(ideas)s)
    )
    select idea_id, person_id, how from close
    union
    select close.idea_id, delegation.to_person_id,
           case when close.how = 'team' then 'team_delegate' else 'delegate' end
    from close join ideas_delegation as delegation on delegation.from_person_id = close.person_id
    where delegation.agreed_at is not null and delegation.ended_at is null and delegation.ends_on >= %(yesterday)s
"""
_INTERESTED: Final = frozenset({"merged", "recused", "supplier", "delegate"})
_TEAM: Final = frozenset({"team", "team_delegate"})


@dataclass(frozen=True)
class Authorship:
    """The people close to one idea.

    `author_ids`: author, co-authors, those it was sent for. `team_ids`: everybody with the same manager, and who acts for
    them. `interested_ids`: who stepped aside, has a stake in a supplier it names, wrote an idea that was merged into it, or
    acts for somebody of these or for an author. `undecided_ids`: who declared an interest that nobody decided about yet.
    """

    author_ids: frozenset[int]
    team_ids: frozenset[int]
    interested_ids: frozenset[int] = frozenset()
    undecided_ids: frozenset[int] = frozenset()

    @property
    def barred_ids(self) -> frozenset[int]:
        """Authors and everybody with an interest: whoever must not decide about the idea."""
        return self.author_ids | self.interested_ids | self.undecided_ids

    @property
    def conflicted_ids(self) -> frozenset[int]:
        """Those, and the authors' team: whoever must not review the idea."""
        return self.barred_ids | self.team_ids

    def bar_of(self, *person_ids: int | None) -> str:
        """Return why one of these people must not review the idea, as the code of a refusal; empty where all may."""
        people = frozenset(person_ids)
        bars = (
            ("own_idea", self.author_ids),
            ("has_interest", self.interested_ids),
            ("own_team", self.team_ids),
            ("interest_undecided", self.undecided_ids),
        )
        return next((code for code, barred in bars if people & barred), "")


def authorship_of(idea_ids: Collection[int]) -> Mapping[int, Authorship]:
    """Return the authorship of each idea by its key. One query, however many ideas.

    Acting for somebody counts from the day on which it was agreed until it is over.

    Source: docs/review-process.md 3.8.
    """
    found: dict[int, dict[str, set[int]]] = {idea_id: {} for idea_id in idea_ids}
    if not found:
        return {}
    yesterday = timezone.now().date() - timedelta(days=1)  # somewhere it is still that day
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, {"ideas": list(found), "yesterday": yesterday})
        for idea_id, person_id, how in cursor.fetchall():
            found[idea_id].setdefault(how, set()).add(person_id)
    return {idea_id: _authorship(by_how) for idea_id, by_how in found.items()}


def _authorship(by_how: Mapping[str, set[int]]) -> Authorship:
    def of(*ways: str) -> frozenset[int]:
        return frozenset().union(*(by_how.get(way, ()) for way in ways))

    authors = of("author")
    return Authorship(authors, of(*_TEAM) - authors, of(*_INTERESTED) - authors, of("declared"))
