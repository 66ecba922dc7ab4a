"""The OpenAPI 3.1 document: what every operation has in common is written here once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, TypeVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_array_type, build_basic_type
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from api import fields, filters
from api.documents import document_of
from api.problems import MEDIA_TYPE
from api.schema_headers import answer_headers, refusal_headers

View = TypeVar("View", bound=Callable[..., Any])
Schema = dict[str, Any]

_ERROR = {
    "type": "object",
    "required": ["code", "detail"],
    "properties": {
        "pointer": {"type": "string", "description": "JSON pointer into the body (RFC 6901)"},
        "parameter": {"type": "string", "description": "name of a query parameter"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
    },
}
PROBLEM: Schema = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance", "code", "errors"],
    "properties": {
        "type": {"type": "string", "example": "/problems/unknown-field"},
        "title": {"type": "string", "example": "Unknown field"},
        "status": {"type": "integer", "example": 400},
        "detail": {"type": "string"},
        "instance": {"type": ["string", "null"], "format": "uuid", "description": "id of the request"},
        "code": {"type": "string", "example": "unknown_field"},
        "errors": {"type": "array", "items": _ERROR},
    },
}
_WORDS = {
    400: "The request cannot be read, or names something unknown.",
    401: "Nobody is signed in, or the token does not work.",
    403: "The caller may see this, but may not do it.",
    404: "There is nothing here, or the caller may not know of it.",
    409: "The present state forbids it.",
    412: "It changed since the caller read it.",
    415: "The body is of another media type.",
    422: "A value is wrong.",
    428: "`If-Match` is missing.",
    429: "Too often in a short time.",
    503: "Something that is needed does not answer.",
}
_ANY_PROBLEM = (
    "Any other refusal: of the method, the size, the length or the media type of the answer, or our own failure."
)
_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="The same key with the same request is answered once; kept 48 hours.",
)
_IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="The ETag of the version that was read."
)


def describe(
    summary: str,
    *,
    takes: Any = None,
    gives: Any = None,
    status: int = 200,
    example: Mapping[str, Any] | None = None,
    sends: Mapping[str, Any] | None = None,
    needs_version: bool = False,
    description: str = "",
    media_types: Sequence[str] = ("application/json",),
    files: Sequence[str] = (),
) -> Callable[[View], View]:
    """Describe one method of a view for the OpenAPI document.

    Args:
        takes: the StrictSerializer of the body, or a dict from media type to schema.
        gives: the dataclass (or `Listing[Dataclass]`) of the answer, or a basic type of OpenAPI; None: no body.
        example: an answer; `sends`: a body.
        needs_version: the method wants `If-Match`.
        media_types: of the answer.
        files: media types in which the same can be had as a file, by `Accept`.
    """
    body = gives if gives is None or isinstance(gives, OpenApiTypes) else document_of(gives)
    answer = OpenApiResponse(body, description=_title(status))
    answers = {(status, media_type): answer for media_type in media_types}
    answers |= {(status, one): OpenApiResponse(OpenApiTypes.BINARY, description=_title(status)) for one in files}
    examples = [OpenApiExample("answer", dict(example), response_only=True)] if example is not None else []
    examples += [OpenApiExample("body", dict(sends), request_only=True)] if sends is not None else []
    return extend_schema(
        summary=summary,
        description=description or None,
        request=takes,
        responses=answers,
        examples=examples,
        parameters=[_IF_MATCH] if needs_version else None,
        extensions=_marks(gives, needs_version=needs_version),
    )


def _marks(gives: Any, *, needs_version: bool) -> dict[str, bool]:
    """Return what programs that read the document may want to know of an operation."""
    marks = {"x-needs-version": needs_version, "x-versioned": getattr(gives, "is_versioned", False)}
    return {name: True for name, is_so in marks.items() if is_so}


def _title(status: int) -> str:
    return {200: "What was asked for.", 201: "What was made.", 202: "Accepted.", 204: "Done."}.get(status, "")


def _problem(words: str, status: int) -> Schema:
    return {
        "description": words,
        "headers": refusal_headers(status),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


class MemberSchema(AutoSchema):
    """Adds parameters, the key of a POST and the problems that any operation may answer."""

    method_mapping = {"get": "read", "post": "create", "put": "put", "patch": "edit", "delete": "remove"}

    def get_operation_id(self) -> str:
        """Return the path's words and the verb, such as `me_tokens_create`; `one` stands for a parameter of the path."""
        parts = [part for part in self.path.replace("/api/v1/", "").split("/") if part]
        words = ["one" if "{" in part else part for part in parts]
        return "_".join([*words, self.method_mapping[self.method.lower()]]).replace("-", "_")

    def get_description(self) -> str:  # type: ignore[override]
        """Return nothing: `describe` says what there is to say, and class docstrings are for us."""
        return ""

    def get_tags(self) -> list[str]:
        """Return the first word of the address."""
        return [self.path.replace("/api/v1/", "").split("/")[0]]

    def get_override_parameters(self) -> list[Any]:
        """Return the query parameters that the view takes, and the key of a POST."""
        found: list[Any] = list(super().get_override_parameters() or [])
        declared = self._declared()
        if declared._declared_fields and self.method == "GET":
            found.append(declared)
        if self.method == "POST" and getattr(self.view, "keeps_answers", False):
            found.append(_KEY)
        return found

    def _declared(self) -> type[filters.Parameters]:
        found: type[filters.Parameters] = getattr(self.view, "parameters", filters.Parameters)
        return found

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        """Return the answers of a method, problems among them."""
        found: dict[str, Any] = super()._get_response_bodies(direction)  # type: ignore[arg-type]
        if direction == "response":
            for status, answer in found.items():
                answer["headers"] = self._headers_of(int(status))
            found |= {str(status): _problem(_WORDS[status], status) for status in self._refusals()}
            found["default"] = _problem(_ANY_PROBLEM, 0)
        return found

    def _headers_of(self, status: int) -> dict[str, Any]:
        return answer_headers(
            status,
            is_list=self.method == "GET" and issubclass(self._declared(), filters.ListParameters),
            is_versioned="x-versioned" in (self.get_extensions() or {}),
            is_kept=self.method == "POST" and getattr(self.view, "keeps_answers", False),
        )

    def _refusals(self) -> list[int]:
        statuses = [400, 401, 403, 429, 503]
        if "{" in self.path:
            statuses.append(404)
        if self.method in {"POST", "PUT", "PATCH", "DELETE"}:
            statuses += [409, 415, 422]
        elif self._declared() is not filters.Parameters:
            statuses.append(422)
        if "x-needs-version" in (self.get_extensions() or {}):
            statuses += [412, 428]
        return sorted(statuses)


