"""Papers: any text becomes a PDF that can be read back."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from frontend.papers.typesetting import Paper, as_pdf, lines_of, section


def paper_of(*texts: str, language: str = "en") -> PdfReader:
    sections = tuple(section(f"Part {number}", text=text) for number, text in enumerate(texts))
    made = Paper(
        title="Two keys", organisation="House", language=language, lead=(), footer="GS-000001", sections=sections
    )
    return PdfReader(BytesIO(as_pdf(made)))


def words_of(reader: PdfReader) -> str:
    return " ".join(page.extract_text() for page in reader.pages)


def test_paper_is_tagged_and_names_title_and_language() -> None:
    reader = paper_of("Hello", language="de")

    root = reader.trailer["/Root"]

    assert bool(root["/MarkInfo"]["/Marked"]) is True
    assert (root["/Lang"], reader.metadata.title, reader.metadata.author) == ("de", "Two keys", "House")
    assert "/StructTreeRoot" in root


@pytest.mark.parametrize(("language", "named"), [("en-gb", "en-GB"), ("ar", "ar"), ("zh-hans", "zh")])
def test_paper_names_its_language_as_far_as_it_can(language: str, named: str) -> None:
    assert paper_of("Hello", language=language).trailer["/Root"]["/Lang"] == named


def test_paper_reads_nothing_as_markup() -> None:
    text = '#panic("x") *a* _b_ $c$ = d @e <f> \\ // #read("/etc/passwd")'

    assert text in words_of(paper_of(text))


@pytest.mark.parametrize("text", ["Žluťoučký kůň", "Ωμέγα", "Дерево", "Tiếng Việt", "İıŞş"])
def test_paper_holds_other_letters(text: str) -> None:
    assert text in words_of(paper_of(text))


@pytest.mark.parametrize(
    "text", ["שלום עולם", "مرحبا بالعالم", "日本語", "👩‍👩‍👧 🇬🇧", "नमस्ते", "a\u0301" * 50, "\u200b", "\ufffd"]
)
def test_paper_with_any_script_is_made(text: str) -> None:
    assert "END" in words_of(paper_of(f"{text} END"))


@pytest.mark.parametrize(("text", "is_rtl"), [("123 שלום a", True), ("a שלום", False), ("123", False), ("مرحبا", True)])
def test_lines_of_text_are_set_in_the_direction_in_which_they_begin(text: str, is_rtl: bool) -> None:
    assert [line.is_rtl for line in lines_of(text)] == [is_rtl]


def test_lines_of_text_leave_out_controls_and_what_turns_text_around() -> None:
    lines = lines_of("one\x07\u202etwo\n\n three\x00 ")

    assert [line.text for line in lines] == ["onetwo", "three"]


def test_word_longer_than_a_line_may_be_broken() -> None:
    (line,) = lines_of("x" * 100)

    assert [len(part) for part in line.text.split("\u200b")] == [30, 30, 30, 10]


def test_word_longer_than_a_page_stays_on_paper() -> None:
    reader = paper_of("z" * 20_000)

    assert words_of(reader).count("z") == 20_000
    assert len(reader.pages) > 3


def test_section_leaves_out_facts_without_a_value() -> None:
    found = section("Facts", facts=[("Name", "Ann"), ("None", None), ("Empty", "")])

    assert [fact.label[0].text for fact in found.facts] == ["Name"]
