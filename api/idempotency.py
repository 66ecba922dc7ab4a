"""`Idempotency-Key`: the same request sent twice has one effect and one answer.

Key, effect and stored answer are one transaction, opened here around the service: a crash leaves all or none. Only
answers that tell of an effect (2xx) are kept; a refusal had none, and is judged anew. Source: docs/api.md "Retrying".
"""

import hashlib
from collections.abc import Callable

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from api.http import MemberRequest
from api.problems import refused
from api.renderers import to_json
from ideas.services.idempotency import MOST_KEY_CHARS, StoredAnswer, digest_of_form, find_answer, keep_answer

_KEPT_HEADERS = ("Location", "ETag", "Link")


def key_of(request: MemberRequest) -> str | None:
    """Return the request's key, None without one.

    Raises:
        RequestRefused: it is empty, longer than 255 characters or not printable ASCII (400, `invalid_idempotency_key`).
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not (0 < len(key) <= MOST_KEY_CHARS and key.isascii() and key.isprintable()):
        raise refused(400, "invalid_idempotency_key", _("Idempotency-Key must be 1 to 255 printable ASCII characters."))
    return key


def answer_once(request: MemberRequest, key: str, handler: Callable[[], Response]) -> Response | HttpResponse:
    """Run `handler`, or return what it answered to the same request before."""
    fingerprint = fingerprint_of(request)
    with transaction.atomic():
        earlier = find_answer(actor=request.user, key=key, fingerprint=fingerprint)
        if earlier is not None:
            return _replay(earlier)
        response = handler()
        if 200 <= response.status_code < 300:
            keep_answer(actor=request.user, key=key, fingerprint=fingerprint, answer=_answer(response))
    return response


def fingerprint_of(request: MemberRequest) -> bytes:
    """Return a digest of method, address, version read and body.

    Of a form with files the parts count, because what separates them is another each time a client writes it anew.
    """
    media_type = (request.content_type or "").lower()
    is_form = media_type.startswith("multipart/form-data")
    parts = (
        request.method,
        request.get_full_path(),
        request.headers.get("If-Match"),
        "multipart/form-data" if is_form else request.content_type,
    )
    digest = hashlib.sha256(repr(parts).encode())
    digest.update(_digest_of_form(request) if is_form else request.body)
    return digest.digest()


def _digest_of_form(request: MemberRequest) -> bytes:
    return digest_of_form(values=request.POST.lists(), files=request.FILES.lists())


def _answer(response: Response) -> StoredAnswer:
    headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
    return StoredAnswer(response.status_code, headers, b"" if response.data is None else to_json(response.data))


def _replay(earlier: StoredAnswer) -> HttpResponse:
    headers = {**earlier.headers, "Idempotency-Replayed": "true", "Cache-Control": "no-store"}
    return HttpResponse(earlier.body, status=earlier.status, content_type="application/json", headers=headers)