def add_problem(result: Schema, **_given: Any) -> Schema:
    """Put the description of refusals into the finished document (a hook of drf-spectacular)."""
    result["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    return result


class PersonalTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "api.authentication.PersonalToken"
    name = "personal_token"

    def get_security_definition(self, auto_schema: Any) -> Schema:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "gsp_…"}


class BrowserSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "api.authentication.BrowserSession"
    name = "browser_session"

    def get_security_definition(self, auto_schema: Any) -> Schema:
        return {"type": "apiKey", "in": "cookie", "name": "session"}


class StrictFieldSchema(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """Says what our own fields take."""

    target_class = "api.fields._Plain"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Literal["request", "response"]) -> Schema:
        target: Any = self.target
        if isinstance(target, fields.LineField):
            return {"type": "string", "maxLength": target.max_chars}
        if isinstance(target, fields.WholeNumberField):
            return {"type": "integer", "minimum": target.least, "maximum": target.most}
        if isinstance(target, fields.WordField):
            return {"type": "string", "enum": list(target.choices)}
        return _by_kind(target)


def _by_kind(target: Any) -> Schema:
    kinds: dict[type, Any] = {
        fields.FlagField: OpenApiTypes.BOOL,
        fields.IdField: OpenApiTypes.UUID,
        fields.MomentField: OpenApiTypes.DATETIME,
        fields.DayField: OpenApiTypes.DATE,
        fields.AnswersField: OpenApiTypes.OBJECT,
    }
    found: Schema = build_basic_type(kinds.get(type(target), OpenApiTypes.STR)) or {}
    return found


class ParameterSchema(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """Says what our query parameters take."""

    target_class = "api.filters.Parameter"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Literal["request", "response"]) -> Schema:
        target: Any = self.target
        if isinstance(target, filters.NumberParameter):
            return {"type": "integer", "minimum": target.least, "maximum": target.most}
        if isinstance(target, filters.WordsParameter):
            return build_array_type({"type": "string", "enum": list(target.choices)})
        if isinstance(target, filters.WordParameter):
            return {"type": "string", "enum": list(target.choices)}
        kinds = {
            filters.FlagParameter: OpenApiTypes.BOOL,
            filters.IdParameter: OpenApiTypes.UUID,
            filters.MomentParameter: OpenApiTypes.DATETIME,
        }
        found: Schema = build_basic_type(kinds.get(type(target), OpenApiTypes.STR)) or {}
        return found
