"""A page of a list of ideas: everything its rows show, by one statement however many rows.

Lists are asked for more often than anything else, and making model instances of joined rows costs several times what the
database does for them (docs/performance.md). So the rows are read as plain columns; which ideas stand on the page was
decided before, through `visible_to`.
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from django.db import connection

from ideas.models import User
from ideas.realtime import MIN_VOTES_FOR_BREADTH
from ideas.selectors.authors import may_read_names
from ideas.selectors.pips import code_of

TEXT_CHARS: Final = 600
_ROWS: Final = """
    select idea.id, idea.ref, idea.title, left(idea.problem, %(chars)s), idea.stage, idea.tier, idea.visibility,
           idea.author_shown, idea.version, idea.submitted_at, idea.next_answer_at,
           idea.comments_locked_at is not null, tally.vote_count, tally.department_count, tally.comment_count,
           tally.live_version, tally.takes_votes, campaign.slug, campaign.title,
           exists (select from ideas_vote as vote where vote.idea_id = idea.id and vote.voter_id = %(viewer)s),
           decision.id is not null, decision.announced_at, decision.wakes_on,
           (select jsonb_agg(jsonb_build_array(author.person_id, author.kind, person.public_id, person.name,
                                               person.job_title, department.public_id, department.slug,
                                               department.name, department.kind)
                             order by author.kind collate "C", author.id)
            from ideas_ideaauthor as author join ideas_user as person on person.id = author.person_id
            left join ideas_department as department on department.id = person.department_id
            where author.idea_id = idea.id),
           (select jsonb_agg(jsonb_build_array(tag.slug, tag.name) order by tagged.id)
            from ideas_ideatag as tagged join ideas_tag as tag on tag.id = tagged.tag_id
            where tagged.idea_id = idea.id),
           {states}
    from unnest(%(ids)s::bigint[]) with ordinality as page (id, place)
    join ideas_idea as idea on idea.id = page.id
    join ideas_ideatally as tally on tally.idea_id = idea.id
    left join ideas_campaign as campaign on campaign.id = idea.campaign_id
    left join ideas_decision as decision on decision.idea_id = idea.id and decision.round = idea.round
    order by page.place
"""
_STATES: Final = """
    (select jsonb_agg(jsonb_build_array(review.state, review.due_at < now()) order by review.department_id)
     from ideas_review as review
     where review.idea_id = idea.id and review.round = idea.round and review.mode = 'required'
           and review.state <> 'cancelled')
"""
_ON_BEHALF_OF: Final = "on_behalf_of"


@dataclass(frozen=True, slots=True)
class RowDepartment:
    """A department beside a name."""

    public_id: uuid.UUID
    slug: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class RowPerson:
    """Somebody who wrote an idea."""

    public_id: uuid.UUID
    name: str
    job_title: str
    department: RowDepartment | None


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """One idea of a list as one reader may know it.

    `authors`: the author first; empty where they are not shown to this reader. `departments` is 0 below five votes.
    `is_decided`: the present round has its decision; `announced_at` and `wakes_on` only once everybody may know it.
    `states` are codes of the required reviews (see `pips`), empty where they were not asked for.
    """

    pk: int
    ref: str
    title: str
    text: str
    stage: str
    tier: int | None
    visibility: str
    author_shown: bool
    version: int
    submitted_at: datetime | None
    next_answer_at: datetime | None
    is_locked: bool
    votes: int
    departments: int
    comments: int
    live_version: int
    takes_votes: bool
    campaign: tuple[str, str] | None
    has_voted: bool
    is_own: bool
    is_decided: bool
    announced_at: datetime | None
    wakes_on: date | None
    authors: tuple[RowPerson, ...]
    tags: tuple[tuple[str, str], ...]
    states: tuple[str, ...] = ()


def rows_of(*, viewer: User, ids: Sequence[int], has_states: bool = False) -> list[IdeaRow]:
    """Return the ideas whose keys are `ids`, in that order; `viewer` may see them, and they were sent. One query.

    Args:
        has_states: read the states of the required reviews too.
    """
    if not ids:
        return []
    values: dict[str, Any] = {"ids": list(ids), "viewer": viewer.pk, "chars": TEXT_CHARS}
    with connection.cursor() as cursor:
        cursor.execute(_statement(has_states=has_states), values)
        return [_row(columns, viewer.pk) for columns in cursor.fetchall()]


@cache
def _statement(*, has_states: bool) -> str:
    return _ROWS.format(states=_STATES if has_states else "null")


def _row(columns: Any, viewer: int) -> IdeaRow:
    """Return what `_ROWS` gave for one idea. Columns that a reader may not know end here."""
    (
        *plain, votes, breadth, comments, live_version, takes_votes, slug, title, has_voted,
        is_decided, announced_at, wakes_on, wrote, tags, states,
    ) = columns  # fmt: skip
    authors = json.loads(wrote) if wrote else []
    is_own = any(author[0] == viewer for author in authors)
    is_named = may_read_names(author_shown=plain[7], is_own=is_own)
    fields: tuple[Any, ...] = (
        *plain,
        votes,
        breadth if votes >= MIN_VOTES_FOR_BREADTH else 0,
        comments,
        live_version,
        takes_votes,
        (slug, title) if slug is not None else None,
        has_voted,
        is_own,
        is_decided,
        announced_at,
        wakes_on if announced_at is not None else None,
        _people(authors) if is_named else (),
        tuple((tag[0], tag[1]) for tag in json.loads(tags)) if tags else (),
        tuple(code_of(state, is_past=is_past) for state, is_past in json.loads(states)) if states else (),
    )
    return IdeaRow(*fields)


def _people(authors: list[Any]) -> tuple[RowPerson, ...]:
    """The author and co-authors; those for whom an idea was sent are not named in lists."""
    return tuple(
        RowPerson(uuid.UUID(number), name, job_title, _department(*department))
        for _key, kind, number, name, job_title, *department in authors
        if kind != _ON_BEHALF_OF
    )


def _department(number: str | None, slug: str, name: str, kind: str) -> RowDepartment | None:
    return RowDepartment(uuid.UUID(number), slug, name, kind) if number is not None else None
