"""Sets papers: long texts, any script that there is a font for, right to left where it is read so; tagged for screen readers.

Source: docs/adr/0014-papers-are-set-by-typst.md.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import fontpkg
import typst

PAGE: Final = Path(__file__).with_name("paper.typ").read_bytes()
FAMILIES: Final = ("Noto Sans", "Noto Sans Arabic")
MOST_TOGETHER: Final = 30
# A word of more characters than fit into a line may be broken after any thirty of them.
_TOO_LONG: Final = re.compile(rf"\S{{{MOST_TOGETHER}}}(?=\S{{10}})")
# Characters that have no place on paper, and those that turn what follows around.
_UNPRINTABLE: Final = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202d\u202e\ufffe\uffff]")


@dataclass(frozen=True)
class Line:
    """One line or paragraph, as it is set."""

    text: str
    is_rtl: bool


@dataclass(frozen=True)
class Fact:
    """What it is, and its value."""

    label: tuple[Line, ...]
    value: tuple[Line, ...]


@dataclass(frozen=True)
class Section:
    """A heading (level 1 or 2) with paragraphs, facts and a list below it."""

    level: int
    heading: Line
    lines: tuple[Line, ...] = ()
    facts: tuple[Fact, ...] = ()
    items: tuple[tuple[Line, ...], ...] = ()


@dataclass(frozen=True)
class Paper:
    """A document. `language` as BCP 47, such as en-gb; `footer` stands on every page beside its number.

    `is_one_page`: it is set as small as one page takes it.
    """

    title: str
    organisation: str
    language: str
    lead: tuple[Line, ...]
    footer: str
    sections: tuple[Section, ...]
    is_one_page: bool = False


def lines_of(text: object) -> tuple[Line, ...]:
    """Return the lines of a text that can be set, each in the direction in which it begins; empty ones are left out."""
    clean = _UNPRINTABLE.sub("", str(text))
    return tuple(_line(one) for one in clean.splitlines() if one.strip())


def section(
    heading: object,
    *,
    level: int = 1,
    text: object = "",
    facts: Iterable[tuple[object, object]] = (),
    items: Iterable[object] = (),
) -> Section:
    """Return a section; facts without a value are left out."""
    kept = tuple(Fact(lines_of(label), lines_of(value)) for label, value in facts if value not in {None, ""})
    return Section(level, _first(heading), lines_of(text), kept, tuple(lines_of(one) for one in items))


def as_pdf(paper: Paper) -> bytes:
    """Return a paper as a tagged PDF, in tens of milliseconds; other threads go on meanwhile."""
    language, _hyphen, rest = paper.language.partition("-")
    region = rest if len(rest) == len("GB") else None  # what follows may be a script, too, as in zh-hans
    words = {
        **asdict(paper),
        "title": _first(paper.title).text,
        "footer": _first(paper.footer).text,
        "language": language,
        "region": region,
    }
    compiler = typst.Compiler(PAGE, font_paths=_fonts(), sys_inputs={"paper": json.dumps(words)})
    made: Any = compiler.compile(format="pdf")
    return bytes(made)


@cache
def _fonts() -> typst.Fonts:
    """Return our fonts, and those of the machine for scripts that ours do not have."""
    folders = {str(fontpkg.path(family).parent) for family in FAMILIES}
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=sorted(folders))


def _first(text: object) -> Line:
    found = lines_of(text)
    return found[0] if found else Line("", is_rtl=False)


def _line(text: str) -> Line:
    return Line(_TOO_LONG.sub(lambda found: found[0] + "\u200b", text.strip()), _is_rtl(text))


def _is_rtl(text: str) -> bool:
    """Return whether the first letter with a direction is read from the right (UAX 9, rule P2)."""
    strong = (unicodedata.bidirectional(one) for one in text)
    return next((kind != "L" for kind in strong if kind in {"L", "R", "AL"}), False)
