"""Lists as pages: `results`, `next`, `previous`, and the same links in the header Link (RFC 8288). Never a total."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from rest_framework.response import Response

from api.http import MemberRequest
from ideas.querysets.keyset import Ordering, Page, take_page

Body = TypeVar("Body")


@dataclass(frozen=True)
class Listing(Generic[Body]):
    """One page of a list."""

    results: list[Body]
    next: str | None
    previous: str | None


@dataclass(frozen=True)
class Place:
    """Which page of a list: its size, the cursor (None: the first), and what the cursors of this list are bound to."""

    limit: int
    cursor: str | None
    bound_to: str


def page_of(
    request: MemberRequest,
    rows: "QuerySet[Any, Any]",
    ordering: Ordering,
    bodies: Callable[[list[Any]], Iterable[Body]],
) -> Response:
    """Return one page of `rows` in `ordering`; `limit` and `cursor` come from the request.

    Args:
        bodies: makes the answer's objects of a page's rows, all at once so that it may look things up for all of them.
    """
    place = place_of(request)
    page = take_page(rows, ordering, limit=place.limit, cursor=place.cursor, bound_to=place.bound_to)
    return answer_page(request, page, bodies)


def place_of(request: MemberRequest) -> Place:
    """Return which page of which list the checked parameters of `request` ask for."""
    parameters = dict(request.parameters)
    cursor, limit = parameters.pop("cursor", None), parameters.pop("limit")
    return Place(limit, cursor, _binding(request, parameters))


def answer_page(request: MemberRequest, page: Page[Any], bodies: Callable[[list[Any]], Iterable[Body]]) -> Response:
    """Return the answer of a page that was read."""
    links = {"next": _link(request, page.next), "previous": _link(request, page.previous)}
    listing = Listing(list(bodies(page.rows)), links["next"], links["previous"])
    header = ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items() if address)
    return Response(listing, headers={"Link": header} if header else None)


def _binding(request: MemberRequest, filters: dict[str, Any]) -> str:
    chosen = "&".join(f"{name}={filters[name]!r}" for name in sorted(filters))
    return f"{request.user.pk}:{request.path}:{chosen}"


def _link(request: MemberRequest, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
