"""Questions about ideas on pages, without JavaScript."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ideas.models import Idea, Question
from ideas.services.questions import QuestionContent, ask_question
from ideas.services.waiting import park_waiting_ideas
from tests.factories import DepartmentFactory, UserFactory
from tests.factories.clocks import london, running_review
from tests.factories.ideas import author_of
from tests.factories.questions import QuestionFactory
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def ask_page(review: Any, **fields: str) -> Any:
    typed = {"text": "How many depots are concerned?", "addressee": "author", **fields}
    return signed_in(review.owner).post(f"/reviews/{review.public_id}/ask/", typed)


def parked_review() -> Any:
    review = running_review()
    with time_machine.travel(london(2027, 3, 1, 11), tick=False):
        ask_question(review=review, by=review.owner, content=QuestionContent("How many?", stops_clock=True))
    with time_machine.travel(london(2027, 3, 15, 18), tick=False):
        park_waiting_ideas()
    return review


def test_ask_page_stops_the_clock_and_returns_to_the_review() -> None:
    review = running_review()

    response = ask_page(review, stops_clock="on")

    assert response["Location"] == f"/reviews/{review.public_id}/"
    assert Question.objects.get().is_blocking is True
    page = signed_in(review.owner).get(response["Location"]).content.decode()
    assert "Waits for the author’s answer; the clock stands." in page
    assert "How many depots are concerned?" in page


def test_ask_page_shows_similar_questions_first_and_keeps_what_was_typed() -> None:
    review = running_review()
    QuestionFactory(review=review, text="How many depots are concerned by it?")

    response = ask_page(review)

    page = response.content.decode()
    assert "Much the same was asked before" in page
    assert "How many depots are concerned?</textarea>" in page
    assert Question.objects.count() == 1
    assert ask_page(review, sure="yes").status_code == 302
    assert Question.objects.count() == 2


def test_ask_page_with_an_unknown_person_keeps_what_was_typed() -> None:
    review = running_review()

    response = ask_page(review, addressee="expert", person="Nobody Here")

    assert response.status_code == 422
    assert "Nobody here has this name or address." in response.content.decode()
    assert not Question.objects.exists()


def test_ask_page_of_somebody_else_is_refused() -> None:
    review = running_review(department=DepartmentFactory(slug="business"))

    response = signed_in(pool_member().person).get(f"/reviews/{review.public_id}/ask/")

    assert response.status_code == 403


def test_questions_page_takes_all_answers_at_once() -> None:
    review = running_review()
    first, second = QuestionFactory(review=review), QuestionFactory(review=review)
    author = signed_in(author_of(review.idea))
    address = f"/ideas/{review.idea.ref}/questions/"

    response = author.post(address, {str(first.public_id): "Three.", str(second.public_id): "Since May."})

    assert response["Location"] == address
    assert list(Question.objects.order_by("id").values_list("answer", flat=True)) == ["Three.", "Since May."]
    assert "Answered, all 2." in author.get(address).content.decode()


def test_questions_page_with_nothing_written_says_so() -> None:
    question = QuestionFactory(review=running_review())
    author = signed_in(author_of(question.idea))

    response = author.post(f"/ideas/{question.idea.ref}/questions/", {str(question.public_id): ""})

    assert response.status_code == 422
    assert "Answer at least one of them." in response.content.decode()


def test_questions_page_escapes_what_was_asked_and_answered() -> None:
    question = QuestionFactory(review=running_review(), text="<script>alert(1)</script>?")

    page = signed_in(author_of(question.idea)).get(f"/ideas/{question.idea.ref}/questions/").content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_questions_page_takes_the_same_queries_for_more_rows() -> None:
    review = running_review()
    viewer = signed_in(review.owner)

    def queries(count: int) -> int:
        QuestionFactory.create_batch(count, review=review)
        with CaptureQueriesContext(connection) as seen:
            assert viewer.get(f"/ideas/{review.idea.ref}/questions/").status_code == 200
        return len(seen)

    queries(1)
    assert queries(9) == queries(90)


def test_idea_page_tells_its_author_what_is_asked_and_nobody_else() -> None:
    question = QuestionFactory(review=running_review())
    address = f"/ideas/{question.idea.ref}/"

    assert "One question waits for you." in signed_in(author_of(question.idea)).get(address).content.decode()
    assert "waits for you" not in signed_in(UserFactory()).get(address).content.decode()


def test_idea_page_of_a_parked_idea_lets_its_author_go_on_with_one_click() -> None:
    review = parked_review()
    author = signed_in(author_of(review.idea))
    page = author.get(f"/ideas/{review.idea.ref}/").content.decode()

    assert "Parked, waiting for you." in page
    assert author.post(f"/ideas/{review.idea.ref}/resume/")["Location"] == f"/ideas/{review.idea.ref}/"
    assert Idea.objects.get().stage == "in_review"


def test_history_tells_of_questions_pauses_and_parking_without_their_text() -> None:
    review = parked_review()

    page = signed_in(UserFactory()).get(f"/ideas/{review.idea.ref}/").content.decode()

    assert "asks the author a question" in page
    assert "waits for the author’s answer; its clock stands" in page
    assert "Parked: it waited for its author for as long as it may" in page
    assert "How many?" not in page


@pytest.mark.parametrize("count", [1, 2])
def test_questions_page_with_one_answered_meanwhile_keeps_what_was_typed(count: int) -> None:
    review = running_review()
    questions = [QuestionFactory(review=review) for _ in range(count)]
    first = questions[0]
    Question.objects.filter(pk=first.pk).update(
        answer="Three.", answered_at=first.asked_at, answered_by=author_of(review.idea)
    )

    typed = {str(one.public_id): f"Number {index}, as I hear." for index, one in enumerate(questions)}
    sent = signed_in(author_of(review.idea)).post(f"/ideas/{review.idea.ref}/questions/", typed)

    page = sent.content.decode()
    assert sent.status_code == 409
    assert "Somebody answered meanwhile. Read that answer first." in page
    assert [f"Number {index}, as I hear.</textarea>" in page for index in range(count)] == [True] * count
    assert list(Question.objects.order_by("pk").values_list("answer", flat=True)) == ["Three.", ""][:count]
