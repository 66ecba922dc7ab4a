"""How many ideas each filter of the board would leave, for what the reader may see.

Exact up to the newest 2,000 ideas a reader may see; beyond that each number is "at least". A count over the whole table
would cost more than the list it stands beside.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection

from ideas.models import Idea, User
from ideas.querysets.readers import reader_of
from ideas.realtime import MIN_VOTES_FOR_BREADTH
from ideas.selectors.board import BREADTHS, BoardFilters, Order, due_bounds, in_order, matching_ideas
from ideas.selectors.statements import can_keep, found_ids, newest_seen
from ideas.workflow import OPEN_STAGES

MAX_SEEN: Final = 2000
MAX_FOUND: Final = 500
MAX_TAGS: Final = 12

# `seen` holds the newest ideas of the reader, `found` those of the list; both are cut before anything is counted.
_COUNT: Final = """
    with seen as materialized ({seen}), found as ({found})
    select 'all', '', '', count(*) from seen
    union all select 'found', '', '', count(*) from found
    union all select 'newest', '', '', coalesce(max(floor(extract(epoch from submitted_at) * 1000)), 0)::bigint from seen
    union all select 'waiting', '', '', count(*) from seen where stage = any(%s)
    union all select 'stage', stage, '', count(*) from seen group by stage
    union all select 'due', case when next_answer_at < %s then 'late' when next_answer_at < %s then 'soon'
                                 when next_answer_at < %s then 'week' else 'later' end, '', count(*)
        from seen where next_answer_at is not null group by 2
    union all select 'breadth', least_departments::text, '', count(*)
        from seen join unnest(%s) as least_departments on seen_departments >= least_departments
        where seen_votes >= %s group by 2
    union all select 'asked', department.slug, department.name, count(distinct review.idea_id)
        from ideas_review as review join ideas_department as department on department.id = review.department_id
        where review.idea_id in (select id from seen) and review.state <> 'cancelled' group by 2, 3
    union all select 'campaign', campaign.slug, campaign.title, count(*)
        from seen join ideas_campaign as campaign on campaign.id = seen.campaign_id group by 2, 3
    union all (select 'tag', tag.slug, tag.name, count(*)
        from ideas_ideatag as tagged join ideas_tag as tag on tag.id = tagged.tag_id
        where tagged.idea_id in (select id from seen) group by 2, 3 order by 4 desc, 2 limit %s)
    union all select 'supported', '', '', count(*)
        from ideas_vote as vote where vote.voter_id = %s and vote.idea_id in (select id from seen)
    union all select 'mine', '', '', count(*)
        from ideas_ideaauthor as author where author.person_id = %s and author.idea_id in (select id from seen)
"""


@dataclass(frozen=True)
class Facet:
    """One value of a filter and how many ideas have it."""

    code: str
    label: str
    count: int


@dataclass(frozen=True)
class Facets:
    """Counts beside the filters. `is_capped`: there are more ideas than were counted, each number is "at least".

    `newest` is the version of the reader's board: when the newest idea was sent, in milliseconds since 1970.
    """

    all: int = 0
    found: int = 0
    waiting: int = 0
    supported: int = 0
    mine: int = 0
    newest: int = 0
    is_capped: bool = False
    groups: dict[str, list[Facet]] = field(default_factory=dict)

    @property
    def is_found_capped(self) -> bool:
        """Whether the list is longer than it was counted."""
        return self.found > MAX_FOUND


def facets_for(*, viewer: User, filters: BoardFilters, order: Order = Order.NEW) -> Facets:
    """Return the counts of what `viewer` may see, and of the list of `filters` (up to 500). One query.

    Args:
        order: that of the list, as not every idea has a place in every one.
    """
    if not viewer.is_active:
        return Facets()
    seen = newest_seen(reader_of(viewer), MAX_SEEN + 1)
    found_sql, found_values = _found_sql(viewer, filters, order)
    statement = _COUNT.format(seen=seen.sql, found=found_sql)
    bounds = due_bounds()
    values: list[Any] = [
        sorted(OPEN_STAGES),
        bounds.now,
        bounds.soon,
        bounds.week,
        list(BREADTHS),
        MIN_VOTES_FOR_BREADTH,
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*seen.values_for(viewer), *found_values, *values, MAX_TAGS, viewer.pk, viewer.pk])
        return _facets(cursor.fetchall())


def new_ideas_since(*, viewer: User, since: datetime, limit: int = 100) -> int:
    """Return how many ideas that `viewer` may see were sent after `since`, at most `limit`. One query."""
    newer = Idea.objects.visible_to(viewer).sent().filter(submitted_at__gt=since)
    return newer.order_by("-submitted_at", "-id")[:limit].count()


def _found_sql(viewer: User, filters: BoardFilters, order: Order) -> tuple[str, tuple[Any, ...]]:
    if can_keep(filters):
        kept = found_ids(reader_of(viewer), filters, order, MAX_FOUND + 1)
        return kept.sql, tuple(kept.values_for(viewer))
    found = in_order(matching_ideas(viewer=viewer, filters=filters), order)
    try:
        sql, values = found.order_by().values("id")[: MAX_FOUND + 1].query.sql_with_params()
    except EmptyResultSet:
        return "select 1 where false", ()
    return sql, tuple(values)


def _facets(rows: list[tuple[str, str, str, int]]) -> Facets:
    single: dict[str, int] = {}
    groups: dict[str, list[Facet]] = defaultdict(list)
    for group, code, label, count in rows:
        if group in _GROUPS:
            groups[group].append(Facet(code, label, count))
        else:
            single[group] = count
    is_capped = single["all"] > MAX_SEEN
    return Facets(**{**single, "all": min(single["all"], MAX_SEEN)}, is_capped=is_capped, groups=dict(groups))


_GROUPS: Final = frozenset({"stage", "due", "breadth", "asked", "campaign", "tag"})
