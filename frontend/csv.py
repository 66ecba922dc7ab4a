"""Lists as files (CSV): one description a list, written batch by batch, and harmless in a spreadsheet.

A cell that a spreadsheet would take for a formula begins with an apostrophe. Source: OWASP "CSV Injection".
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Concatenate, Final, Generic, ParamSpec, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend.http import MemberRequest, for_members
from ideas.querysets.keyset import Ordering, take_page
from ideas.services.rate_limits import count_or_refuse

Row = TypeVar("Row")
P = ParamSpec("P")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
ROWS_AT_ONCE: Final = 500
EXPORTS_A_DAY: Final = 5
DAY_SECONDS: Final = 86_400
BYTE_ORDER_MARK: Final = "\ufeff"  # without it spreadsheets read UTF-8 as something else


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: what stands above it, and its value in a row."""

    heading: str | Promise
    value: Callable[[Row], object]


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """What one reader asks for: the rows of the page's own selector, their order, and the columns.

    `prepare` sees every batch before it is written: it logs reads, or loads what the columns show.
    """

    rows: "QuerySet[Any, Row]"
    ordering: Ordering
    columns: Sequence[Column[Row]]
    prepare: Callable[[list[Row]], None] = lambda _batch: None

    def batches(self) -> Iterator[list[Row]]:
        """Yield every row, 500 at a time."""
        for batch in batches_of(self.rows, self.ordering):
            self.prepare(batch)
            yield batch


@dataclass(frozen=True)
class Sheet(Generic[Row]):
    """Rows that are no table's, because they were counted: all of them at once."""

    rows: Sequence[Row]
    columns: Sequence[Column[Row]]

    def batches(self) -> Iterator[Sequence[Row]]:
        """Yield all rows."""
        yield self.rows


class _Echo:
    """A file that gives every written line back."""

    def write(self, line: str) -> str:
        return line


def csv_view(
    name: str, find: Callable[Concatenate[MemberRequest, P], Listing[Any] | Sheet[Any]]
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Return the view that sends a list as a file, to the people and with the filters of its page.

    Args:
        name: the file's name without day and ending, ASCII letters and hyphens.
        find: reads the request as the page does; it raises DomainErrors for whom the list is not.
    """

    def view(request: MemberRequest, /, *args: P.args, **parts: P.kwargs) -> HttpResponseBase:
        listing = find(request, *args, **parts)
        count_export(request.user.pk)
        return csv_response(name=name, listing=listing)

    return require_safe(for_members(view))


def count_export(person_id: int) -> None:
    """Count one more export of a person.

    Raises:
        TooMany: more than five a day (429, `too_many_requests`).
    """
    count_or_refuse(key=f"export:{person_id}", limit=EXPORTS_A_DAY, window_seconds=DAY_SECONDS)


def csv_response(*, name: str, listing: Listing[Row] | Sheet[Row]) -> StreamingHttpResponse:
    """Return a list as a file to download, written while it is sent; `name` as for `csv_view`."""
    response = StreamingHttpResponse(_parts(listing, get_language()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate().isoformat()}.csv"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def batches_of(rows: "QuerySet[Any, Row]", ordering: Ordering) -> Iterator[list[Row]]:
    """Yield every row of a list in its order, 500 at a time, each batch as cheap as the first."""
    cursor = None
    while True:
        page = take_page(rows, ordering, limit=ROWS_AT_ONCE, cursor=cursor, bound_to="csv")
        yield page.rows
        cursor = page.next
        if cursor is None:
            return


def yes_or_no(is_so: bool) -> str:
    """Return a flag as a word."""
    return _("yes") if is_so else _("no")


def safe_cell(value: object) -> str:
    """Return a value as the text of a cell; moments in ISO 8601, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    text = str(value)
    is_text = isinstance(value, str | Promise)
    return f"'{text}" if is_text and text.startswith(FORMULA_STARTS) else text


def _parts(listing: Listing[Row] | Sheet[Row], language: str | None) -> Iterator[str]:
    """Yield the heading, then one text for each batch, in the language that the request was read in.

    The language is set for each part, because what is sent is written after the request has ended.
    """
    with override(language):
        heading = BYTE_ORDER_MARK + _line([column.heading for column in listing.columns])
    yield heading
    for batch in listing.batches():
        with override(language):
            part = "".join(_line([column.value(row) for column in listing.columns]) for row in batch)
        yield part


def _line(values: Sequence[object]) -> str:
    return str(csv.writer(_Echo(), quoting=csv.QUOTE_ALL).writerow([safe_cell(value) for value in values]))
