"""Checks text that people typed, part by part, so that pages and API refuse the same things in the same words.

Lengths are counted in code points. Source: docs/api.md "Text".
"""

from collections.abc import Callable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas import text
from ideas.exceptions import FieldProblem, InvalidValue

Check = tuple[Callable[[str], bool], str, str | Promise]

_STORABLE: Final[tuple[Check, ...]] = (
    (lambda typed: "\0" in typed, "null_character", _("This text holds a character that cannot be stored (NUL).")),
    (text.has_surrogate, "invalid_unicode", _("This text holds half a character. Type it again.")),
)
_READABLE: Final[tuple[Check, ...]] = (
    (
        text.has_bidi_control,
        "bidi_control",
        _("This text holds an invisible character that turns the direction of reading. Remove it."),
    ),
    (text.has_too_many_marks, "too_many_marks", _("There are more than 8 accents on one letter. Remove some.")),
)
_ONE_LINE: Final[tuple[Check, ...]] = (
    (text.has_control, "control_character", _("This line holds a control character. Remove it.")),
)


class TypedText:
    """Cleans typed values one after the other, remembers what is wrong with them and refuses all of it at once."""

    def __init__(self) -> None:
        self.problems: list[FieldProblem] = []

    def line(self, field: str, typed: str, *, max_chars: int, is_required: bool = False) -> str:
        """Return `typed` as one clean line: normal form C, without blanks at its ends."""
        cleaned = text.without_controls(typed).strip()
        self._check(field, typed, (*_STORABLE, *_ONE_LINE, *_READABLE))
        self._measure(field, cleaned, max_chars, is_required=is_required)
        return cleaned

    def paragraphs(self, field: str, typed: str, *, max_chars: int, is_required: bool = False) -> str:
        """Return `typed` as clean text of several lines: control characters but line feed and tab are left out."""
        cleaned = text.without_controls(typed).strip()
        self._check(field, typed, (*_STORABLE, *_READABLE))
        self._measure(field, cleaned, max_chars, is_required=is_required)
        return cleaned

    def add(self, field: str, code: str, detail: str | Promise) -> None:
        """Remember a problem that was found elsewhere."""
        self.problems.append(FieldProblem(field, code, detail))

    def refuse_problems(self) -> None:
        """Raise when anything was wrong.

        Raises:
            InvalidValue: with every problem found (422, `validation`).
        """
        if self.problems:
            raise InvalidValue(_("Some of what was entered needs a change."), problems=tuple(self.problems))

    def _check(self, field: str, typed: str, checks: tuple[Check, ...]) -> None:
        for is_wrong, code, detail in checks:
            if is_wrong(typed):
                self.add(field, code, detail)
                return

    def _measure(self, field: str, cleaned: str, max_chars: int, *, is_required: bool) -> None:
        if any(problem.field == field for problem in self.problems):
            return
        if len(cleaned) > max_chars:
            detail = _("This is %(count)d characters long; at most %(max)d fit.")
            self.add(field, "too_long", detail % {"count": len(cleaned), "max": max_chars})
        elif text.is_blank(cleaned) and (is_required or cleaned):
            self.add(field, "blank", _("Write something here."))
