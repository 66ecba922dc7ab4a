"""The base of everything that is read from a body: unknown members are refused, nothing is converted."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from api.problems import Detail, pointer_to, refused

# Codes of Django REST framework in the words of docs/api.md.
_CODES = {
    "not_a_list": "type",
    "not_a_dict": "type",
    "null": "type",
    "invalid": "type",
    "max_length": "too_long",
    "min_length": "too_short",
    "empty": "too_short",
}


class StrictSerializer(serializers.Serializer[Any]):
    """Reads one JSON object. Subclasses declare fields of `api.fields`; what they do not name is refused."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            raise ValidationError({"": [ErrorDetail(str(_("A JSON object is wanted here.")), "type")]})
        values: dict[str, Any] = super().to_internal_value(data)
        return values


def read_body(serializer: StrictSerializer) -> dict[str, Any]:
    """Return the checked values of a serializer that was made with `data`.

    Raises:
        RequestRefused: members it does not know (400, `unknown_field`), else wrong values (422; the code is that of
            the fault where there is one, else `validation`).
    """
    unknown = list(_unknown(serializer, serializer.initial_data, ()))
    if unknown:
        raise refused(400, "unknown_field", _("The body names fields that are not known here."), unknown)
    if serializer.is_valid():
        values: dict[str, Any] = serializer.validated_data
        return values
    raise refused_values(list(details_of(serializer.errors)))


def refused_values(details: list[Detail]) -> Exception:
    """Return the refusal of wrong values (422)."""
    code = details[0].code if len({detail.code for detail in details}) == 1 else "validation"
    if details[0].pointer == "":
        code = "validation"
    return refused(422, code, _("Some values need a change. Nothing was saved."), details)


def _unknown(serializer: Any, data: Any, path: tuple[str | int, ...]) -> list[Detail]:
    if isinstance(serializer, serializers.ListSerializer | serializers.ListField) and isinstance(data, list):
        return [
            found
            for position, member in enumerate(data)
            for found in _unknown(serializer.child, member, (*path, position))
        ]
    if isinstance(serializer, serializers.DictField) and isinstance(data, Mapping):
        return [found for name in data for found in _unknown(serializer.child, data[name], (*path, str(name)))]
    if isinstance(serializer, serializers.DictField) and isinstance(data, Mapping):
        return [found for name, member in data.items() for found in _unknown(serializer.child, member, (*path, name))]
    if not isinstance(serializer, serializers.BaseSerializer) or not isinstance(data, Mapping):
        return []
    fields: Mapping[str, Any] = getattr(serializer, "fields", {})
    found = [
        Detail("unknown_field", _("This field is not known here."), pointer=pointer_to(*path, str(name)))
        for name in data
        if name not in fields or fields[name].read_only
    ]
    for name, field in fields.items():
        if name in data:
            found += _unknown(field, data[name], (*path, name))
    return found


def details_of(errors: Any, *path: str | int) -> list[Detail]:
    """Return the errors of Django REST framework as a flat list."""
    if isinstance(errors, ErrorDetail):
        return [Detail(_CODES.get(errors.code or "", errors.code or "type"), str(errors), pointer=pointer_to(*path))]
    if isinstance(errors, Mapping):
        return [found for name, inner in errors.items() for found in details_of(inner, *path, *_step(name))]
    return [
        found
        for position, inner in enumerate(errors)
        for found in details_of(inner, *path, *(() if isinstance(inner, ErrorDetail) else (position,)))
    ]


def _step(name: str | int) -> tuple[str | int, ...]:
    return () if name in {"", "non_field_errors"} else (name,)
