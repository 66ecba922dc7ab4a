"""How old somebody is, in years, who reads an English text with ease.

Source: Kincaid, Fishburne, Rogers, Chissom: "Derivation of New Readability Formulas", Naval Technical Training Command,
Research Branch Report 8-75, 1975 (Flesch–Kincaid grade level). Why it is written here: docs/adr/0015-reading-age.md.
"""

import re
from typing import Final

LEAST_WORDS: Final = 20  # below this a long word or two decide the figure
FIRST_GRADE_AGE: Final = 5  # years of age at school grade 0
LEAST_ENGLISH_SHARE: Final = 0.12
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
# Endings that are written and not spoken: "made", "moved", "names"; not "table", "wanted", "houses".
_SILENT = re.compile(r"[^aeiouyl]e$|[aeiouy]le$|[^aeioutd]ed$|[^aeiouscxzgh]es$")
_COMMON: Final = {
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "for", "from", "have", "if", "in", "is",
    "it", "not", "of", "on", "or", "our", "so", "that", "the", "this", "to", "we", "will", "with", "you", "your",
}  # fmt: skip


def reading_age(text: str) -> int | None:
    """Return the age in years at which `text` is read with ease; None for a short text, or one that is not English."""
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < LEAST_WORDS or not _is_english(words):
        return None
    sentences = sum(1 for part in _SENTENCE_END.split(text) if _WORD.search(part))
    grade = 0.39 * len(words) / sentences + 11.8 * sum(map(syllables_of, words)) / len(words) - 15.59
    return max(FIRST_GRADE_AGE, round(grade) + FIRST_GRADE_AGE)


def syllables_of(word: str) -> int:
    """Return about how many syllables an English word in small letters has: its groups of vowels that are spoken."""
    count = len(_VOWELS.findall(word))
    return max(1, count - 1 if _SILENT.search(word) else count)


def _is_english(words: list[str]) -> bool:
    """Every tenth to third word of an English text is one of the commonest; of another language's hardly any."""
    return sum(word in _COMMON for word in words) >= LEAST_ENGLISH_SHARE * len(words)
