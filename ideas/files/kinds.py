"""Which files are taken, told from their bytes; a name alone proves nothing.

Source: docs/security.md "Files".
"""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

import puremagic

from ideas.text import BIDI_CONTROLS

MAX_NAME_CHARS: Final = 150


@dataclass(frozen=True)
class Kind:
    """A kind of file; the first extension is the one given to files named otherwise."""

    media_type: str
    extensions: tuple[str, ...]
    is_image: bool = False
    is_text: bool = False


KINDS: Final = (
    Kind("image/png", (".png",), is_image=True),
    Kind("image/jpeg", (".jpg", ".jpeg"), is_image=True),
    Kind("image/webp", (".webp",), is_image=True),
    Kind("application/pdf", (".pdf",)),
    Kind("text/csv", (".csv",), is_text=True),
    Kind("text/plain", (".txt",), is_text=True),
)
ACCEPTED_EXTENSIONS: Final = tuple(extension for kind in KINDS for extension in kind.extensions)
_MARKUP: Final = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<head", b"<body")
_ALLOWED_CONTROLS: Final = frozenset("\t\n\r\f")


def kind_of(content: bytes, name: str) -> Kind | None:
    """Return the kind of `content`; None where it is none that is taken, or where text is not named as text."""
    binary = _binary_kind(content)
    if binary is not None:
        return binary
    extension = PurePosixPath(name.lower()).suffix
    kind = next((one for one in KINDS if one.is_text and extension in one.extensions), None)
    return kind if kind is not None and _is_plain_text(content) else None


def safe_name(name: str, kind: Kind) -> str:
    """Return what a file is called on pages: no folders, nothing invisible, an extension that says what it is."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(char for char in last if _is_shown(char)).strip(" .")[:MAX_NAME_CHARS]
    if PurePosixPath(shown.lower()).suffix in kind.extensions:
        return shown
    return f"{shown or 'file'}{kind.extensions[0]}"


def _is_shown(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cs", "Zl", "Zp"} and char not in BIDI_CONTROLS


def _binary_kind(content: bytes) -> Kind | None:
    try:
        found = puremagic.from_string(content)
    except (puremagic.PureError, ValueError):
        return None
    extension = ".jpg" if found in {".jpeg", ".jfif"} else found
    return next((one for one in KINDS if not one.is_text and extension in one.extensions), None)


def _is_plain_text(content: bytes) -> bool:
    decoded = _decoded(content)
    if decoded is None or content.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return False
    return not any(unicodedata.category(char) == "Cc" and char not in _ALLOWED_CONTROLS for char in decoded)


def _decoded(content: bytes) -> str | None:
    """Return the text: UTF-8, UTF-16 with its mark, or Windows-1252 as spreadsheets write it."""
    encodings = ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
