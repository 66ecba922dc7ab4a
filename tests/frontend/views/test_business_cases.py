"""The business case as a page and on one page of paper."""

import re
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from frontend.business_case import excerpt
from ideas.models import AuditEvent, Condition, Department, Idea, Review, User
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.cases import case_idea, scored_review
from tests.factories.clocks import RiskAcceptanceFactory
from tests.factories.ideas import author_of
from tests.factories.parts import ConditionFactory
from tests.factories.reviews import BallotSeatFactory, DecisionFactory
from tests.pages import Seen, signed_in

pytestmark = pytest.mark.django_db
SEVEN = ("business", "procurement", "commercial", "finance", "operations", "security", "legal")


def judge() -> User:
    return grant_role(UserFactory(), "programme_manager")


def page(person: User, idea: Idea) -> Any:
    return signed_in(person).get(f"/ideas/{idea.ref}/case/")


def paper(person: User, idea: Idea) -> tuple[int, str]:
    """Return the number of pages of the PDF, and its text with any white space as one space."""
    response = signed_in(person).get(f"/ideas/{idea.ref}/case.pdf")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == f'attachment; filename="{idea.ref}-case.pdf"'
    pages = PdfReader(BytesIO(response.content)).pages
    return len(pages), re.sub(r"\s+", " ", " ".join(one.extract_text() for one in pages))


def full_idea(words: str) -> Idea:
    """An idea of which everything is as long as it may be; `words` are its texts."""
    idea = case_idea(answered={"novel": "yes"}, title=words[:120], problem=words, proposal=words, expected_result=words)
    Review.objects.filter(idea=idea).delete()
    for slug in SEVEN:
        review = scored_review(idea, slug, {}, plain_answer=words, internal_note="CANARY", mode="advisory")
        for _number in range(3):
            ConditionFactory(review=review, decision=None, text=words[:500], owner_name=words[:200])
    for number in range(4):
        department = Department.objects.create(name=f"{words[:40]} {number}", slug=f"other-{number}")
        silent = ReviewFactory(idea=idea, department=department, state="cancelled")
        RiskAcceptanceFactory(review=silent, cause=words[:300], event=words[:300], effect=words[:300])
    return idea


def test_case_page_says_each_case_in_the_words_of_the_departments() -> None:
    idea = case_idea(problem="One key is lost.")

    seen = Seen(page(judge(), idea))

    for words in (
        "One key is lost.",
        "Strategic case",
        "business says so.",
        "Its words stand under “Economic case”.",
        "£10,000 to £100,000",
        "Count the keys first, Depots",
        "No answer by the date.",
        "Score: 59 of 100",
        "The departments do not agree",
    ):
        assert words in seen.text
    assert seen.text.count("finance says so.") == 1


def test_case_page_says_of_a_department_that_was_not_asked_why() -> None:
    assert "Nothing new would be bought." in Seen(page(judge(), case_idea())).text


def test_case_page_cuts_long_text_and_leads_to_the_whole() -> None:
    idea = case_idea(problem="word " * 100)
    review = Review.objects.get(idea=idea, department__slug="business")
    Review.objects.filter(pk=review.pk).update(plain_answer="word " * 100)

    seen = Seen(page(judge(), idea))

    assert "… (whole text in the idea)" in seen.text
    assert "… (whole text in the review)" in seen.text
    assert len(seen.all("a", href=f"/reviews/{review.public_id}/")) == 1


def test_case_page_leads_readers_of_the_decision_to_the_answers_they_may_read() -> None:
    idea = case_idea(stage=Stage.DECLINED)
    Review.objects.filter(idea=idea, department__slug="business").update(plain_answer="word " * 100)
    DecisionFactory(idea=idea, announced=True)

    seen = Seen(page(UserFactory(), idea))

    assert len(seen.all("a", href=f"/ideas/{idea.ref}/#idea-lanes")) == 1
    assert "Score" not in seen.text


