"""What is typed into the search box means what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.search_words import MAX_WORDS, SearchWords, read_search, ref_in


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", SearchWords()),
        ("leave form", SearchWords(words=("leave", "form"))),
        ('"leave form" paper', SearchWords(words=("paper",), phrases=("leave form",))),
        ("is:late asked:legal", SearchWords(is_late=True, asked=("legal",))),
        ("is:open author:me bikes", SearchWords(words=("bikes",), is_open=True, is_mine=True)),
        ('tag:winter tag:"less paper"', SearchWords(tags=("winter", "less paper"))),
        ("stage:parked", SearchWords(stages=("parked",))),
        ("author:sam is:funny http://x", SearchWords(words=("author:sam", "is:funny", "http://x"))),
        ("-a or b | !c", SearchWords(words=("-a", "or", "b", "|", "!c"))),
        ("a\0b", SearchWords(words=("a", "b"))),
    ],
)
def test_read_search_takes_words_phrases_and_qualifiers(typed: str, read: SearchWords) -> None:
    assert read_search(typed) == read


def test_read_search_of_many_words_stops_at_the_limit() -> None:
    assert len(read_search(" ".join("a" for _ in range(90))).words) == MAX_WORDS


@given(st.text(max_size=300))
def test_read_search_never_loses_its_way(typed: str) -> None:
    read = read_search(typed)

    assert all(part.strip("\0") for part in (*read.words, *read.phrases))


@pytest.mark.parametrize(
    ("typed", "ref"),
    [
        ("412", "GS-000412"),
        (" GS-000412 ", "GS-000412"),
        ("gs-412", "GS-000412"),
        ("412 bikes", None),
        ("GS-", None),
        ("1234567", None),
    ],
)
def test_ref_in_reads_numbers_as_people_write_them(typed: str, ref: str | None) -> None:
    assert ref_in(typed) == ref
