"""Compares names of suppliers: "ACME Ltd." and "Acme Limited" are one. Pure.

Source: docs/review-process.md 3.8.
"""

import re
from typing import Final

from ideas.text import sort_key

# Words that say what sort of company it is, not which one.
_FORMS: Final = frozenset(
    [
        "ab",
        "ag",
        "as",
        "bv",
        "cic",
        "co",
        "company",
        "corp",
        "corporation",
        "doo",
        "ead",
        "eood",
        "gmbh",
        "inc",
        "incorporated",
        "kg",
        "lda",
        "limited",
        "llc",
        "llp",
        "ltd",
        "nv",
        "ood",
        "oy",
        "oyj",
        "plc",
        "pty",
        "sa",
        "sarl",
        "sas",
        "se",
        "sl",
        "spa",
        "srl",
        "the",
    ]
)


def supplier_key(name: str) -> str:
    """Return what `name` is compared by: its words without case, accents, punctuation and legal form.

    A name that consists of nothing else keeps its words; one without letters and digits has no key ("").
    """
    words = re.sub(r"[\W_]+", " ", sort_key(name.replace("&", " and ")).replace(".", "")).split()
    telling = [word for word in words if word not in _FORMS]
    return " ".join(telling or words)[:200].strip()
