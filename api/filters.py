"""Query parameters by allowlist: what a view does not declare, repeats, or cannot read is an error.

A silent ignore would return the wrong list. Source: docs/api.md "Lists".
"""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import unquote_to_bytes

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.fields import SkipField

from api.problems import Detail, Sentence, invalid_parameter, refused
from ideas.services.api_tokens import PREFIX
from ideas.text import has_control, is_blank

MOST_SEARCH_CHARS = 200
DEFAULT_LIMIT = 25
MOST_LIMIT = 100


class Parameter(serializers.Field[Any, Any, Any, Any]):
    """The base of parameters: reads the one text that the query string gives."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(**options)

    def refuse(self, sentence: Sentence, code: str = "invalid_parameter") -> ValidationError:
        """Return the refusal to raise."""
        return ValidationError([ErrorDetail(str(sentence), code)])

    def to_internal_value(self, data: str) -> Any:
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class NumberParameter(Parameter):
    """A whole number in plain digits."""

    def __init__(self, *, least: int, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.least = least
        self.most = most

    def to_internal_value(self, data: str) -> int:
        if not (data.isascii() and data.isdigit() and len(data) < 10 and self.least <= int(data) <= self.most):
            words = {"least": self.least, "most": self.most}
            raise self.refuse(_("This is not a whole number from %(least)d to %(most)d.") % words)
        return int(data)


class WordParameter(Parameter):
    """One of a few words."""

    def __init__(self, *, choices: Any, **options: Any) -> None:
        super().__init__(**options)
        self.choices = tuple(getattr(choices, "values", choices))

    def to_internal_value(self, data: str) -> Any:
        return self.one_of(data)

    def one_of(self, word: str) -> str:
        """Return `word` if it is one of the choices."""
        if word not in self.choices:
            raise self.refuse(_("This is not one of: %(words)s.") % {"words": ", ".join(self.choices)})
        return word


class WordsParameter(WordParameter):
    """Some of a few words, separated by commas."""

    def to_internal_value(self, data: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.one_of(word) for word in data.split(",")))


class FlagParameter(Parameter):
    """`true` or `false`."""

    def to_internal_value(self, data: str) -> bool:
        if data not in {"true", "false"}:
            raise self.refuse(_("Write true or false."))
        return data == "true"


class IdParameter(Parameter):
    """A public id (a UUID)."""

    def to_internal_value(self, data: str) -> uuid.UUID:
        try:
            return uuid.UUID(data if len(data) == 36 else "")
        except ValueError:
            raise self.refuse(_("This is not an id.")) from None


class SlugsParameter(Parameter):
    """Slugs of tags or departments, separated by commas."""

    def to_internal_value(self, data: str) -> tuple[str, ...]:
        slugs = tuple(dict.fromkeys(data.split(",")))
        if len(slugs) > 20 or not all(slug and all(char.isalnum() or char in "-_" for char in slug) for slug in slugs):
            raise self.refuse(_("This is not a list of at most 20 short names, separated by commas."))
        return slugs


class MomentParameter(Parameter):
    """A moment in RFC 3339 with its zone."""

    def to_internal_value(self, data: str) -> datetime:
        try:
            moment = datetime.fromisoformat(data)
            return moment.astimezone(UTC) if moment.tzinfo else self._without_zone()
        except (ValueError, OverflowError):
            raise self.refuse(_("This is not a date and time with its zone, such as 2026-11-21T09:00:00Z.")) from None

    def _without_zone(self) -> datetime:
        raise ValueError


class TextParameter(Parameter):
    """Words to search for, at most 200 characters; every one of them is taken literally."""

    def to_internal_value(self, data: str) -> str:
        if len(data) > MOST_SEARCH_CHARS:
            raise self.refuse(_("At most 200 characters can be searched for."), "too_long")
        if has_control(data) or is_blank(data):
            raise self.refuse(_("There is nothing to search for."))
        return data.strip()


class Parameters(serializers.Serializer[Any]):
    """The parameters of a view; this one takes none."""


class ListParameters(Parameters):
    """What every list takes: subclasses add filters, and `order` where there is more than one."""

    limit = NumberParameter(least=1, most=MOST_LIMIT, default=DEFAULT_LIMIT, help_text=_("rows a page"))
    cursor = Parameter(help_text=_("from `next` or `previous` of an earlier answer"))


def read_parameters(query_string: str, query: QueryDict, declared: type[Parameters]) -> Mapping[str, Any]:
    """Return the checked parameters of a request.

    Args:
        query_string: the raw one, to find bytes that are no UTF-8.
        query: Django's QueryDict of it.

    Raises:
        RequestRefused: unknown, repeated or wrong (400), a search text that is too long (422), or a token (400).
    """
    refuse_unreadable(query_string)
    texts: dict[str, str] = {}
    for name, values in query.lists():
        refuse_token(name, values)
        texts[name] = _only(name, values, declared)
    found: dict[str, Any] = {}
    for name, parameter in _parameters_of(declared).items():
        try:
            found[name] = parameter.run_validation(texts.get(name, serializers.empty))
        except SkipField:
            continue
        except ValidationError as error:
            raise _refusal({name: error.detail}) from None
    return found


@cache
def _parameters_of(declared: type[Parameters]) -> Mapping[str, Any]:
    """Return the parameters ready to read with; they keep nothing of a request, and copying them for each costs a lot."""
    return declared().fields


def refuse_unreadable(query_string: str) -> None:
    """Refuse a query string whose bytes are no UTF-8, or that holds NUL."""
    try:
        text = unquote_to_bytes(query_string).decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise refused(400, "invalid_parameter", _("The query string cannot be read as UTF-8."))


def refuse_token(name: str, values: list[str]) -> None:
    """Refuse a token in the address: addresses are written into logs and histories."""
    if name in {"token", "access_token", "api_token", "api_key"} or any(PREFIX in value for value in values):
        raise refused(
            400,
            "token_in_query",
            _("Send the token in the header Authorization. This one was in an address, so revoke it and make another."),
        )


def _only(name: str, values: list[str], declared: type[Parameters]) -> str:
    if name not in declared._declared_fields:
        sentence = _("This parameter is not known here.")
        known = Detail("unknown_parameter", sentence, parameter=name[:100])
        raise refused(400, "unknown_parameter", sentence, [known])
    if len(values) > 1:
        sentence = _("This parameter was given more than once. Separate several values by commas.")
        raise refused(400, "repeated_parameter", sentence, [Detail("repeated_parameter", sentence, parameter=name)])
    return values[0]


def _refusal(errors: Mapping[str, Any]) -> Exception:
    name, found = next(iter(errors.items()))
    error = found[0]
    if error.code != "too_long":
        return invalid_parameter(name, str(error))
    return refused(422, "too_long", str(error), [Detail("too_long", str(error), parameter=name)])
