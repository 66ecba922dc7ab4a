"""How a text for a colleague reads, said in words."""

from typing import Final

from django.utils.translation import gettext as _

from ideas.models import Idea
from ideas.reading_age import reading_age

YOUNGEST_TOLD: Final = 9
GROWN_UP: Final = 18
LONG_WORDED: Final = 15  # years; from here on the hint says what would help


def reading_hint(text: str, language: str) -> str:
    """Return how old somebody is who reads `text` with ease, as a sentence; "" where that cannot be told.

    Args:
        language: the idea's; other languages than English have no hint.
    """
    age = reading_age(text) if language == Idea.Language.ENGLISH else None
    if age is None:
        return ""
    if age < YOUNGEST_TOLD:
        return _("Reads like a text for children. Everybody understands it.")
    if age < LONG_WORDED:
        return _("Reads like a text for age %(age)s.") % {"age": age}
    if age < GROWN_UP:
        words = _("Reads like a text for age %(age)s. Shorter sentences and everyday words make it easier.")
        return words % {"age": age}
    return _("Reads like a text for people who have studied. Shorter sentences and everyday words make it easier.")
