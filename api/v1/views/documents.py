"""The OpenAPI document and the page to read and try it, both for members only."""

from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.types import OpenApiTypes
from rest_framework.response import Response

from api.http import MemberRequest
from api.permissions import Members
from api.schema import describe
from api.views import ApiView


class Schema(ApiView):
    permission_classes = [Members]

    @describe("Read this description of the API (OpenAPI 3.1)", gives=OpenApiTypes.OBJECT)
    def get(self, request: MemberRequest) -> Response:
        return Response(openapi_document(get_language() or ""))


@cache
def openapi_document(language: str) -> dict[str, Any]:
    """Return the OpenAPI document; it is the same for everybody, so each process makes it once a language."""
    generator: Any = SchemaGenerator(api_version="v1")  # type: ignore[no-untyped-call]
    document: dict[str, Any] = generator.get_schema(request=None, public=True)
    return document


@require_safe
@login_required
def docs(request: HttpRequest) -> HttpResponse:
    """Show the interactive documentation; its script and style are files of ours, so the strict CSP holds."""
    return render(request, "api/docs.html")
