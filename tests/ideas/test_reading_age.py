"""Reading age by the Flesch–Kincaid grade level; what is expected was counted by hand."""

import pytest

from ideas.reading_age import reading_age, syllables_of

EASY = "We like your plan. The stores will open at six. You can get the key there. It is free. We do it on Monday."
HARD = (
    "Following a comprehensive evaluation of the operational implications, the department has concluded that the "
    "implementation of additional distribution facilities is not economically justifiable within the present "
    "organisational arrangements."
)
BULGARIAN = "Складът отваря в шест часа и вече никой не чака за ключа. Ще закачим втори ключ до вратата на депото утре."
GERMAN = "Das Lager öffnet um sechs Uhr. Niemand wartet mehr auf den Schlüssel. Wir hängen morgen einen zweiten neben die Tür."


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("the", 1), ("made", 1), ("moved", 1), ("names", 1), ("table", 2), ("wanted", 2), ("houses", 2),
        ("monday", 2), ("platypus", 3), ("mammal", 2), ("creature", 2), ("department", 3), ("agree", 2), ("hm", 1),
    ],
)  # fmt: skip
def test_syllables_of_a_word_are_its_spoken_groups_of_vowels(word: str, syllables: int) -> None:
    assert syllables_of(word) == syllables


def test_reading_age_of_short_words_and_sentences_is_low() -> None:
    # 24 words, 5 sentences, 26 syllables: grade 0.39 × 24 ÷ 5 + 11.8 × 26 ÷ 24 - 15.59 = -0.9, the youngest there is
    assert reading_age(EASY) == 5


def test_reading_age_of_long_words_in_one_sentence_is_high() -> None:
    # 28 words, 1 sentence, 78 syllables: grade 0.39 × 28 + 11.8 × 78 ÷ 28 - 15.59 = 28.2
    assert reading_age(HARD) == 33


def test_reading_age_takes_lines_of_a_list_as_sentences() -> None:
    assert reading_age(EASY.replace(".", "\n")) == reading_age(EASY)


@pytest.mark.parametrize("text", ["", "Yes, we will do it on Monday.", BULGARIAN, GERMAN, "The " * 19, "1 2 3 " * 30])
def test_reading_age_of_a_short_or_other_text_is_not_told(text: str) -> None:
    assert reading_age(text) is None
