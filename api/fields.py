"""Fields of bodies that convert nothing: a number is no text, "true" is no truth, a date has its zone.

Text is checked by the same `ideas.typed_text` as in pages. Every code is documented in docs/api.md "Values".
"""

import re
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from ideas.typed_text import TypedText

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?P<zone>[Zz]|[+-]\d\d:\d\d)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

WRONG_TYPE = {"type": _("This is of the wrong type: %(wanted)s is wanted.")}


class _Plain(serializers.Field[Any, Any, Any, Any]):
    """The base of fields whose Python value is what JSON gave."""

    wanted: str = ""

    def refuse(self, code: str, sentence: Any) -> None:
        """Raise the refusal of this field's value."""
        raise ValidationError([ErrorDetail(str(sentence), code)])

    def refuse_type(self) -> None:
        """Raise the refusal of a value of another type."""
        self.refuse("type", _("This is of the wrong type: %(wanted)s is wanted.") % {"wanted": self.wanted})

    def to_representation(self, value: Any) -> Any:
        return value


class LineField(_Plain):
    """One line of text: no controls, no overrides of direction; blank only where `allow_blank`."""

    wanted = "text"

    def __init__(self, *, max_chars: int, allow_blank: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.max_chars = max_chars
        self.allow_blank = allow_blank

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.refuse_type()
        typed = TypedText()
        cleaned = self.clean(typed, data)
        for problem in typed.problems:
            self.refuse(problem.code, problem.detail)
        return cleaned

    def clean(self, typed: TypedText, data: str) -> str:
        """Return the text as it is stored; what is wrong is remembered in `typed`."""
        return typed.line("", data, max_chars=self.max_chars, is_required=not self.allow_blank)


class ParagraphsField(LineField):
    """Text of several lines: controls other than line feed and tab are left out."""

    def clean(self, typed: TypedText, data: str) -> str:
        return typed.paragraphs("", data, max_chars=self.max_chars, is_required=not self.allow_blank)


class WholeNumberField(_Plain):
    """A whole number between two bounds, both included."""

    wanted = "a whole number"

    def __init__(self, *, least: int, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.least = least
        self.most = most

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.refuse_type()
        if not self.least <= data <= self.most:
            self.refuse(
                "out_of_range",
                _("This must be from %(least)d to %(most)d.") % {"least": self.least, "most": self.most},
            )
        return int(data)


class FlagField(_Plain):
    """True or false."""

    wanted = "true or false"

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.refuse_type()
        return bool(data)


class WordField(_Plain):
    """One of a few words."""

    wanted = "one of the words"

    def __init__(self, *, choices: Any, **options: Any) -> None:
        super().__init__(**options)
        self.choices = tuple(getattr(choices, "values", choices))

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.refuse_type()
        if data not in self.choices:
            self.refuse("invalid_choice", _("This is not one of: %(words)s.") % {"words": ", ".join(self.choices)})
        return str(data)


class IdField(_Plain):
    """The public id (a UUID) of a row; whether it exists and may be seen is for the service to say."""

    wanted = "an id"

    def to_internal_value(self, data: Any) -> uuid.UUID:
        if not isinstance(data, str):
            self.refuse_type()
        try:
            found = uuid.UUID(data)
        except ValueError:
            found = None
        if found is None or str(found) != data.lower():
            self.refuse("invalid_id", _("This is not an id."))
        return found or uuid.UUID(int=0)


class MomentField(_Plain):
    """A moment in RFC 3339 with its zone, between the years 1 and 9999 in UTC; kept in UTC."""

    wanted = "a date and time"

    def to_internal_value(self, data: Any) -> datetime:
        if not isinstance(data, str):
            self.refuse_type()
        match = _MOMENT.fullmatch(data)
        if match is not None and match["zone"] is None:
            self.refuse("timezone_required", _("Name the time zone, such as Z or +01:00."))
        try:
            return datetime.fromisoformat(data.upper() if match else "").astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValidationError([ErrorDetail(str(_("This is not a date and time of RFC 3339.")), "date")]) from None


class DayField(_Plain):
    """A day, as 2026-11-21."""

    wanted = "a date"

    def to_internal_value(self, data: Any) -> date:
        if not isinstance(data, str):
            self.refuse_type()
        try:
            return date.fromisoformat(data if _DAY.fullmatch(data) else "")
        except ValueError:
            raise ValidationError([ErrorDetail(str(_("This is not a day, such as 2026-11-21.")), "date")]) from None


class AmountField(_Plain):
    """A decimal number written as text, such as "1200.00", between two bounds."""

    wanted = "a decimal number as text"

    def __init__(self, *, least: Decimal, most: Decimal, places: int = 2, **options: Any) -> None:
        super().__init__(**options)
        self.least = least
        self.most = most
        self.places = places

    def to_internal_value(self, data: Any) -> Decimal:
        if not isinstance(data, str):
            self.refuse_type()
        if not re.fullmatch(rf"-?\d{{1,18}}(\.\d{{1,{self.places}}})?", data):
            self.refuse("type", _("This is not a decimal number."))
        try:
            number = Decimal(data)
        except InvalidOperation:
            raise ValidationError([ErrorDetail(str(_("This is not a decimal number.")), "type")]) from None
        if not self.least <= number <= self.most:
            words = {"least": self.least, "most": self.most}
            self.refuse("out_of_range", _("This must be from %(least)s to %(most)s.") % words)
        return number


class AnswersField(_Plain):
    """A JSON object whose members the domain checks, such as the answers to short questions."""

    wanted = "an object"

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.refuse_type()
        return dict(data)
