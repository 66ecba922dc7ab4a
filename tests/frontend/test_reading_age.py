"""The words in which a reading age is told."""

import pytest

from frontend import reading_age
from frontend.reading_age import reading_hint


@pytest.mark.parametrize(
    ("age", "hint"),
    [
        (5, "Reads like a text for children. Everybody understands it."),
        (9, "Reads like a text for age 9."),
        (14, "Reads like a text for age 14."),
        (15, "Reads like a text for age 15. Shorter sentences and everyday words make it easier."),
        (18, "Reads like a text for people who have studied. Shorter sentences and everyday words make it easier."),
        (None, ""),
    ],
)
def test_reading_hint_tells_an_age_in_words(age: int | None, hint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_age, "reading_age", lambda _text: age)

    assert reading_hint("Some words.", "en") == hint


def test_reading_hint_of_an_idea_in_another_language_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_age, "reading_age", lambda _text: 9)

    assert reading_hint("Some words.", "other") == ""
