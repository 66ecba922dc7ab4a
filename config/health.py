"""Answers for machines that watch: alive, ready, which version. Nothing here tells anything about the data."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from config import VERSION


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """Answer 200 while this process can answer at all."""
    return _answer("ok", 200)


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers too, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return _answer("not ready", 503)
    return _answer("ok", 200)


@require_safe
def version(request: HttpRequest) -> HttpResponse:
    """Answer which version runs."""
    return JsonResponse(
        {"name": "groundswell", "version": VERSION, "api": ["v1"]}, headers={"Cache-Control": "no-store"}
    )


def _answer(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})
