"""Fields that convert nothing (rows 13, 14, 17, 18, 27 and 28 of the bad-input catalogue, field by field)."""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from api import fields
from api.problems import RequestRefused
from api.serializers import StrictSerializer, read_body


class Inner(StrictSerializer):
    name = fields.LineField(max_chars=5)


class Sample(StrictSerializer):
    line = fields.LineField(max_chars=5, required=False)
    text = fields.ParagraphsField(max_chars=10, allow_blank=True, required=False)
    count = fields.WholeNumberField(least=1, most=9, required=False)
    flag = fields.FlagField(required=False)
    word = fields.WordField(choices=["a", "b"], required=False)
    id = fields.IdField(required=False)
    at = fields.MomentField(required=False)
    on = fields.DayField(required=False)
    amount = fields.AmountField(least=Decimal(0), most=Decimal(1000), required=False)
    answers = fields.AnswersField(required=False)
    maybe = fields.LineField(max_chars=5, required=False, allow_null=True)
    inner = Inner(required=False)
    many = Inner(many=True, required=False)
    server = fields.LineField(max_chars=5, read_only=True)


def read(**given: Any) -> dict[str, Any]:
    return read_body(Sample(data=given))


def refusal(**given: Any) -> tuple[int, str, list[tuple[str | None, str]]]:
    with pytest.raises(RequestRefused) as caught:
        read(**given)
    found = caught.value.problem
    return found.status, found.code, [(error.pointer, error.code) for error in found.errors]


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("line", " e\u0301 ", "\u00e9"),
        ("text", "", ""),
        ("text", "a\r\nb\x07", "a\nb"),
        ("count", 9, 9),
        ("flag", False, False),
        ("word", "b", "b"),
        ("id", "5F1F1BB0-8F5E-4A55-9F7C-7B5C0B8F1A11", uuid.UUID("5f1f1bb0-8f5e-4a55-9f7c-7b5c0b8f1a11")),
        ("at", "2026-11-21T10:00:00+01:00", datetime(2026, 11, 21, 9, tzinfo=UTC)),
        ("at", "2026-11-21t09:00:00.5z", datetime(2026, 11, 21, 9, 0, 0, 500000, tzinfo=UTC)),
        ("on", "2026-11-21", date(2026, 11, 21)),
        ("amount", "12.50", Decimal("12.50")),
        ("answers", {"reach": [1]}, {"reach": [1]}),
        ("maybe", None, None),
    ],
)
def test_field_with_right_value_keeps_it(name: str, given: Any, kept: Any) -> None:
    assert read(**{name: given}) == {name: kept}


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("line", 1, "type"),
        ("line", None, "type"),
        ("line", ["a"], "type"),
        ("line", "abcdef", "too_long"),
        ("line", " ", "blank"),
        ("line", "a\nb", "control_character"),
        ("text", {}, "type"),
        ("count", "1", "type"),
        ("count", True, "type"),
        ("count", 1.0, "type"),
        ("count", 0, "out_of_range"),
        ("count", 10, "out_of_range"),
        ("flag", 1, "type"),
        ("flag", "true", "type"),
        ("word", "c", "invalid_choice"),
        ("word", 1, "type"),
        ("id", "1", "invalid_id"),
        ("id", "5f1f1bb08f5e4a559f7c7b5c0b8f1a11", "invalid_id"),
        ("id", 1, "type"),
        ("at", "0000-01-01T00:00:00Z", "date"),
        ("at", "10000-01-01T00:00:00Z", "date"),
        ("at", "2026-11-21T24:00:00Z", "date"),
        ("at", "2026-11-21T23:59:60Z", "date"),
        ("at", "9999-12-31T23:59:59-14:00", "date"),
        ("at", "2026-02-30T00:00:00Z", "date"),
        ("at", "2026-11-21", "date"),
        ("at", "yesterday", "date"),
        ("at", 1700000000, "type"),
        ("at", "2026-11-21T09:00:00", "timezone_required"),
        ("on", "2026-11-31", "date"),
        ("on", "20261121", "date"),
        ("on", "2026-W47-6", "date"),
        ("on", 20261121, "type"),
        ("amount", 12, "type"),
        ("amount", "1e3", "type"),
        ("amount", "NaN", "type"),
        ("amount", "12.505", "type"),
        ("amount", "-1", "out_of_range"),
        ("answers", [], "type"),
        ("inner", [], "type"),
        ("many", {}, "type"),
    ],
)
def test_field_with_wrong_value_names_what_is_wrong(name: str, given: Any, code: str) -> None:
    assert refusal(**{name: given}) == (422, code, [(f"/{name}", code)])


def test_unknown_fields_are_refused_wherever_they_stand() -> None:
    assert refusal(votes=1, inner={"name": "a", "x/y": 1}, many=[{"name": "a"}, {"name": 1, "id": 2}], server="a") == (
        400,
        "unknown_field",
        [
            ("/votes", "unknown_field"),
            ("/server", "unknown_field"),
            ("/inner/x~1y", "unknown_field"),
            ("/many/1/id", "unknown_field"),
        ],
    )


def test_wrong_values_inside_are_pointed_to() -> None:
    assert refusal(inner={}, many=[{"name": "a"}, {"name": 1}]) == (
        422,
        "validation",
        [("/inner/name", "required"), ("/many/1/name", "type")],
    )
