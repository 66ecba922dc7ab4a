"""Where things stand that many pages point to."""

from functools import cache
from typing import Final

from django.http import HttpRequest
from django.urls import reverse

_ANY: Final = "GS-000000"


def idea_address(ref: str, name: str = "idea") -> str:
    """Return the address of an idea's page, or of what else has the URL `name` and takes its ref alone.

    A list has three for each card, so an address is found among the URLs once, and the ref put in.
    """
    return _pattern(name).replace(_ANY, ref)


@cache
def _pattern(name: str) -> str:
    return reverse(name, args=[_ANY])


def csv_address(request: HttpRequest, name: str, **parts: object) -> str:
    """Return the address of the file `name` of the list on this page, with the filters of the page."""
    query = request.GET.copy()
    query.pop("cursor", None)
    address = reverse(name, kwargs=parts)
    return f"{address}?{query.urlencode()}" if query else address
