"""Rules for text that people type: normal form, forbidden characters, order by name.

Source: Unicode Standard Annex 15 (NFC), Annex 9 (bidirectional controls).
"""

import unicodedata

BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
MAX_MARKS_PER_BASE = 8


def sort_key(text: str) -> str:
    """Return the key that orders names: without accents and case, at most 250 code points."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))[:250]


def without_controls(text: str) -> str:
    """Return `text` in NFC, without C0 and C1 controls other than line feed and tab; line ends become `\\n`."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) != "Cc")


def searchable(text: str) -> str:
    """Return `text` as one line that a database can look for: without controls, half characters and blanks at its ends."""
    return "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in text).strip()


def is_blank(text: str) -> bool:
    """Return whether nothing of `text` can be seen: only spaces, controls and invisible format characters."""
    return all(unicodedata.category(char)[0] in "ZC" for char in text)


def has_control(text: str) -> bool:
    """Return whether `text` holds a C0 or C1 control character."""
    return any(unicodedata.category(char) == "Cc" for char in text)


def has_bidi_control(text: str) -> bool:
    """Return whether `text` holds a character that reorders what is read."""
    return any(char in BIDI_CONTROLS for char in text)


def has_too_many_marks(text: str) -> bool:
    """Return whether more than 8 combining marks follow one base character."""
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run > MAX_MARKS_PER_BASE:
            return True
    return False


def has_surrogate(text: str) -> bool:
    """Return whether `text` holds half of a surrogate pair, which no encoding can store."""
    return any("\ud800" <= char <= "\udfff" for char in text)
