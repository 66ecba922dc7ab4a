"""Pages and htmx answers for what went wrong; none of them asks the database."""

from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from frontend.appearance import appearance_of
from ideas import correlation

PAGES = (400, 403, 404, 405, 409, 413, 429, 500, 503)

SENTENCES: dict[int, str | Promise] = {
    400: _("We could not read that request. What you typed is still on the page."),
    403: _("You may see this, but this step is for somebody else."),
    404: _("There is nothing here, or it is not for you to see."),
    405: _("It takes what a form on another page sends. Nothing was changed."),
    409: _("Somebody was quicker: this has changed since you opened it. Load the page again to see it."),
    413: _("That is more than we take at once. Send smaller or fewer files."),
    429: _("That was too often in a short time. Wait a minute and try again; nothing is lost."),
    500: _("That did not work, and it is our fault. Nothing is lost. Try again in a moment."),
    503: _("Groundswell is busy or being looked after. Try again in a moment; nothing is lost."),
}

# Of what a form sent, its words are shown again; choices, numbers and addresses have no blank in them.
_WITH_TYPED: Final = frozenset({403, 404, 409})
_WITH_WAY_BACK: Final = frozenset({403, 409})
_SECRETS: Final = ("csrfmiddlewaretoken", "password", "secret", "token")


def error_page(
    request: HttpRequest, status: int, *, sentence: str | Promise = "", keeps_typed: bool = True
) -> HttpResponse:
    """Answer with the page of `status` and a sentence of its own, if there is one.

    Words that a refused form sent stand on it, so that nothing typed is lost. An htmx request gets one line for
    #messages instead, because a page inside a part of a page helps nobody, and its form is still there.
    """
    words = sentence or SENTENCES[status]
    if request.headers.get("HX-Request") == "true":
        return _line(status, words)
    # Only where we are at fault: the pages for "not there" and "not for you" must not differ by a byte.
    number = (correlation.request_id.get() or "") if status >= 500 else ""
    context = {
        "code": status,
        "sentence": words,
        "has_reason": bool(sentence),
        "request_id": number,
        "appearance": appearance_of(request),
        "back_url": came_from(request) if status in _WITH_WAY_BACK else "",
        "typed": typed_in(request) if status in _WITH_TYPED and keeps_typed else [],
    }
    return HttpResponse(render_to_string(f"frontend/pages/errors/{status}.html", context), status=status)


def came_from(request: HttpRequest) -> str:
    """Return the path of the page whose form `request` sends, empty where that is none of ours."""
    before = urlsplit(request.headers.get("Referer", ""))
    is_ours = before.netloc == request.META.get("HTTP_HOST") and url_has_allowed_host_and_scheme(before.path, None)
    return before.path if is_ours and request.method == "POST" else ""


def typed_in(request: HttpRequest) -> list[str]:
    """Return the words that somebody typed into the form that `request` sends, each of at least two."""
    try:
        fields = request.POST.lists()
    except (UnreadablePostError, MultiPartParserError, SuspiciousOperation):
        return []
    words = [value.strip() for name, values in fields if not _is_secret(name) for value in values]
    return [value for value in words if len(value.split()) > 1]


def _is_secret(name: str) -> bool:
    return any(secret in name for secret in _SECRETS)


def _line(status: int, words: str | Promise) -> HttpResponse:
    tone, icon_name = ("late", "alert-triangle") if status >= 500 else ("owed", "alert-circle")
    note = render_to_string("frontend/components/note.html", {"tone": tone, "icon_name": icon_name, "text": words})
    return HttpResponse(note, status=status, headers={"HX-Retarget": "#messages", "HX-Reswap": "innerHTML"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 (Django's handler400)."""
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 (Django's handler403)."""
    return error_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 (Django's handler404): the same bytes for what is not there and what may not be seen."""
    return error_page(request, 404)


def with_words(request: HttpRequest, refused: HttpResponseNotAllowed) -> HttpResponse:
    """Answer 405 with a page instead of nothing: the address of a form was opened, or loaded again."""
    response = error_page(request, 405)
    response["Allow"] = refused["Allow"]
    return response


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer 429 (asked for by allauth where something is done too often)."""
    return error_page(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 (Django's handler500)."""
    return error_page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 when a form's token is missing or old, most often after signing in again in another tab."""
    # Another site may have sent it: its words have no place on a page of ours.
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    sentence = _("This page was open too long to be sent safely. Load it again and repeat.")
    return error_page(request, 403, sentence=sentence, keeps_typed=is_ours)
