"""Reads the file from which people are imported: any encoding and separator that spreadsheets write.

Source: RFC 4180; docs/operations.md "Importing people".
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MAX_FILE_BYTES: Final = 5 * 1024**2
MAX_ROWS: Final = 10_000
MAX_CELL_CHARS: Final = 1_000
REQUIRED: Final = ("email", "name")
COLUMNS: Final = (*REQUIRED, "job_title", "department", "site", "manager_email", "external_ref")
_SEPARATORS: Final = ",;\t"
# A spreadsheet would run these when the list is opened again.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class RowProblem:
    """One thing wrong in the file. `row`: as a spreadsheet counts, the header is 1; `column`: "" for the whole row."""

    row: int
    column: str
    code: str
    detail: str | Promise


@dataclass(frozen=True)
class FileRow:
    """One line with its cells by column, without blanks at their ends; columns that the file lacks are empty."""

    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class PeopleFile:
    """The rows that can be read, and what is wrong with the others, or with the file."""

    rows: tuple[FileRow, ...]
    problems: tuple[RowProblem, ...]


class _Unreadable(Exception):
    def __init__(self, row: int, column: str, code: str, detail: str | Promise) -> None:
        super().__init__(code)
        self.problem = RowProblem(row, column, code, detail)


def read_people_file(content: bytes) -> PeopleFile:
    """Return the rows of `content`; a file that cannot be read at all has no rows and one problem."""
    try:
        lines = _lines(_decoded(content))
        header = _header(next(lines, (1, []))[1])
        return _sorted_out(header, lines)
    except _Unreadable as error:
        return PeopleFile((), (error.problem,))


def _decoded(content: bytes) -> str:
    if len(content) > MAX_FILE_BYTES:
        raise _Unreadable(1, "", "file_too_large", _("The file may have 5 MB at most."))
    encodings = ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            row = text[: text.index("\0")].count("\n") + 1
            raise _Unreadable(row, "", "null_character", _("This line holds a character that cannot be stored (NUL)."))
        return text
    raise _Unreadable(1, "", "encoding", _("The letters of this file cannot be read. Save it as CSV UTF-8."))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each line that is not empty."""
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        started = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _Unreadable(
                started,
                "",
                "unreadable",
                _("This line cannot be read: a quotation mark is not closed, or a cell is far too long."),
            ) from error
        if any(cell.strip() for cell in cells):
            yield started, cells


def _header(cells: list[str]) -> list[str]:
    names = [cell.strip().lower().replace(" ", "_").replace("-", "_") for cell in cells]
    for name in names:
        if name not in COLUMNS:
            raise _Unreadable(
                1, name[:60], "unknown_column", _("There is no such column. Known are: %s.") % ", ".join(COLUMNS)
            )
    for name in REQUIRED:
        if names.count(name) != 1:
            raise _Unreadable(1, name, "missing_column", _("The first line must name the columns email and name."))
    return names


def _sorted_out(header: list[str], lines: Iterator[tuple[int, list[str]]]) -> PeopleFile:
    rows, problems = [], []
    for count, (number, cells) in enumerate(lines, start=1):
        if count > MAX_ROWS:
            problems.append(RowProblem(number, "", "too_many_rows", _("At most 10,000 people fit one file.")))
            break
        found = list(_cell_problems(number, header, cells))
        problems.extend(found)
        if not found:
            rows.append(FileRow(number, dict.fromkeys(COLUMNS, "") | _cells(header, cells)))
    return PeopleFile(tuple(rows), tuple(problems))


def _cells(header: list[str], cells: list[str]) -> dict[str, str]:
    return {name: cell.strip() for name, cell in zip(header, cells, strict=True)}


def _cell_problems(number: int, header: list[str], cells: list[str]) -> Iterator[RowProblem]:
    if len(cells) != len(header):
        yield RowProblem(number, "", "wrong_cell_count", _("This line has more or fewer cells than the first one."))
        return
    for name, cell in zip(header, cells, strict=True):
        if len(cell) > MAX_CELL_CHARS:
            yield RowProblem(number, name, "too_long", _("This cell is longer than 1,000 characters."))
        elif cell.startswith(_FORMULA_STARTS):
            yield RowProblem(number, name, "formula", _("A cell may not begin with =, +, - or @."))
