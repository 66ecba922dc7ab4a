"""A JSON parser that takes nothing it would have to guess about.

Source: docs/api.md "Bodies"; RFC 8259, RFC 7493 (I-JSON) for repeated keys and halves of surrogate pairs.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.utils.mediatypes import _MediaType

from api.problems import Detail, malformed_json, pointer_to, refused
from ideas.text import has_surrogate

MOST_DEPTH = 20
MOST_KEYS = 1000
MOST_DIGITS = 18
MOST_BODY_BYTES = 256 * 1024

# A text, whole or cut off at the end, so that a hostile body is read once and not from each of its quotation marks.
_TEXTS = re.compile(rb'"(?:[^"\\]++|\\[\s\S])*+(?:"|\\?\Z)')
_BRACKETS = re.compile(rb"[\[\]{}]")


class HugeInteger:
    """Stands for a whole number of more than 18 digits; no column takes one."""


class StrictJSONParser(BaseParser):
    """Parses `application/json` in UTF-8: at most 256 KiB, 20 levels and 1,000 keys, none of them twice."""

    media_type = "application/json"
    most_keys: ClassVar[int] = MOST_KEYS

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the document.

        Raises:
            RequestRefused: it is malformed, too large, too deep, or holds what cannot be stored.
            UnsupportedMediaType: another charset than UTF-8 was announced (415).
        """
        refuse_other_charset(media_type or "")
        body = stream.read(MOST_BODY_BYTES + 1)
        if len(body) > MOST_BODY_BYTES:
            raise refused(413, "too_large", _("The body is larger than 256 KiB."))
        refuse_depth(body)
        document = read_document(body, self.most_keys)
        details = list(faults_in(document))
        if details:
            raise refused(422, details[0].code if len(details) == 1 else "validation", _SENTENCE, details)
        return document


class RulesJSONParser(StrictJSONParser):
    """The same for rule sets, which have more keys than anything else."""

    most_keys = 10_000


_SENTENCE = _("Some values cannot be stored. Nothing was saved.")


class FormParser(MultiPartParser):
    """Parses `multipart/form-data`, for uploads only."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return fields and files; another charset than UTF-8 is refused."""
        refuse_other_charset(media_type or "")
        return super().parse(stream, media_type, parser_context)


def refuse_other_charset(media_type: str) -> None:
    """Raise UnsupportedMediaType when `media_type` names another charset than UTF-8."""
    charset = _MediaType(media_type).params.get("charset", "utf-8")
    if charset.lower() not in {"utf-8", "utf8"}:
        raise UnsupportedMediaType(media_type)


def refuse_depth(body: bytes) -> None:
    """Refuse more than 20 levels before anything recursive reads them."""
    depth = 0
    for bracket in _BRACKETS.finditer(_TEXTS.sub(b"", body)):
        depth += 1 if bracket.group() in b"[{" else -1
        if depth > MOST_DEPTH:
            raise refused(400, "too_deep", _("The body is nested deeper than 20 levels."))


def read_document(body: bytes, most_keys: int = MOST_KEYS) -> Any:
    """Return the parsed body; whole numbers beyond 18 digits become `HugeInteger`."""
    count = 0

    def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal count
        count += len(members)
        if count > most_keys:
            raise refused(400, "too_many_keys", _("The body has more than %(most)d keys.") % {"most": most_keys})
        return _without_repeats(members)

    try:
        return json.loads(
            body.decode("utf-8"),
            object_pairs_hook=pairs,
            parse_int=_whole_number,
            parse_float=_finite_number,
            parse_constant=_no_number,
        )
    except ValueError:
        raise malformed_json() from None


def _without_repeats(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) < len(members):
        raise refused(400, "duplicate_key", _("The body names a key twice."))
    return found


def _whole_number(digits: str) -> int | HugeInteger:
    return int(digits) if len(digits.lstrip("-")) <= MOST_DIGITS else HugeInteger()


def _finite_number(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(digits)
    return number


def _no_number(word: str) -> float:
    raise ValueError(word)


def faults_in(value: Any, *path: str | int) -> Iterator[Detail]:
    """Yield what no column can hold, wherever it stands: NUL, half a surrogate pair, a huge number."""
    if isinstance(value, str):
        yield from _faults_in_text(value, path)
    elif isinstance(value, HugeInteger):
        yield Detail("out_of_range", _("This number is too large."), pointer=pointer_to(*path))
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from _faults_in_text(key, path) or faults_in(member, *path, key)
    elif isinstance(value, list):
        for position, member in enumerate(value):
            yield from faults_in(member, *path, position)


def _faults_in_text(text: str, path: tuple[str | int, ...]) -> list[Detail]:
    if "\0" in text:
        return [Detail("null_character", _("This text holds the character U+0000."), pointer=pointer_to(*path))]
    if has_surrogate(text):
        return [Detail("invalid_unicode", _("This text holds half a character."), pointer=pointer_to(*path))]
    return []
