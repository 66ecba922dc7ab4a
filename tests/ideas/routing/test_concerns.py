"""Words that belong elsewhere, and departments that words suggest."""

import pytest

from ideas.routing.concerns import concern_in, hints_in
from tests.factories.routing import default_rule_set

RULES = default_rule_set()


@pytest.mark.parametrize(
    ("text", "concern", "door"),
    [
        ("I was BULLIED, again.", "grievance", "people_team"),
        ("There was a near-miss at the dock", "safety_report", "safety_desk"),
        ("Somebody falsified records", "whistle_blowing", "speak_up"),
        ("About my\npension", "personal_case", "people_team"),
    ],
)
def test_concern_in_finds_the_door(text: str, concern: str, door: str) -> None:
    found = concern_in(RULES, ["A title", text])

    assert found is not None
    assert (found.concern.code, found.door.code) == (concern, door)


@pytest.mark.parametrize("text", ["Bullyingham depot", "my pensioners", "near", "A second key for the salt store"])
def test_concern_in_ordinary_words_finds_none(text: str) -> None:
    assert concern_in(RULES, [text]) is None


def test_concern_in_two_texts_joins_no_phrase() -> None:
    assert concern_in(RULES, ["it is near", "miss it"]) is None


def test_hints_in_name_only_departments_that_are_not_asked() -> None:
    found = hints_in(RULES, ["A camera, and a supplier"], asked=["procurement"])

    assert [(one.department, one.phrase) for one in found] == [("security", "camera")]
