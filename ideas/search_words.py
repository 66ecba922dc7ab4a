"""Reads what people type into the search box: words, "exact words", a number, and qualifiers such as `asked:legal`.

Nothing is an operator but quotes and the qualifiers named here; every other sign is what it is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

MAX_SEARCH_CHARS: Final = 200
MAX_WORDS: Final = 20
_PART: Final = re.compile(
    r'(?P<name>[a-z]+):(?:"(?P<quoted_value>[^"]+)"|(?P<value>[^\s"]+))|"(?P<phrase>[^"]+)"|(?P<word>[^\s"]+)'
)
_REF: Final = re.compile(r"\s*(?P<prefix>gs-)?0*(?P<number>\d{1,6})\s*", re.IGNORECASE)


@dataclass(frozen=True)
class SearchWords:
    """What was typed, read. Words and phrases must all occur; qualifiers only narrow."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    is_late: bool = False
    is_open: bool = False
    is_mine: bool = False
    asked: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()

    @property
    def has_text(self) -> bool:
        """Whether there is something to look for in the texts of ideas."""
        return bool(self.words or self.phrases)


@dataclass
class _Reader:
    found: SearchWords = field(default_factory=SearchWords)

    def take(self, part: re.Match[str]) -> None:
        value = part["value"] or part["quoted_value"]
        if part["name"] and self._qualify(part["name"], value):
            return
        if part["phrase"]:
            self.found = replace(self.found, phrases=(*self.found.phrases, part["phrase"]))
        else:
            self.found = replace(self.found, words=(*self.found.words, part[0].replace('"', " ")))

    def _qualify(self, name: str, value: str) -> bool:
        """Narrow by a qualifier; return whether it is one."""
        narrow = _QUALIFIERS.get((name, value.lower())) or _OPEN_QUALIFIERS.get(name)
        if narrow is None:
            return False
        self.found = narrow(self.found, value.lower())
        return True


_Narrow = Callable[[SearchWords, str], SearchWords]
_QUALIFIERS: Final[dict[tuple[str, str], _Narrow]] = {
    ("is", "late"): lambda found, _value: replace(found, is_late=True),
    ("is", "open"): lambda found, _value: replace(found, is_open=True),
    ("is", "mine"): lambda found, _value: replace(found, is_mine=True),
    ("author", "me"): lambda found, _value: replace(found, is_mine=True),
}
_OPEN_QUALIFIERS: Final[dict[str, _Narrow]] = {
    "asked": lambda found, value: replace(found, asked=(*found.asked, value)),
    "tag": lambda found, value: replace(found, tags=(*found.tags, value)),
    "stage": lambda found, value: replace(found, stages=(*found.stages, value)),
}


def read_search(text: str) -> SearchWords:
    """Return what `text` (its first 200 characters) asks for; an unknown qualifier is a word like any other."""
    reader = _Reader()
    for part in list(_PART.finditer(text[:MAX_SEARCH_CHARS].replace("\0", " ")))[:MAX_WORDS]:
        reader.take(part)
    return reader.found


def ref_in(text: str) -> str | None:
    """Return the ref that `text` is, as `GS-000412` for "412", "gs-412" or "GS-000412"; None for anything else."""
    found = _REF.fullmatch(text)
    return f"GS-{int(found['number']):06d}" if found else None
