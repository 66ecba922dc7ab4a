"""Statements of the board, compiled once for every reader of the same kind instead of for each request.

Building and compiling them cost more than a page's rows. They are built as ever, from `visible_to` and the filters, but
for a stand-in of the reader; the reader's key is put in its places when a statement runs. What a reader is (`Reader`)
belongs to the key under which a statement is kept, so that nobody runs one that names ways which are not theirs.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.db.models import F, QuerySet

from ideas.models import Idea, User
from ideas.querysets.ideas import IdeaQuerySet
from ideas.querysets.readers import Reader
from ideas.selectors.board import BoardFilters, Order, in_order, keys_in_order, matching_ideas, ordering_of

MOST_KEPT: Final = 512
# Stands for the reader's key in a statement; no row has it, and no filter takes such a number.
_SOMEBODY: Final = 8_999_999_999_999_999_937


@dataclass(frozen=True)
class Statement:
    """SQL, and what is bound to it."""

    sql: str
    values: tuple[Any, ...]

    def values_for(self, viewer: User) -> list[Any]:
        """Return what is bound to it when `viewer` asks."""
        return [viewer.pk if value == _SOMEBODY else value for value in self.values]


def can_keep(filters: BoardFilters) -> bool:
    """Return whether a statement of `filters` is the same tomorrow, and likely to be asked for again."""
    return not (filters.text or filters.due)


@lru_cache(maxsize=MOST_KEPT)
def keys_of_page(reader: Reader, filters: BoardFilters, order: Order, limit: int) -> Statement:
    """Return the statement of a list's first `limit` keys: `id`, and the others of its ordering."""
    ordering = ordering_of(order, filters)
    keys = keys_in_order(_matching(reader, filters), order, ordering)
    return _compiled(keys.order_by(*ordering.columns(is_backward=False))[:limit])


@lru_cache(maxsize=MOST_KEPT)
def found_ids(reader: Reader, filters: BoardFilters, order: Order, limit: int) -> Statement:
    """Return the statement of up to `limit` ids of a list, in no order."""
    return _compiled(in_order(_matching(reader, filters), order).order_by().values("id")[:limit])


@lru_cache(maxsize=MOST_KEPT)
def newest_seen(reader: Reader, limit: int) -> Statement:
    """Return the statement of what counts need of the newest `limit` ideas that the reader may see."""
    seen = Idea.objects.visible_to(_stand_in(), reader=reader).sent().order_by("-submitted_at", "-id")
    columns = seen.values(
        "id", "stage", "next_answer_at", "campaign_id", "submitted_at",
        seen_votes=F("tally__vote_count"), seen_departments=F("tally__department_count"),
    )  # fmt: skip
    return _compiled(columns[:limit])


def _matching(reader: Reader, filters: BoardFilters) -> IdeaQuerySet:
    return matching_ideas(viewer=_stand_in(), filters=filters, reader=reader)


def _stand_in() -> User:
    return User(pk=_SOMEBODY)


def _compiled(rows: "QuerySet[Idea, Any]") -> Statement:
    sql, values = rows.query.sql_with_params()
    return Statement(sql, tuple(values))
