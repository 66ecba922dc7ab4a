"""The outermost layer of every WSGI process: who asks, and whether the request may come in at all."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.refusals import PROBLEM_TYPE, Refusal, judge_head, new_request_id

Answer = Callable[[HttpRequest], HttpResponse]


class EdgeMiddleware:
    """Believes only the proxies that TRUSTED_PROXIES counts, and applies the guard's limits again behind a proxy."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META["REMOTE_ADDR"] = client_address(request.META, settings.TRUSTED_PROXIES)
        refusal = judge_head(_headers(request), request.META.get("QUERY_STRING", "").encode("latin-1", "replace"))
        return self.get_response(request) if refusal is None else _refuse(refusal)


def client_address(meta: dict[str, str], proxies: int) -> str:
    """Return the address of whoever asks: the peer, or what the outermost of our `proxies` wrote down about its peer.

    Whatever stands further left in X-Forwarded-For was written by the client itself.
    """
    peer = meta.get("REMOTE_ADDR", "")
    told = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies == 0 or len(told) < proxies:
        return peer
    try:
        return str(ipaddress.ip_address(told[-proxies]))
    except ValueError:
        return peer


def _headers(request: HttpRequest) -> list[tuple[bytes, bytes]]:
    found = [
        (name.lower().encode("latin-1", "replace"), value.encode("latin-1", "replace"))
        for name, value in request.headers.items()
    ]
    # WSGI gives an empty length or type where the client sent none.
    return [(name, value) for name, value in found if value or name not in {b"content-length", b"content-type"}]


def _refuse(refusal: Refusal) -> HttpResponse:
    request_id = new_request_id()
    answer = HttpResponse(refusal.body(request_id), status=refusal.status, content_type=PROBLEM_TYPE)
    answer["X-Request-Id"] = request_id
    answer["Cache-Control"] = "no-store"
    return answer
