"""Pages of a list by the key of the last row shown: as fast on page 1,000 as on page 1, and free of totals.

A cursor is signed together with whom, which list, which filters and which order it was made for; any other use of it is
refused. An ordering ends in a unique column, and none of its columns is ever null.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ideas.exceptions import InvalidCursor

Row = TypeVar("Row")
MOST_CURSOR_CHARS = 1024


@dataclass(frozen=True)
class Key:
    """One column of an ordering; `path` is as in `order_by`, without the sign."""

    path: str
    is_descending: bool = False

    def value_of(self, row: Any) -> Any:
        """Return the column of `row`, an instance or a mapping made by `values()`."""
        if isinstance(row, Mapping):
            return row[self.path]
        for name in self.path.split("__"):
            row = getattr(row, name)
        return row


@dataclass(frozen=True)
class Ordering:
    """An order that a list offers, such as `-votes`; `keys` end in a unique column."""

    name: str
    keys: tuple[Key, ...]

    def columns(self, *, is_backward: bool) -> list[str]:
        """Return the arguments of `order_by`."""
        return [("-" if key.is_descending != is_backward else "") + key.path for key in self.keys]

    def beyond(self, values: Sequence[Any], *, is_backward: bool) -> Q:
        """Return the condition that a row comes after (or before) the row whose keys are `values`."""
        condition = Q(pk__in=[])
        for key, value in reversed(list(zip(self.keys, values, strict=True))):
            comparison = "lt" if key.is_descending != is_backward else "gt"
            # The outer comparison lets the database start in the middle of the index.
            condition = Q(**{f"{key.path}__{comparison}e": value}) & (
                Q(**{f"{key.path}__{comparison}": value}) | condition
            )
        return condition


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows in the order asked for, and the cursors of the pages around them (None: there is none)."""

    rows: list[Row]
    next: str | None
    previous: str | None


def take_page(
    rows: "QuerySet[Any, Row]", ordering: Ordering, *, limit: int, cursor: str | None, bound_to: str
) -> Page[Row]:
    """Return one page of `rows`. One query.

    Args:
        rows: filtered, unordered or not (the ordering replaces it); instances, or `values()` that hold every key.
        limit: how many rows at most, 1–100.
        cursor: from an earlier page; None asks for the first.
        bound_to: who asks for which list with which filters; a cursor made under another text is refused.

    Raises:
        InvalidCursor: the cursor was edited, or made for something else (400, `invalid_cursor`).
    """
    signer = Signer(salt=f"keyset:{ordering.name}:{bound_to}")
    values, is_backward = _read(cursor, signer) if cursor is not None else (None, False)
    if values is not None:
        if len(values) != len(ordering.keys):
            raise _refusal()
        rows = rows.filter(ordering.beyond(values, is_backward=is_backward))
    found = list(rows.order_by(*ordering.columns(is_backward=is_backward))[: limit + 1])
    return _page(found, ordering, signer, limit=limit, is_first=cursor is None, is_backward=is_backward)


def first_page(found: list[Row], ordering: Ordering, *, limit: int, bound_to: str) -> Page[Row]:
    """Return the first page of rows that were read already: mappings in `ordering`, up to one more than `limit`."""
    signer = Signer(salt=f"keyset:{ordering.name}:{bound_to}")
    return _page(found, ordering, signer, limit=limit, is_first=True, is_backward=False)


def _page(
    found: list[Row], ordering: Ordering, signer: Signer, *, limit: int, is_first: bool, is_backward: bool
) -> Page[Row]:
    has_more = len(found) > limit
    shown = found[:limit]
    if is_backward:
        shown.reverse()
    has_next = has_more if not is_backward else True
    has_previous = has_more if is_backward else not is_first
    return Page(
        shown,
        _cursor(shown[-1], ordering, signer, is_backward=False) if shown and has_next else None,
        _cursor(shown[0], ordering, signer, is_backward=True) if shown and has_previous else None,
    )


def _cursor(row: Any, ordering: Ordering, signer: Signer, *, is_backward: bool) -> str:
    values = [_pack(key.value_of(row)) for key in ordering.keys]
    return signer.sign_object([is_backward, *values]).replace(":", ".")


def _read(cursor: str, signer: Signer) -> tuple[list[Any], bool]:
    if len(cursor) > MOST_CURSOR_CHARS:
        raise _refusal()
    try:
        is_backward, *values = signer.unsign_object(cursor.replace(".", ":"))
        return [_unpack(value) for value in values], bool(is_backward)
    except (BadSignature, ValueError, TypeError):
        raise _refusal() from None


_KINDS: dict[str, Any] = {"t": datetime.fromisoformat, "d": date.fromisoformat, "u": uuid.UUID, "n": Decimal}


def _pack(value: Any) -> Any:
    """Return a value JSON can hold; those it has no type for become a pair of kind and text."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, datetime):
        return ["t", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, uuid.UUID):
        return ["u", str(value)]
    return ["n", str(value)] if isinstance(value, Decimal) else value


def _unpack(value: Any) -> Any:
    return _KINDS[value[0]](value[1]) if isinstance(value, list) else value


def _refusal() -> InvalidCursor:
    return InvalidCursor(_("This cursor is not from this list with these filters. Start again without it."))
