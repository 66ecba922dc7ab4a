"""The base of every view: who may call, which parameters it takes, and what all answers have in common.

The order of checks: the query string can be read, the caller is known, may call, has not called too often, named only
known parameters; then, for a POST with an Idempotency-Key, whether it was answered before.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, ClassVar, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import idempotency
from api.concurrency import etag_of
from api.filters import Parameters, read_parameters, refuse_unreadable
from api.http import MemberRequest
from api.pagination import page_of
from api.permissions import Nobody
from api.problems import refused
from api.schema import MemberSchema
from api.serializers import StrictSerializer, read_body
from api.throttling import count_call
from ideas.conflicts import until_no_conflict
from ideas.querysets.keyset import Ordering
from ideas.rates import API_CALLS, Rate

Body = TypeVar("Body")


class ApiView(APIView):
    """One address of the API. Subclasses say who may call (`permission_classes`) and write one method for each verb."""

    request: MemberRequest
    schema = MemberSchema()
    permission_classes = [Nobody]
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    parameters: ClassVar[type[Parameters]] = Parameters
    # Limits besides the general one, by method.
    rates: ClassVar[dict[str, Rate]] = {}
    # An answer that holds a secret is not kept: such a POST takes no Idempotency-Key.
    keeps_answers: ClassVar[bool] = True

    def initialize_request(self, request: Any, *args: Any, **kwargs: Any) -> MemberRequest:
        """Wrap Django's request in ours."""
        return MemberRequest(
            request,
            parsers=self.get_parsers(),
            authenticators=self.get_authenticators(),
            negotiator=self.get_content_negotiator(),
            parser_context=self.get_parser_context(request),
        )

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check everything that comes before the method itself."""
        refuse_unreadable(request.META.get("QUERY_STRING", ""))
        self.limits: dict[str, str] = {}
        super().initial(request, *args, **kwargs)
        self.request.parameters = read_parameters(
            request.META.get("QUERY_STRING", ""), request.query_params, self.parameters
        )
        if request.method == "POST":
            self._answer_posts_once()
        if request.method not in SAFE_METHODS:
            self._outlast_conflicts()

    def check_throttles(self, request: Request) -> None:
        """Count the call."""
        rates = [API_CALLS]
        if request.method in self.rates:
            rates.append(self.rates[request.method])
        self.limits = count_call(rates, f"person:{request.user.pk}")

    def _answer_posts_once(self) -> None:
        key = idempotency.key_of(self.request)
        handler: Callable[..., Response] | None = getattr(self, "post", None)
        if key is None or handler is None:
            return
        if not self.keeps_answers:
            raise refused(400, "idempotency_not_supported", _("This request takes no Idempotency-Key."))
        run = handler
        self.post = lambda request, *args, **kwargs: idempotency.answer_once(
            self.request, key, lambda: run(request, *args, **kwargs)
        )

    def _outlast_conflicts(self) -> None:
        """Run the method again where its transaction met another one's way; the caller notices nothing."""
        name = str(self.request.method).lower()
        handler: Callable[..., Response] | None = getattr(self, name, None)
        if handler is None:
            return
        run = handler
        again = partial(_rewind, self.request)
        setattr(
            self,
            name,
            lambda *args, **kwargs: until_no_conflict(lambda: run(*args, **kwargs), before_retry=again),
        )

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """Forbid caches to keep an answer, and tell what is left of the limits."""
        final = super().finalize_response(request, response, *args, **kwargs)
        final.setdefault("Cache-Control", "no-store")
        for name, value in getattr(self, "limits", {}).items():
            final.setdefault(name, value)
        return final

    def read(self, serializer: type[StrictSerializer], *, is_partial: bool = False) -> dict[str, Any]:
        """Return the checked values of the body; `is_partial` takes any of the fields (PATCH)."""
        return read_body(serializer(data=self.request.data, partial=is_partial))

    def page(
        self, rows: "QuerySet[Any, Any]", ordering: Ordering, bodies: Callable[[list[Any]], Iterable[Body]]
    ) -> Response:
        """Return one page of a list."""
        return page_of(self.request, rows, ordering, bodies)


def _rewind(request: Request) -> None:
    for _name, files in request._request.FILES.lists():
        for file in files:
            file.seek(0)


def created(body: object, *, location: str, version: int | None = None) -> Response:
    """Return 201 with the address of what was made, and its ETag where it has versions."""
    headers = {"Location": location, **({"ETag": etag_of(version)} if version is not None else {})}
    return Response(body, status=201, headers=headers)


def versioned(body: object, *, version: int) -> Response:
    """Return 200 with the ETag of an edit version."""
    return Response(body, headers={"ETag": etag_of(version)})


def done() -> Response:
    """Return 204."""
    return Response(status=204)
