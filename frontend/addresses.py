"""Where things stand that many pages point to."""

from django.http import HttpRequest
from django.urls import reverse


def idea_address(ref: str) -> str:
    """Return the address of an idea's page."""
    return reverse("idea", args=[ref])


def csv_address(request: HttpRequest, name: str, **parts: object) -> str:
    """Return the address of the file `name` of the list on this page, with the filters of the page."""
    query = request.GET.copy()
    query.pop("cursor", None)
    address = reverse(name, kwargs=parts)
    return f"{address}?{query.urlencode()}" if query else address
