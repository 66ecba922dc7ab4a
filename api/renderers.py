"""Writes answers as JSON: dataclasses, dates and ids as they are, in UTC with a Z."""

from decimal import Decimal
from typing import Any

import orjson
from django.utils.functional import Promise
from drf_orjson_renderer.renderers import ORJSONRenderer


class JsonRenderer(ORJSONRenderer):  # type: ignore[misc]
    """Renders `application/json`; the same bytes serve problem details, whose media type the answer names."""

    options = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS

    @staticmethod
    def default(obj: Any) -> Any:
        """Return lazily translated words and decimal numbers as text; anything else is a mistake of ours."""
        if isinstance(obj, Promise | Decimal):
            return str(obj)
        raise TypeError(type(obj).__name__)


class PdfRenderer(JsonRenderer):
    """Makes `application/pdf` acceptable where a view gives such a file itself; refusals are problems all the same."""

    media_type = "application/pdf"
    format = "pdf"


def to_json(document: Any) -> bytes:
    """Return `document` as the API writes it."""
    return orjson.dumps(document, default=JsonRenderer.default, option=JsonRenderer.options)
