"""Text as it is looked for."""

import pytest

from ideas.text import searchable


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("  salt bins ", "salt bins"),
        ("salt\0bins\x1b", "salt bins"),
        ("\0", ""),
        ("half\ud800", "half"),
        ("שלום 🦺", "שלום 🦺"),
    ],
)
def test_searchable_leaves_only_what_a_database_can_look_for(typed: str, wanted: str) -> None:
    assert searchable(typed) == wanted
