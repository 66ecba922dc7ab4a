"""The history has words for everything that it shows."""

from frontend.timeline import LINES
from ideas.selectors.timeline import SHOWN_TYPES


def test_every_fact_of_the_history_has_words_and_none_is_left_over() -> None:
    assert set(LINES) == set(SHOWN_TYPES)
    assert len(SHOWN_TYPES) == len(set(SHOWN_TYPES))