def test_case_page_is_refused_to_whom_it_is_not_for() -> None:
    idea = case_idea()
    DecisionFactory(idea=idea, explanation="CANARY stands in what was decided, and nobody else reads it yet.")
    people = [UserFactory(), grant_role(UserFactory(), "triager"), author_of(idea), judge()]

    pages = [page(person, idea) for person in people]

    assert [one.status_code for one in pages] == [403, 403, 200, 200]
    assert not any("CANARY" in one.content.decode() for one in pages)


def test_case_page_of_confidential_idea_is_logged_as_read() -> None:
    idea = case_idea(visibility="confidential", stage=Stage.DECLINED)
    DecisionFactory(idea=idea, announced=True)
    reviewer = Review.objects.get(idea=idea, department__slug="business").owner

    assert page(reviewer, idea).status_code == 200

    assert AuditEvent.objects.get(action="idea.read").actor == reviewer


@pytest.mark.parametrize("words", ["word " * 400, "W" * 1900, "字" * 1900, "line\n" * 400, "כל " * 600])
def test_case_on_paper_is_one_page_however_much_was_written(words: str) -> None:
    idea = full_idea(words.strip())

    pages, text = paper(judge_of(idea), idea)

    assert pages == 1
    assert "CANARY" not in text
    assert "whole text in the review" in text


def judge_of(idea: Idea) -> User:
    """Who votes for the board on an idea of tier 3."""
    person: User = BallotSeatFactory(ballot__idea=idea, department=Department.objects.get(slug="business")).holder
    return person


def test_case_on_paper_says_what_the_page_says_and_names_no_author() -> None:
    idea = case_idea(author=UserFactory(name="Megan Hughes"))

    pages, text = paper(judge(), idea)

    assert pages == 1
    for words in (
        idea.title,
        "Strategic case",
        "business says so.",
        "Count the keys first",
        "59 of 100",
        "No answer by",
    ):
        assert words in text
    assert "Megan" not in text


def test_case_is_linked_from_the_answers_for_whoever_decides() -> None:
    idea = case_idea()
    link = f'href="/ideas/{idea.ref}/case/"'
    manager = judge()

    asked = {
        address: signed_in(manager).get(address) for address in (f"/ideas/{idea.ref}/", f"/ideas/{idea.ref}/decide/")
    }
    other = signed_in(grant_role(UserFactory(), "triager")).get(f"/ideas/{idea.ref}/")

    assert [link in one.content.decode() for one in asked.values()] == [True, True]
    assert "Score: 59 of 100" in Seen(other).text
    assert link not in other.content.decode()


def test_case_is_linked_from_the_decision_once_it_is_announced() -> None:
    idea = case_idea(stage=Stage.DECLINED)
    decision = DecisionFactory(idea=idea, announced=True)
    smaller = DecisionFactory(announced=True)
    reader = signed_in(UserFactory())

    pages = [reader.get(f"/decisions/{one.public_id}/").content.decode() for one in (decision, smaller)]

    assert [f"/ideas/{one.idea.ref}/case/" in html for one, html in zip((decision, smaller), pages, strict=True)] == [
        True,
        False,
    ]


def test_score_on_the_idea_page_is_not_for_everybody() -> None:
    idea = case_idea(stage=Stage.IN_REVIEW)

    assert "Score" not in Seen(signed_in(UserFactory()).get(f"/ideas/{idea.ref}/")).text


def test_excerpt_of_a_short_text_is_the_text_in_one_paragraph() -> None:
    assert str(excerpt("Two\n\nkeys ", most=8, rest="…", address="")) == "Two keys"


@pytest.mark.parametrize(("text", "shown"), [("Two keys for", "Two…"), ("Twokeysfor", "Twokey…")])
def test_excerpt_of_a_long_text_is_cut_between_words_where_there_are_any(text: str, shown: str) -> None:
    assert str(excerpt(text, most=6, rest="…", address="")) == shown


def test_more_conditions_than_fit_are_counted() -> None:
    idea = case_idea()
    review = Review.objects.get(idea=idea, department__slug="business")
    Condition.objects.bulk_create(Condition(review=review, text=f"Number {number}") for number in range(7))

    assert "And 2 more, with the answers." in Seen(page(judge(), idea)).text
