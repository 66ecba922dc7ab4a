"""Public pages to which the `type` of every problem leads (RFC 9457, section 3.1.1); they ask the database nothing."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from api.problem_types.registry import PROBLEM_TYPES, code_of, slug_of
from api.problems import title_of


@require_safe
def problem_list(request: HttpRequest) -> HttpResponse:
    """List every problem that the API answers, by code."""
    rows = [
        {"code": code, "slug": slug_of(code), "status": kind.status, "meaning": kind.meaning}
        for code, kind in sorted(PROBLEM_TYPES.items())
    ]
    return render(request, "api/problems.html", {"problems": rows})


@require_safe
def problem_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell what one problem means and what to do; a slug that no code has is not found."""
    code = code_of(slug)
    kind = PROBLEM_TYPES.get(code)
    if kind is None or slug_of(code) != slug:
        raise Http404
    words = {"code": code, "title": title_of(code), "kind": kind, "phrase": HTTPStatus(kind.status).phrase}
    return render(request, "api/problem.html", words)
