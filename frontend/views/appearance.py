"""Colours and single-key shortcuts of this browser; both change with one press, with or without script."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from frontend.appearance import KEYS_COOKIE, SCHEME_COOKIE, SCHEMES, keep_choice


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Return to where the form stood, if that is a page of ours."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None, require_https=request.is_secure())
    return HttpResponseRedirect(target if is_ours and target.startswith("/") else "/")


@require_POST
def change_appearance(request: HttpRequest) -> HttpResponse:
    """Keep the colours that were chosen; a word we do not know means that the system decides."""
    scheme = request.POST.get("scheme", "")
    response = _back(request)
    keep_choice(response, SCHEME_COOKIE, scheme if scheme in SCHEMES else "system")
    return response


@require_POST
def change_shortcuts(request: HttpRequest) -> HttpResponse:
    """Turn single-key shortcuts on or off (WCAG 2.1.4)."""
    response = _back(request)
    keep_choice(response, KEYS_COOKIE, "off" if request.POST.get("keys") == "off" else "on")
    return response
