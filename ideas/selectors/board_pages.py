"""Pages of the board and of the list of ideas: which ideas stand on them."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from ideas.models import User
from ideas.querysets.keyset import Page, first_page, take_page
from ideas.querysets.readers import reader_of
from ideas.selectors.board import BoardFilters, Order, keys_in_order, matching_ideas, ordering_of
from ideas.selectors.statements import can_keep, keys_of_page


@dataclass(frozen=True)
class BoardQuery:
    """Who asks for which list in which order."""

    viewer: User
    filters: BoardFilters
    order: Order


def page_of_board(asked: BoardQuery, *, limit: int, cursor: str | None, bound_to: str) -> Page[dict[str, Any]]:
    """Return one page of ideas as their keys (`id`, and those of the ordering). One query, and the reader's.

    The arguments are those of `take_page`.

    Raises:
        InvalidCursor: the cursor was edited, or made for something else (400, `invalid_cursor`).
    """
    ordering = ordering_of(asked.order, asked.filters)
    if cursor is None and asked.viewer.is_active and can_keep(asked.filters):
        return first_page(_first_keys(asked, limit + 1), ordering, limit=limit, bound_to=bound_to)
    found = matching_ideas(viewer=asked.viewer, filters=asked.filters)
    keys = keys_in_order(found, asked.order, ordering)
    return take_page(keys, ordering, limit=limit, cursor=cursor, bound_to=bound_to)


def _first_keys(asked: BoardQuery, limit: int) -> list[dict[str, Any]]:
    statement = keys_of_page(reader_of(asked.viewer), asked.filters, asked.order, limit)
    paths = [key.path for key in ordering_of(asked.order, asked.filters).keys]
    names = ["id", *(path for path in paths if path != "id")]
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.values_for(asked.viewer))
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
