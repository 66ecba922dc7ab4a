"""Describes answers: frozen dataclasses become the serializers that the OpenAPI document is made of.

The dataclass is what is sent, so the document cannot say anything else.
"""

import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

_SIMPLE: Mapping[Any, type[serializers.Field[Any, Any, Any, Any]]] = {
    str: serializers.CharField,
    int: serializers.IntegerField,
    float: serializers.FloatField,
    bool: serializers.BooleanField,
    UUID: serializers.UUIDField,
    datetime: serializers.DateTimeField,
    date: serializers.DateField,
    Decimal: serializers.CharField,
}


_JSON_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


@cache
def document_of(body: Any) -> type[serializers.Serializer[Any]]:
    """Return a serializer class that describes the dataclass `body`, or `Listing[Something]`.

    A field's meaning is the text of its `Annotated[...]`.
    """
    origin, arguments = get_origin(body) or body, get_args(body)
    if not is_dataclass(origin):
        raise TypeError(f"{body!r} is no dataclass")
    members: dict[str, Any] = {}
    hints = get_type_hints(origin, include_extras=True)
    for field in fields(origin):
        hint = hints[field.name]
        members[field.name] = _field(_filled(hint, arguments))
    name = "".join(part.__name__.removesuffix("Body") for part in (*arguments, origin))
    members["__doc__"] = (origin.__doc__ or "").partition("\n\n")[0]
    return type(f"{name}Serializer", (serializers.Serializer,), members)


def _filled(hint: Any, arguments: tuple[Any, ...]) -> Any:
    """Put the argument of a generic dataclass in the place of its type variable."""
    if isinstance(hint, TypeVar):
        return arguments[0]
    if get_origin(hint) is list and isinstance(get_args(hint)[0], TypeVar):
        return types.GenericAlias(list, arguments)
    return hint


def _field(hint: Any, **options: Any) -> serializers.Field[Any, Any, Any, Any]:
    if get_origin(hint) is Annotated:
        return _field(get_args(hint)[0], help_text=get_args(hint)[1], **options)
    if get_origin(hint) in {Union, types.UnionType}:
        return _field_of_union(get_args(hint), **options)
    if get_origin(hint) is Literal:
        return serializers.ChoiceField(choices=get_args(hint), **options)
    if get_origin(hint) in {list, tuple, Sequence, frozenset}:
        return serializers.ListField(child=_field(get_args(hint)[0]), **options)
    if get_origin(hint) in {dict, Mapping} or hint in {dict, Mapping}:
        kinds = [part for part in get_args(hint)[1:] if part is not Any and part is not object]
        return serializers.DictField(child=_field(kinds[0]) if kinds else serializers.JSONField(), **options)
    if hint in _SIMPLE:
        return _SIMPLE[hint](**options)
    return document_of(hint)(**options)


def _field_of_union(kinds: tuple[Any, ...], **options: Any) -> serializers.Field[Any, Any, Any, Any]:
    wanted = [kind for kind in kinds if kind is not type(None)]
    if len(wanted) < len(kinds):
        options["allow_null"] = True
    if len(wanted) == 1:
        return _field(wanted[0], **options)
    field: type[serializers.JSONField] = type("UnionField", (serializers.JSONField,), {})
    extend_schema_field({"type": [_JSON_TYPES[kind] for kind in wanted]})(field)
    return field(**options)
