"""Questions about ideas by the API."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Idea, Question, User
from ideas.workflow import Stage
from tests.api.client import Caller, places, problem
from tests.factories import DepartmentFactory, UserFactory
from tests.factories.clocks import running_review
from tests.factories.ideas import author_of
from tests.factories.questions import QuestionFactory
from tests.factories.reviews import DecisionFactory, routed_idea

pytestmark = pytest.mark.django_db


def ask(review: Any, **body: Any) -> Any:
    return Caller(review.owner).post(f"/api/v1/reviews/{review.public_id}/questions", body)


def test_question_asked_stops_the_clock_and_waits_for_the_author() -> None:
    review = running_review()

    response = ask(review, text="How many depots?", stops_clock=True)

    body = response.json()
    assert (response.status_code, response["Location"]) == (201, f"/api/v1/questions/{body['id']}")
    assert (body["addressee"], body["stops_clock"], body["answer"]) == ("author", True, "")
    assert body["allowed_actions"] == []
    assert Idea.objects.get().stage == "info_needed"


def test_question_asked_of_a_department_names_it() -> None:
    legal = DepartmentFactory(slug="legal")

    body = ask(running_review(), text="Is there a law?", addressee="department", department="legal").json()

    assert (body["department"]["slug"], body["person"]) == (legal.slug, None)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"text": "  "}, "/text"),
        ({"addressee": "department", "department": "nowhere"}, "/department"),
        ({"addressee": "expert"}, "/person"),
        ({"addressee": "everybody"}, "/addressee"),
        ({"addressee": "department", "department": "legal", "stops_clock": True}, "/stops_clock"),
    ],
)
def test_question_with_wrong_values_is_refused(changes: dict[str, Any], where: str) -> None:
    review = running_review()

    response = ask(review, **{"text": "Who pays?", **changes})

    assert [place for place, _code in places(response)] == [where]
    assert response.status_code == 422
    assert not Question.objects.exists()


def test_question_answered_by_the_author_names_nobody() -> None:
    review = running_review()
    question = ask(review, text="How many depots?", stops_clock=True).json()

    body = Caller(author_of(review.idea)).post(
        f"/api/v1/questions/{question['id']}/answer", {"answer": "Three of them."}
    )

    assert body.status_code == 200
    assert (body.json()["answer"], body.json()["answered_by"]) == ("Three of them.", None)
    assert Idea.objects.get().stage == "in_review"


def test_question_answered_again_is_refused() -> None:
    review = running_review()
    author = Caller(author_of(review.idea))
    address = f"/api/v1/questions/{ask(review, text='How many?').json()['id']}/answer"
    author.post(address, {"answer": "Three."})

    response = author.post(address, {"answer": "Four."})

    assert problem(response) == (409, "already_answered")
    assert Question.objects.get().answer == "Three."


def test_questions_listed_take_the_same_queries_for_more_rows() -> None:
    review = running_review()
    author = Caller(author_of(review.idea))

    def queries(count: int) -> int:
        QuestionFactory.create_batch(count, review=review)
        with CaptureQueriesContext(connection) as seen:
            assert len(author.get(f"/api/v1/ideas/{review.idea.ref}/questions?limit=100").json()["results"]) > 0
        return len(seen)

    queries(1)
    assert queries(9) == queries(80)


def test_questions_listed_for_a_member_who_is_not_concerned_are_refused() -> None:
    review = running_review()

    response = Caller(UserFactory()).get(f"/api/v1/ideas/{review.idea.ref}/questions")

    assert problem(response) == (403, "not_concerned")


def test_idea_parked_for_its_author_names_resume_to_the_author_alone() -> None:
    idea = routed_idea(stage=Stage.PARKED)

    def acts_of(person: User) -> list[str]:
        acts: list[str] = Caller(person).get(f"/api/v1/ideas/{idea.ref}").json()["allowed_actions"]
        return acts

    waiting = acts_of(author_of(idea))
    others = acts_of(UserFactory())
    DecisionFactory(idea=idea, kind="parked", announced=True)
    decided = acts_of(author_of(idea))

    assert (waiting, others, decided) == (["resume", "comment", "follow"], ["comment", "follow"], ["comment", "follow"])


def test_resume_of_an_idea_that_does_not_wait_is_refused() -> None:
    review = running_review()

    response = Caller(author_of(review.idea)).post(f"/api/v1/ideas/{review.idea.ref}/resume")

    assert problem(response) == (409, "not_waiting")
