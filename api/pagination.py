"""Lists as pages: `results`, `next`, `previous`, and the same links in the header Link (RFC 8288). Never a total."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from rest_framework.response import Response

from api.http import MemberRequest
from ideas.querysets.keyset import Ordering, take_page

Body = TypeVar("Body")


@dataclass(frozen=True)
class Listing(Generic[Body]):
    """One page of a list."""

    results: list[Body]
    next: str | None
    previous: str | None


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
    parameters = dict(request.parameters)
    cursor = parameters.pop("cursor", None)
    limit = parameters.pop("limit")
    page = take_page(rows, ordering, limit=limit, cursor=cursor, bound_to=_binding(request, parameters))
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
