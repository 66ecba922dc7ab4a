"""Pairs every refusal of the domain with its status in pages; the API keeps the same table (a test compares them)."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict

from frontend.views.errors import error_page, with_words
from ideas import exceptions as domain
from ideas.conflicts import ENDED, MOST_RETRIES, is_conflict, until_no_conflict

STATUSES: Final[Mapping[type[domain.DomainError], int]] = {
    domain.InvalidCursor: 400,
    domain.NotPermitted: 403,
    domain.NotFound: 404,
    domain.Conflict: 409,
    domain.StaleVersion: 412,
    domain.TooLarge: 413,
    domain.InvalidValue: 422,
    domain.TooMany: 429,
    domain.Unavailable: 503,
}
VERSION: Final = "version"
_PAGES: Final = {412: 409, 422: 400}  # statuses whose page is another one's


def status_of(error: domain.DomainError) -> int:
    """Return the status that answers `error`."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def refusal_page(request: HttpRequest, error: domain.DomainError) -> HttpResponse:
    """Answer with the page of the error's status and its sentence; htmx gets one line for #messages.

    For what has no form to come back to. A page that is not there never says why.
    """
    status = status_of(error)
    response = error_page(request, _PAGES.get(status, status), sentence="" if status == 404 else error.sentence)
    response.status_code = status
    if isinstance(error, domain.TooMany):
        response["Retry-After"] = str(error.retry_after)
    return response


def add_refusal(form: forms.BaseForm, error: domain.DomainError) -> int:
    """Put what was refused beside the fields of a valid `form`, or above it; return the status to answer with.

    A field of the domain such as `answers.reach` belongs to the form's field `answers__reach`, and what is wrong with rows
    as a whole, such as `conditions`, to the first field of the first row, so that the summary leads there. Where somebody
    was faster, what was typed stays with their version: sending it again puts it over theirs.
    """
    if isinstance(error, domain.StaleVersion):
        show_version(form, error.current)
    if isinstance(error, domain.InvalidValue) and error.problems:
        for problem in error.problems:
            wrong = forms.ValidationError(str(problem.detail), code=problem.code)
            form.add_error(_field_of(form, problem.field), wrong)
    else:
        form.add_error(None, forms.ValidationError(str(error.sentence), code=error.error_code))
    return status_of(error)


def _field_of(form: forms.BaseForm, path: str) -> str | None:
    name = path.replace(".", "__")
    if name in form.fields:
        return name
    rows = (field for field in form.fields if field.startswith(f"{name}__") and not form[field].is_hidden)
    return next(rows, None)


def refused_status(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> int:
    """Do what a `form` that was sent says; return 0, else the status to show it with: 200 before it was sent.

    Raises:
        NotFound, NotPermitted: there is no form to come back to.
    """
    if not form.is_bound:
        return 200
    if not form.is_valid():
        return 422
    try:
        act(form.cleaned_data)
    except (domain.NotFound, domain.NotPermitted):
        raise
    except domain.DomainError as error:
        return add_refusal(form, error)
    return 0


def show_version(form: forms.BaseForm, version: int) -> None:
    """Let the bound `form` come back with another version in its hidden field."""
    if VERSION in form.fields and isinstance(form.data, QueryDict):
        form.data = form.data.copy()
        form.data[VERSION] = str(version)


class RefusalMiddleware:
    """Answers refusals of the domain that no page caught and methods that no page takes, and runs a page again that got in the way of another one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return with_words(request, response) if isinstance(response, HttpResponseNotAllowed) else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a DomainError into its page; everything else stays a mistake of ours.

        A transaction that the database ended because of another one is tried again, at most three times.
        """
        if is_conflict(exception):
            try:
                return _again(request)
            except domain.DomainError as refusal:
                return refusal_page(request, refusal)
            except ENDED:
                return None
        return refusal_page(request, exception) if isinstance(exception, domain.DomainError) else None


def _again(request: HttpRequest) -> HttpResponse | None:
    match = request.resolver_match
    if match is None:
        return None
    _rewind(request)
    view: Callable[..., HttpResponse] = match.func
    return until_no_conflict(
        lambda: view(request, *match.args, **match.kwargs),
        before_retry=lambda: _rewind(request),
        retries=MOST_RETRIES - 1,  # this is one already
    )


def _rewind(request: HttpRequest) -> None:
    for _name, files in request.FILES.lists():
        for file in files:
            file.seek(0)
