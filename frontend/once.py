"""A form sent twice does its work once: by a double click, a reload or a second press on a slow line, without any script.

Every form that makes something carries a key of its own, drawn by `{% once %}`. What it led to is kept in the same
transaction as what it made, where the API keeps the answers to an `Idempotency-Key`; sent again with the same words,
the form leads there and makes nothing. Other words under the same key (somebody went back and wrote more) are another
intent, and a refusal leaves nothing behind. Source: docs/api.md "Retrying".
"""

import hashlib
import secrets
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from ideas.services.idempotency import StoredAnswer, digest_of_form, find_answer, keep_answer

if TYPE_CHECKING:
    from frontend.http import MemberRequest

P = ParamSpec("P")

KEY: Final = "once"
_LEFT_OUT: Final = frozenset({"csrfmiddlewaretoken"})


def new_key() -> str:
    """Return a key for one drawing of a form."""
    return secrets.token_urlsafe(16)


def made_at(response: HttpResponse, address: str) -> HttpResponse:
    """Say that `response`, which is no redirect, shows what was made and now has this address."""
    response["Content-Location"] = address
    return response


def once_for_each_form(
    view: Callable[Concatenate["MemberRequest", P], HttpResponseBase],
) -> Callable[Concatenate["MemberRequest", P], HttpResponseBase]:
    """Make `view` do once what a form with a key asks for; forms without one pass."""

    @wraps(view)
    def answer(request: "MemberRequest", /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method != "POST" or not request.POST.get(KEY):
            return view(request, *args, **kwargs)
        return _answer_once(request, lambda: view(request, *args, **kwargs))

    return answer


def _answer_once(request: "MemberRequest", act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    fingerprint = _fingerprint_of(request)
    key = f"form:{fingerprint.hex()}"
    with transaction.atomic():
        earlier = find_answer(actor=request.user, key=key, fingerprint=fingerprint, waits=True)
        if earlier is not None:
            messages.info(request, _("This was sent twice. It is done once."))
            return HttpResponse(status=earlier.status, headers=earlier.headers)
        response = act()
        address = _address_of(response)
        if address:
            answer = StoredAnswer(303, {"Location": address}, b"")
            keep_answer(actor=request.user, key=key, fingerprint=fingerprint, answer=answer)
    return response


def _fingerprint_of(request: "MemberRequest") -> bytes:
    values = [(name, sent) for name, sent in request.POST.lists() if name not in _LEFT_OUT]
    said = digest_of_form(values=values, files=request.FILES.lists())
    return hashlib.sha256(repr(request.get_full_path()).encode() + said).digest()


def _address_of(response: HttpResponseBase) -> str:
    """Return where a finished form led, or nothing where it was refused or only drawn anew."""
    if 300 <= response.status_code < 400:
        return str(response.get("Location", ""))
    return str(response.get("Content-Location", ""))
