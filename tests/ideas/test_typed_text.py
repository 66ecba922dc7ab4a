"""What typed text may hold."""

import pytest

from ideas.exceptions import InvalidValue
from ideas.typed_text import TypedText


def code_of(text: str, *, one_line: bool = True) -> str | None:
    typed = TypedText()
    clean = typed.line if one_line else typed.paragraphs
    clean("title", text, max_chars=200, is_required=True)
    return typed.problems[0].code if typed.problems else None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Quiet headsets", None),
        ("👩‍🚒" * 40, None),
        ("x" * 200, None),
        ("x" * 201, "too_long"),
        ("   ", "blank"),
        ("\u200b\u2060\ufeff", "blank"),
        ("safe\u202egnp.exe", "bidi_control"),
        ("open \u2067 isolate", "bidi_control"),
        ("esc\x1b[31m", "control_character"),
        ("c1 \x9b", "control_character"),
        ("two\nlines", "control_character"),
        ("nul\0", "null_character"),
        ("half \ud800", "invalid_unicode"),
        ("a" + "\u0301" * 5000, "too_many_marks"),
    ],
)
def test_line_of_each_kind_is_taken_or_refused(text: str, code: str | None) -> None:
    assert code_of(text) == code


def test_paragraphs_with_controls_leaves_them_out() -> None:
    typed = TypedText()

    cleaned = typed.paragraphs("problem", " one\r\ntwo\x1b\tthree ", max_chars=100)

    assert (cleaned, typed.problems) == ("one\ntwo\tthree", [])


def test_line_in_form_d_becomes_form_c() -> None:
    assert TypedText().line("title", "Cafe\u0301", max_chars=10) == "Café"


def test_refuse_problems_names_every_field() -> None:
    typed = TypedText()
    typed.line("title", "", max_chars=5, is_required=True)
    typed.line("name", "toolong", max_chars=5)

    with pytest.raises(InvalidValue) as caught:
        typed.refuse_problems()

    assert [(one.field, one.code) for one in caught.value.problems] == [("title", "blank"), ("name", "too_long")]
