"""Lists as CSV: streamed page by page, and harmless in a spreadsheet.

A cell that a spreadsheet would take for a formula begins with an apostrophe. Source: OWASP "CSV Injection".
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils.functional import Promise

from ideas.querysets.keyset import Ordering, take_page
from ideas.services.rate_limits import count_or_refuse

Row = TypeVar("Row")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
ROWS_AT_ONCE = 500
EXPORTS_A_DAY = 5
DAY_SECONDS = 86_400
BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets read UTF-8 as something else


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: what stands above it, and its value in a row."""

    heading: str | Promise
    value: Callable[[Row], object]


class _Echo:
    """A file that gives every written line back."""

    def write(self, line: str) -> str:
        return line


def count_export(person_id: int) -> None:
    """Count one more export of a person.

    Raises:
        TooMany: more than five a day (429, `too_many_requests`).
    """
    count_or_refuse(key=f"export:{person_id}", limit=EXPORTS_A_DAY, window_seconds=DAY_SECONDS)


def csv_response(*, name: str, columns: Iterable[Column[Row]], rows: Iterable[Row]) -> StreamingHttpResponse:
    """Return `rows` as a file to download, written while it is sent.

    Args:
        name: the file's name without ending, ASCII letters and hyphens.
    """
    response = StreamingHttpResponse(_lines(list(columns), rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def rows_of(rows: "QuerySet[Any, Row]", ordering: Ordering) -> Iterator[Row]:
    """Yield every row of a list in its order, 500 at a time, each batch as cheap as the first."""
    cursor = None
    while True:
        page = take_page(rows, ordering, limit=ROWS_AT_ONCE, cursor=cursor, bound_to="csv")
        yield from page.rows
        cursor = page.next
        if cursor is None:
            return


def safe_cell(value: object) -> str:
    """Return a value as the text of a cell; moments in ISO 8601, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    text = str(value)
    is_text = isinstance(value, str | Promise)
    return f"'{text}" if is_text and text.startswith(FORMULA_STARTS) else text


def _lines(columns: list[Column[Row]], rows: Iterable[Row]) -> Iterator[str]:
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK + str(writer.writerow([safe_cell(column.heading) for column in columns]))
    for row in rows:
        yield str(writer.writerow([safe_cell(column.value(row)) for column in columns]))
